import { ContangoError } from "../errors/contangoError.js";
import { nearestName } from "../errors/nearestName.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { printsAs } from "../series/printsAs.js";
import type { Series } from "../series/series.js";
import { formatTime } from "../time/text.js";
import type { BacktestState } from "./backtestStates.js";
import { stateError } from "./stateError.js";

/** What a file of a state holds. */
export interface StateContents
  extends Pick<BacktestState, "strategy" | "id" | "time" | "config" | "portfolio"> {
  readonly file: string;
  /** What unpacks the series of each instrument. */
  readonly instruments: ReadonlyMap<InstrumentCode, () => ReadonlyMap<string, Series>>;
}

/** A state over its contents; what was unpacked is kept. */
export function openedState(contents: StateContents): BacktestState {
  const { strategy, id, time, config, file, portfolio } = contents;
  const instruments = [...contents.instruments.keys()];
  const unpacked = new Map<InstrumentCode, ReadonlyMap<string, Series>>();
  const seriesOf = (instrument: InstrumentCode): ReadonlyMap<string, Series> => {
    const before = unpacked.get(instrument);
    if (before !== undefined) return before;
    const unpack = contents.instruments.get(instrument);
    if (unpack === undefined) {
      throw new ContangoError(
        "INSTRUMENT_MISSING",
        "launchers",
        `${instrument} is not in the backtest ${id} of "${strategy}"; it has ${instruments.join(", ")}`,
        { details: { instrument, strategy, id, file } },
      );
    }
    const series = unpack();
    unpacked.set(instrument, series);
    return series;
  };
  const names = (instrument?: InstrumentCode): readonly string[] => [
    ...(instrument === undefined ? portfolio : seriesOf(instrument)).keys(),
  ];
  const text = (): string =>
    [
      `backtest of "${strategy}", ${formatTime(time)} (${file})`,
      `${instruments.length} ${instruments.length === 1 ? "instrument" : "instruments"}: ${instruments.join(", ")}`,
      ...instruments.slice(0, 1).map((first) => `series of ${first}: ${names(first).join(", ")}`),
      `series of the portfolio: ${names().join(", ") || "none"}`,
    ].join("\n");
  const state: BacktestState = {
    strategy,
    id,
    time,
    config,
    instruments,
    portfolio,
    seriesOf,
    names,
    series: (instrument, name) => {
      const found = seriesOf(instrument).get(name);
      if (found !== undefined) return found;
      const nearest = nearestName(name, names(instrument));
      const hint = nearest === undefined ? names(instrument).join(", ") : `did you mean "${nearest}"?`;
      throw stateError(`${instrument} has no series "${name}"; ${hint}`, { instrument, name, strategy, id });
    },
  };
  return printsAs(state, text);
}
