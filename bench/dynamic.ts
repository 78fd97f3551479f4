import { dynamicPositions } from "../src/backtest/dynamic/dynamicPositions.js";
import { type InstrumentToOptimise, optimisePositions } from "../src/backtest/dynamic/optimisePositions.js";
import { floatColumn } from "../src/series/column.js";
import { series } from "../src/series/construct.js";
import { Frame } from "../src/series/frame.js";
import { randomStream } from "../src/testing/randomStream.js";
import { DAY } from "../src/time/civil.js";
import { type Bench, type BenchRow, medianMilliseconds } from "./bench.js";

/** Instruments of five asset classes that move together, held at some two contracts each, some long and some short. */
function portfolio(size: number): {
  readonly names: readonly string[];
  readonly instruments: Readonly<Record<string, InstrumentToOptimise>>;
  readonly matrix: Float64Array;
} {
  const random = randomStream(20_240_328);
  const names = Array.from({ length: size }, (_, i) => `I${String(i).padStart(3, "0")}`);
  const matrix = Float64Array.from({ length: size * size }, (_, k) => {
    const [i, j] = [Math.floor(k / size), k % size];
    return i === j ? 1 : i % 5 === j % 5 ? 0.6 : 0.1;
  });
  const instruments = Object.fromEntries(
    names.map((name) => [
      name,
      {
        optimal: 4 * (random.uniform() - 0.5) * (1 + random.uniform()),
        weightPerContract: 0.02 + 0.1 * random.uniform(),
        volatility: 0.05 + 0.3 * random.uniform(),
        cost: 0.00001 + 0.0001 * random.uniform(),
      },
    ]),
  );
  return { names, instruments, matrix };
}

/** The optimiser of small portfolios: one date at four sizes, and a history of dates one after another. */
export const bench: Bench = async () => {
  const rows: BenchRow[] = [25, 50, 100, 200].map((size) => {
    const { names, instruments, matrix } = portfolio(size);
    const { diagnostics } = optimisePositions(instruments, { names, matrix });
    const value = medianMilliseconds(() => optimisePositions(instruments, { names, matrix }));
    const what = `optimise ${size} instruments, ${diagnostics.steps} contracts searched, median of 20`;
    return { what, value, unit: "ms", ...(size === 200 ? { bound: "<= 50 ms" } : {}) };
  });
  return [...rows, history(200, 250)];
};

/** Optimal positions that wander, so that most dates need a search. */
function history(size: number, dates: number): BenchRow {
  const { names, instruments, matrix } = portfolio(size);
  const random = randomStream("history");
  const time = Float64Array.from({ length: dates }, (_, day) => day * DAY);
  const constant = (value: number) => series(time, new Float64Array(dates).fill(value));
  const each = <T>(make: (name: string) => T) => new Map(names.map((name) => [name, make(name)] as const));
  const positions = each((name) => {
    let position = instruments[name]!.optimal;
    return series(
      time,
      Float64Array.from(time, () => {
        position = 0.97 * position + 0.5 * random.normal();
        return position;
      }),
    );
  });
  const system = {
    positions,
    valuesPerContract: each((name) => constant(instruments[name]!.weightPerContract)),
    costs: each((name) => constant(instruments[name]!.cost)),
    volatilities: new Frame(
      time,
      each((name) => floatColumn(constant(instruments[name]!.volatility).values)),
    ),
    correlations: [{ names, matrix, period: { useStart: 0 } }],
  };
  return {
    what: `optimise ${size} instruments on ${dates} dates, per date, median of 3`,
    value: medianMilliseconds(() => dynamicPositions(system), 3, 1) / dates,
    unit: "ms",
    bound: "<= 50 ms",
  };
}
