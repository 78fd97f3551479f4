import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Instrument } from "../../instruments/instrument.js";
import { requireRollsPerYear } from "../accounts/rollCosts.js";
import type { Cache } from "../cache.js";
import type { BacktestSettings, RuleVariation } from "../config/settings.js";
import type { BacktestData } from "../data.js";
import type { RawData } from "../rawdata/createRawData.js";

/** What every stage of a system works with. */
export interface SystemContext {
  readonly data: BacktestData;
  readonly settings: BacktestSettings;
  /** In alphabetical order. */
  readonly instruments: readonly InstrumentCode[];
  readonly cache: Cache;
  readonly raw: RawData;
}

/** An instrument of the system's data. @throws ContangoError `INSTRUMENT_MISSING`. */
export function instrumentOf({ data }: SystemContext, code: InstrumentCode): Instrument {
  return dataOf(data, code).instrument;
}

/** How often the instrument is rolled in a year. @throws ContangoError `INSTRUMENT_MISSING`, `BACKTEST_DATA`. */
export function rollsPerYearOf({ data }: SystemContext, code: InstrumentCode): number {
  const { rollsPerYear } = dataOf(data, code);
  requireRollsPerYear(code, rollsPerYear);
  return rollsPerYear;
}

function dataOf(data: BacktestData, code: InstrumentCode) {
  const found = data.instruments.get(code);
  if (found !== undefined) return found;
  throw missing("INSTRUMENT_MISSING", "instrument", code, data.instruments.keys());
}

/** A rule variation by its name. @throws ContangoError `RULE_MISSING`. */
export function ruleOf({ settings }: SystemContext, name: string): RuleVariation {
  const found = settings.rules.get(name);
  if (found !== undefined) return found;
  throw missing("RULE_MISSING", "rule", name, settings.rules.keys());
}

/** Refuses an instrument that is not one of the system's. @throws ContangoError `INSTRUMENT_MISSING`. */
export function requireTraded({ instruments }: SystemContext, code: InstrumentCode): void {
  if (!instruments.includes(code)) throw missing("INSTRUMENT_MISSING", "instrument", code, instruments);
}

function missing(
  code: "INSTRUMENT_MISSING" | "RULE_MISSING",
  what: "instrument" | "rule",
  name: string,
  known: Iterable<string>,
): ContangoError {
  const names = [...known];
  const hint = didYouMean(String(name), names);
  const message = `the system has no ${what} "${name}"${hint}; it has ${names.join(", ") || "none"}`;
  return new ContangoError(code, "backtest", message, { details: { [what]: name } });
}
