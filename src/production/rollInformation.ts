import type { InstrumentCode } from "../instruments/codes.js";
import { concurrently } from "../launchers/concurrently.js";
import { type RollProblem, type RollTable, rollTableText } from "../reports/rollTable.js";
import { daysToAct, type RollInformation, rollInformationOf } from "../rolls/rollInformation.js";
import type { AutoRollRule } from "../rolls/suggestRollState.js";
import { printsAs } from "../series/printsAs.js";
import type { Desk } from "./desk.js";
import { errorText } from "./errorText.js";
import { checkOptions } from "./processOptions.js";
import { autoRollRule } from "./roll/autoRollRule.js";
import { readRollData } from "./roll/readRollData.js";

export interface RollInformationOptions {
  /** Default: all that have multiple prices, without `stale_instruments`. */
  readonly instruments?: Iterable<InstrumentCode>;
  /** Only those with no more days than this to roll date, expiry or expiry of the carry contract. */
  readonly daysAhead?: number;
  /** When a roll is suggested (default: `roll_status_auto_update` in configuration). */
  readonly rule?: AutoRollRule;
}

/**
 * Roll state, days left, volumes, position and what to do, of some instruments or all, the next to roll first. It only reads;
 * an instrument whose data are wrong is one of the `problems`. Prints as a table.
 *
 * @throws ContangoError `PROCESS_OPTION`; `CONFIG_VALUE` for a wrong `roll_status_auto_update`.
 * @example
 * await rollInformation(desk, { instruments: ["CORN"] });
 */
export async function rollInformation(desk: Desk, options: RollInformationOptions = {}): Promise<RollTable> {
  checkOptions({ name: "rollInformation", takes: ["instruments", "daysAhead", "rule"] }, options);
  const { rule = autoRollRule(desk.config), daysAhead = Number.POSITIVE_INFINITY } = options;
  const now = desk.now();
  const instruments = options.instruments ?? (await rollInstruments(desk));
  const told = await concurrently([...new Set(instruments)], async (instrument): Promise<Told> => {
    try {
      return rollInformationOf(instrument, await readRollData(desk.data, instrument, now), rule);
    } catch (error) {
      return { instrument, message: errorText(error) };
    }
  });
  return printed({
    time: now,
    rows: told
      .filter((one) => "state" in one)
      .filter((row) => daysToAct(row) <= daysAhead)
      .sort((a, b) => a.daysToRoll - b.daysToRoll || (a.instrument < b.instrument ? -1 : 1)),
    problems: told.filter((one) => "message" in one),
  });
}

type Told = RollInformation | RollProblem;

/** Instruments that are rolled: those with multiple prices, without the stale ones. */
export async function rollInstruments({ config, data }: Desk): Promise<readonly InstrumentCode[]> {
  const stale = new Set(config.get("stale_instruments"));
  return (await data.multiplePrices.list()).filter((instrument) => !stale.has(instrument));
}

function printed(table: RollTable): RollTable {
  return printsAs(table, () => rollTableText(table));
}
