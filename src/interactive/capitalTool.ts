import type { Desk } from "../production/desk.js";
import type { Outcome } from "../production/outcome.js";
import { menu } from "../prompt/menu.js";
import {
  type CapitalTool,
  capitalNow,
  deleteEverything,
  deleteSince,
  enterFlow,
  setAmounts,
  showMethod,
  showPandl,
  startCapital,
  updateFromBroker,
  writeChart,
} from "./capital/capitalOptions.js";
import { writingPrompterOf } from "./prompterOf.js";
import { runTool, type ToolItem } from "./toolRun.js";

const TOOL = "capitalTool";

const OPTIONS: readonly (readonly [label: string, run: (tool: CapitalTool) => Promise<void>])[] = [
  ["Start capital", startCapital],
  ["Update from the broker's account value", updateFromBroker],
  ["Enter a deposit or a withdrawal", enterFlow],
  ["Set any of the amounts by hand", setAmounts],
  ["Delete the rows since a time", deleteSince],
  ["Delete everything, to start anew", deleteEverything],
  ["Show profit and loss by day, month and year", showPandl],
  ["Write a page with charts", writeChart],
  ["Say what the compounding method does, and what changing it does", showMethod],
];

/**
 * Lets a person look at total capital and change it: start it, update it from the broker (a change of more than 10% is asked
 * about), enter deposits and withdrawals, set amounts, delete rows. Each change is shown before and after, and written in one
 * commit with an audit entry when the person agrees; where another process changed capital meanwhile, nothing is written.
 *
 * @throws ContangoError `DESK_OPTION` without a prompter; `STORE_READ_ONLY`.
 * @example
 * await capitalTool(desk);
 */
export async function capitalTool(desk: Desk): Promise<Outcome<ToolItem>> {
  const prompt = writingPrompterOf(desk, TOOL);
  return runTool(desk, TOOL, async (run) => {
    const tool: CapitalTool = { run, desk, prompt };
    prompt.show(await capitalNow(desk));
    const entries = OPTIONS.map(([label, option], place) => ({
      number: place + 1,
      label,
      run: () => option(tool),
    }));
    await menu(prompt, "Total capital", entries);
  });
}
