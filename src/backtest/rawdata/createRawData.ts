import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Series } from "../../series/series.js";
import type { Cache } from "../cache.js";
import type { BacktestSettings, InputReference } from "../config/settings.js";
import type { BacktestData, InstrumentData } from "../data.js";
import type { RuleInputs } from "../rules/rule.js";
import { computations } from "./computations.js";
import { completeArguments, type InputArguments } from "./inputArguments.js";
import { lazyInputs } from "./lazyInputs.js";
import { marketFrom } from "./market.js";
import { isRawDataName, RAW_DATA, type RawDataName } from "./names.js";

/** What raw data are made from. */
export interface RawDataOptions {
  readonly data: BacktestData;
  readonly cache: Cache;
  readonly settings: Pick<BacktestSettings, "startDate" | "volatility" | "returnsForVolatility">;
  /** The instruments that medians and averages over an asset class, or over all instruments, are taken of. */
  readonly instruments: readonly InstrumentCode[];
}

/**
 * The series of {@link RAW_DATA} by instrument, each with its default arguments; and any of them by name. Every one is
 * computed when it is first asked for, and kept in the cache under its name. Series of one instrument share their time
 * column where their times are the same. An instrument without data is refused (`INSTRUMENT_MISSING`), one without
 * adjusted prices too, and so is the carry of one without multiple prices (`PRICES_EMPTY`).
 */
export interface RawData extends Readonly<Record<RawDataName, (instrument: InstrumentCode) => Series>> {
  /**
   * A series by its name: one of {@link RAW_DATA}, else one of `InstrumentData.series`, which is as it was given, not cut at
   * the start date.
   *
   * @throws ContangoError `RULE_ARGUMENT` where there is no such series, or an argument is wrong.
   */
  input(instrument: InstrumentCode, name: string, args?: InputArguments): Series;
  /** What the rules of an instrument read; `rebound` names the series that stand under other names. */
  inputs(instrument: InstrumentCode, rebound?: Readonly<Record<string, InputReference>>): RuleInputs;
}

/**
 * The raw data of a backtest.
 *
 * @throws ContangoError `BACKTEST_DATA` where an instrument's own series has a name of {@link RAW_DATA}.
 * @example
 * const raw = createRawData({ data, cache: createCache(), settings, instruments: ["CORN", "US10"] });
 * raw.volatility("CORN");
 * raw.input("CORN", "demeanedFactor", { factor: "negativeSkew", demean: "assetClass" });
 */
export function createRawData({ data, cache, settings, instruments }: RawDataOptions): RawData {
  const market = marketFrom(data, settings.startDate, instruments);
  for (const instrument of instruments) requireOwnNames(instrument, data.instruments.get(instrument)?.series);
  const compute = computations({ market, cache, settings, instruments, input });

  function input(instrument: InstrumentCode, name: string, args: InputArguments = {}): Series {
    if (!isRawDataName(name)) return ownSeries(instrument, name, args);
    const complete = completeArguments(name, args);
    const given = Object.values(complete);
    const key = given.length === 0 ? name : `${name}(${given.join(", ")})`;
    return cache.once(instrument, key, () => compute[name](instrument, complete).named(name));
  }

  function ownSeries(instrument: InstrumentCode, name: string, args: InputArguments): Series {
    const own = market.data(instrument).series ?? {};
    const found = Object.hasOwn(own, name) ? own[name] : undefined;
    if (found !== undefined && Object.keys(args).length === 0) return found;
    const exist = [...Object.keys(RAW_DATA), ...Object.keys(own)].join(", ");
    const problem =
      found === undefined
        ? `${instrument} has no series "${name}"; there are ${exist}; add others under the instrument's series`
        : `the series "${name}" of ${instrument} takes no arguments; leave them out`;
    throw new ContangoError("RULE_ARGUMENT", "backtest", problem, { details: { instrument, input: name } });
  }

  const byName = Object.fromEntries(
    Object.keys(RAW_DATA).map((name) => [name, (instrument: InstrumentCode) => input(instrument, name)]),
  ) as Record<RawDataName, (instrument: InstrumentCode) => Series>;
  return {
    ...byName,
    input,
    inputs: (instrument, rebound = {}) =>
      lazyInputs(
        (name) => {
          const reference = Object.hasOwn(rebound, name) ? rebound[name]! : { name };
          return input(instrument, reference.name, reference.args);
        },
        [
          ...Object.keys(RAW_DATA),
          ...Object.keys(market.data(instrument).series ?? {}),
          ...Object.keys(rebound),
        ],
      ),
  };
}

function requireOwnNames(instrument: InstrumentCode, own: InstrumentData["series"] = {}): void {
  const taken = Object.keys(own).find(isRawDataName);
  if (taken === undefined) return;
  throw new ContangoError(
    "BACKTEST_DATA",
    "backtest",
    `${instrument} has a series of its own named ${taken}, which is what rules read by that name already: ${RAW_DATA[taken].about}; give it another name`,
    { details: { instrument, series: taken } },
  );
}
