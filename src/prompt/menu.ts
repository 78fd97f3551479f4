import { isContangoError } from "../errors/contangoError.js";
import { problemText, wrongAnswer } from "./problems.js";
import type { Prompter } from "./prompter.js";

/** One line of a menu: what it does, or the menu below it. */
export type MenuEntry = { readonly number: number; readonly label: string } & (
  | { run(): Promise<unknown> | unknown }
  | { readonly entries: readonly MenuEntry[] }
);

/**
 * A numbered menu that comes back after each choice, until RETURN. What an option throws as a ContangoError is shown; where
 * the person breaks off within an option, the menu comes back, and breaking off at the menu leaves it.
 */
export async function menu(prompter: Prompter, title: string, entries: readonly MenuEntry[]): Promise<void> {
  await level(prompter, title, entries, "EXIT");
}

async function level(
  prompter: Prompter,
  title: string,
  entries: readonly MenuEntry[],
  leave: "EXIT" | "Back",
): Promise<void> {
  const sorted = entries.toSorted((a, b) => a.number - b.number);
  const width = Math.max(0, ...sorted.map(({ number }) => String(number).length));
  const lines = sorted.map(({ number, label }) => `${String(number).padStart(width)}: ${label}`);
  const parse = (answer: string): MenuEntry | undefined => {
    const text = answer.trim();
    if (text === "") return undefined;
    const entry = sorted.find(({ number }) => String(number) === text);
    if (entry === undefined) throw wrongAnswer(`"${text}" is not a valid option; give a number of the menu`);
    return entry;
  };
  for (;;) {
    prompter.show(["", title, ...lines].join("\n"));
    try {
      const entry = await prompter.ask(`Your choice? <RETURN for ${leave}>`, { parse });
      if (entry === undefined) return;
      await open(prompter, entry);
    } catch (error) {
      if (isContangoError(error, "PROMPT_CANCELLED")) return;
      throw error;
    }
  }
}

async function open(prompter: Prompter, entry: MenuEntry): Promise<void> {
  if ("entries" in entry) return level(prompter, entry.label, entry.entries, "Back");
  try {
    await entry.run();
  } catch (error) {
    if (!isContangoError(error)) throw error;
    prompter.show(error.code === "PROMPT_CANCELLED" ? "(broken off)" : problemText(error));
  }
}
