import type { Desk } from "../../production/desk.js";
import type { MenuEntry } from "../../prompt/menu.js";
import type { Prompter } from "../../prompt/prompter.js";
import { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import type { Asking } from "./ask.js";
import { wholeTable } from "./wholeTable.js";

/** The options of one menu. */
export type MenuPart = (desk: Desk, prompt: Prompter, ask: Asking) => readonly MenuEntry[];

/** Shows what an option finds, every row of it. */
export const shows = (prompt: Prompter, find: () => Promise<unknown>) => async (): Promise<void> => {
  const found = await find();
  prompt.show(found instanceof Frame || found instanceof Series ? wholeTable(found) : String(found));
};
