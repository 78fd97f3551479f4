import type { InstrumentCode } from "../instruments/codes.js";
import type { Desk } from "../production/desk.js";
import type { Outcome } from "../production/outcome.js";
import { checkOptions } from "../production/processOptions.js";
import { autoRollRule } from "../production/roll/autoRollRule.js";
import { changeState } from "../production/roll/changeState.js";
import { readRollData } from "../production/roll/readRollData.js";
import { rollInformation, rollInstruments } from "../production/rollInformation.js";
import type { Work } from "../production/work.js";
import { nameIn, orNothing, wholeNumberWithin } from "../prompt/parseAnswers.js";
import type { Choice, Prompter } from "../prompt/prompter.js";
import { rollTableText } from "../reports/rollTable.js";
import { correctedRollState } from "../rolls/changeRollState.js";
import { type RollInformation, rollInformationOf } from "../rolls/rollInformation.js";
import type { RollState } from "../rolls/rollState.js";
import type { AutoRollRule } from "../rolls/suggestRollState.js";
import { writingPrompterOf } from "./prompterOf.js";
import { askRule } from "./roll/askRule.js";
import { decideState } from "./roll/decideState.js";
import { rollPrices } from "./roll/rollPrices.js";
import { runItem, runTool, type ToolItem, type ToolRun } from "./toolRun.js";

/**
 * - `manual`: instruments that the person names, each decided by the person;
 * - `cycle`: those that are near, each decided by the person;
 * - `confirm`: those that are near, decided by rule, price rolls confirmed;
 * - `automatic`: those that are near, decided by rule, prices rolled without a question.
 */
export type RollToolMode = "manual" | "cycle" | "confirm" | "automatic";

export interface RollToolOptions {
  /** Only this one; default: asks, or takes all that are near. */
  readonly instrument?: InstrumentCode;
  /** Default: asks; `manual` where an instrument is given. */
  readonly mode?: RollToolMode;
  /** What is near: so many days or fewer to roll date, expiry or expiry of the carry contract; default: asks. */
  readonly daysAhead?: number;
}

const TOOL = "rollTool";

const MODES: readonly Choice<RollToolMode>[] = [
  { value: "manual", label: "Name instruments, decide each" },
  { value: "cycle", label: "Go through those that are near, decide each" },
  { value: "confirm", label: "Go through those that are near, decide by rule, confirm price rolls" },
  {
    value: "automatic",
    label: "Go through those that are near, decide by rule, roll prices without a question",
  },
];

/**
 * Lets a person change roll states and roll prices: shows the roll report of an instrument, suggests a state, offers those that
 * are permitted, and before prices are rolled shows them before and after. Each instrument is written in one commit with an
 * audit entry; breaking off leaves the one that is at hand as it was. `undoRoll` takes a roll back.
 *
 * @throws ContangoError `PROCESS_OPTION`; `DESK_OPTION` without a prompter; `STORE_READ_ONLY`; `CONFIG_VALUE` for a wrong
 * `roll_status_auto_update`.
 * @example
 * await rollTool(desk, { instrument: "CORN" });
 */
export async function rollTool(desk: Desk, options: RollToolOptions = {}): Promise<Outcome<ToolItem>> {
  checkOptions({ name: TOOL, takes: ["instrument", "mode", "daysAhead"] }, options);
  const prompt = writingPrompterOf(desk, TOOL);
  const rule = autoRollRule(desk.config);
  return runTool(desk, TOOL, async (run) => {
    const tool: Tool = { run, desk, prompt, rule, decides: true, asks: true };
    if (options.instrument !== undefined) return rollOne(tool, options.instrument);
    const mode =
      options.mode ?? (await prompt.choose("How do you want to roll?", MODES, { default: "manual" }));
    if (mode === "manual") return rollNamed(tool);
    await rollNear({ ...tool, decides: mode === "cycle", asks: mode !== "automatic" }, options.daysAhead);
  });
}

interface Tool {
  readonly run: ToolRun;
  readonly desk: Desk;
  readonly prompt: Prompter;
  readonly rule: Required<AutoRollRule>;
  /** The person decides, not the rule. */
  readonly decides: boolean;
  /** Price rolls are confirmed. */
  readonly asks: boolean;
}

async function rollNamed(tool: Tool): Promise<void> {
  const known = await rollInstruments(tool.desk);
  for (;;) {
    const instrument = await tool.prompt.ask("Which instrument? <RETURN for EXIT>", {
      parse: orNothing(nameIn(known, "instrument")),
    });
    if (instrument === undefined) return;
    await rollOne(tool, instrument);
  }
}

async function rollNear(tool: Tool, given: number | undefined): Promise<void> {
  const { desk, prompt } = tool;
  const daysAhead =
    given ?? (await prompt.ask("How many days ahead?", { parse: wholeNumberWithin(), default: "10" }));
  const rule = tool.decides ? tool.rule : await askRule(prompt, tool.rule);
  const near = await rollInformation(desk, { daysAhead, rule });
  prompt.show(near.rows.length === 0 ? `Nothing is to be rolled in ${daysAhead} days.` : String(near));
  for (const { instrument } of near.rows) await rollOne({ ...tool, rule }, instrument);
}

const rollOne = (tool: Tool, instrument: InstrumentCode): Promise<void> =>
  runItem(tool.run, instrument, () => decideAndWrite(tool, instrument), { instrument_code: instrument });

async function decideAndWrite(tool: Tool, instrument: InstrumentCode): Promise<ToolItem> {
  const { desk, prompt, rule, decides, asks } = tool;
  const row = rollInformationOf(instrument, await readRollData(desk.data, instrument, desk.now()), rule);
  prompt.show(rollTableText({ time: desk.now(), rows: [row], problems: [] }));
  showCorrection(prompt, row);
  const byPerson = decides || row.suggestion === "Ask";
  const state = byPerson ? await decideState(prompt, row) : (row.suggestion as RollState);
  if (state === row.state)
    return { name: instrument, status: "unchanged", severity: "ok", message: `stays in ${state}` };
  if (state === "Roll_Adjusted") return rollPrices(desk, prompt, row, asks);
  if (byPerson && !(await prompt.confirm(`Change ${instrument} from ${row.state} to ${state}?`))) {
    return { name: instrument, status: "declined", severity: "ok", message: `stays in ${row.state}` };
  }
  const commit: Work["commit"] = (fn) => desk.storage.atomically(fn);
  const { status, message } = await changeState({ desk, commit }, instrument, state, TOOL);
  return { name: instrument, status: status === "unchanged" ? status : "written", severity: "ok", message };
}

function showCorrection(
  prompt: Prompter,
  { instrument, state, pricedPosition, contracts }: RollInformation,
): void {
  if (correctedRollState(state, pricedPosition) === state) return;
  prompt.show(
    `${instrument} is in ${state}, but holds nothing of ${contracts.priced}: it counts as Passive. Roll its prices.`,
  );
}
