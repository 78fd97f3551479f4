import type { Desk } from "../production/desk.js";
import { menu } from "../prompt/menu.js";
import { asking } from "./diagnostics/ask.js";
import { backtests } from "./diagnostics/backtestsMenu.js";
import { configuration, rolls } from "./diagnostics/configurationMenu.js";
import { capital, positions } from "./diagnostics/positionsMenu.js";
import { prices } from "./diagnostics/pricesMenu.js";
import { records } from "./diagnostics/recordsMenu.js";
import { prompterOf } from "./prompterOf.js";

/**
 * A menu to look at everything that the desk keeps: backtests, configuration, log, runs, mails, prices, capital, positions,
 * fills, rolls. It writes nothing. Each option is a function of its own too, for a REPL.
 *
 * @throws ContangoError `DESK_OPTION` without a prompter.
 * @example
 * await diagnostics(desk);
 */
export async function diagnostics(desk: Desk): Promise<void> {
  const prompt = prompterOf(desk, "diagnostics");
  const ask = asking(desk, prompt);
  await menu(prompt, "DIAGNOSTICS", [
    { number: 0, label: "Backtests", entries: backtests(desk, prompt, ask) },
    { number: 1, label: "Instrument configuration", entries: configuration(desk, prompt, ask) },
    { number: 2, label: "Log, runs and mails", entries: records(desk, prompt, ask) },
    { number: 3, label: "Prices", entries: prices(desk, prompt, ask) },
    { number: 4, label: "Capital", entries: capital(desk, prompt, ask) },
    { number: 5, label: "Positions and fills", entries: positions(desk, prompt, ask) },
    { number: 6, label: "Rolls", entries: rolls(desk, prompt, ask) },
  ]);
  prompt.show("FINISHED");
}
