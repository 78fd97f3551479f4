import type { InstrumentCode } from "../../instruments/codes.js";
import { forwardFill } from "../../series/fill.js";
import { lastValue } from "../../series/reduce.js";
import { valueAsOf } from "../../series/search.js";
import type { Series } from "../../series/series.js";
import { textTable } from "../../series/textTable.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";
import type { BacktestSettings } from "../config/settings.js";
import type { ClassicSystem } from "./classicSystem.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** One number on the way from price to position. */
export interface ExplainedStep {
  readonly name: string;
  readonly value: number;
  /** How it follows from the numbers above it, or its unit. */
  readonly from: string;
}

/** The chain from price to position on one day; it prints as a table. */
export interface Explanation {
  readonly instrument: InstrumentCode;
  /** The last day of the position, wall time in epoch milliseconds. */
  readonly time: number;
  readonly steps: readonly ExplainedStep[];
  toString(): string;
}

/** The numbers from which an instrument's position follows, on its last day; where one is missing then, its last before. */
export function explain(system: ClassicSystem, instrument: InstrumentCode): Explanation {
  const position = system.notionalPosition(instrument);
  const time = position.timeAt(-1);
  const on = (series: Series): number => valueAsOf(forwardFill(series), time);
  const { settings } = system;
  const { currency, pointSize } = system.data.instruments.get(instrument)!.instrument;
  const weights = system.forecastWeights(instrument);
  const rules = weights.names.flatMap((rule): ExplainedStep[] => {
    const [raw, scalar] = [
      on(system.rawForecast(instrument, rule)),
      on(system.forecastScalar(instrument, rule)),
    ];
    return [
      {
        name: `${rule}: raw forecast`,
        value: raw,
        from: settings.attenuatedRules.includes(rule) ? "the rule, attenuated" : "the rule",
      },
      {
        name: `${rule}: forecast`,
        value: on(system.forecast(instrument, rule)),
        from: `× ${short(scalar)}, capped`,
      },
      { name: `${rule}: weight`, value: on(weights.series(rule)), from: "of the combined forecast" },
    ];
  });
  const riskScalar = system.riskScalar();
  const buffers = system.buffers(instrument);
  const step = (name: string, value: number, from: string): ExplainedStep => ({ name, value, from });
  const steps = [
    step("daily price", on(system.dailyPrice(instrument)), "back-adjusted"),
    step("daily volatility", on(system.volatility(instrument)), "price units"),
    step("current price", on(system.input(instrument, "denominatorPrice")), "of the priced contract"),
    step(
      "percentage volatility",
      on(system.percentageVolatility(instrument)),
      "% a day, of the current price",
    ),
    ...rules,
    step("forecast diversification multiplier", on(system.forecastDiversificationMultiplier(instrument)), ""),
    step(
      "combined forecast",
      on(system.combinedForecast(instrument)),
      `weighted sum × multiplier, ${limitText(settings, instrument)}`,
    ),
    step("block value", on(system.blockValue(instrument)), `${currency} for 1%: price × ${pointSize} / 100`),
    step("FX rate", on(system.fxRate(instrument)), `${settings.baseCurrency} for 1 ${currency}`),
    step(
      "instrument value volatility",
      on(system.instrumentValueVolatility(instrument)),
      `${settings.baseCurrency} a day: block value × percentage volatility × FX`,
    ),
    step(
      "daily cash volatility target",
      system.dailyCashVolatilityTarget,
      `${settings.baseCurrency}: ${settings.notionalCapital} × ${settings.percentageVolatilityTarget}% / 16`,
    ),
    step("average position", on(system.averagePosition(instrument)), "contracts: target / volatility"),
    step(
      "subsystem position",
      on(system.subsystemPosition(instrument)),
      `contracts: average position × forecast / ${settings.averageAbsoluteForecast}`,
    ),
    step("instrument weight", on(system.instrumentWeights().series(instrument)), "of the portfolio"),
    step("instrument diversification multiplier", on(system.instrumentDiversificationMultiplier()), ""),
    ...(riskScalar === undefined ? [] : [step("risk scalar", on(riskScalar), "of the risk overlay")]),
    step("position", lastValue(position), "contracts: subsystem position × weight × multiplier"),
    step(
      "lower buffer",
      lastValue(buffers.lower),
      settings.bufferMethod === "none"
        ? "contracts: no buffer"
        : `contracts: ${settings.bufferSize} of the ${settings.bufferMethod === "forecast" ? "average position" : "position"} to either side`,
    ),
    step("upper buffer", lastValue(buffers.upper), ""),
    step("buffered position", lastValue(system.bufferedPosition(instrument)), "contracts, held"),
  ];
  const text = (): string => explanationText(instrument, time, steps);
  const explanation = { instrument, time, steps, toString: text, [INSPECT]: text };
  return explanation;
}

/** What bounds the combined forecast. */
function limitText(
  { forecastMapping, forecastCap, forecastFloor }: BacktestSettings,
  code: InstrumentCode,
): string {
  if (Object.hasOwn(forecastMapping, code)) return "mapped";
  return forecastFloor === -forecastCap
    ? `within ±${forecastCap}`
    : `from ${forecastFloor} to ${forecastCap}`;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

function explanationText(instrument: InstrumentCode, time: number, steps: readonly ExplainedStep[]): string {
  const rows = steps.map(({ name, value, from }) => [name, short(value), from]);
  const lines = textTable(rows, (column) => column === 1).map((line) => `  ${line}`);
  return [`${instrument} on ${formatDay(dayOf(time))}`, ...lines].join("\n");
}
