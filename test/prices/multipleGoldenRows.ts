import type { ContractPriceSet } from "../../src/prices/contractPriceSet.js";
import { multiplePrices, multiplePricesFrame, PRICE_COLUMNS } from "../../src/prices/multiplePrices.js";
import { stringColumn } from "../../src/series/column.js";
import type { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { number, relativeDifference, time } from "../support/golden.js";

/** One row of multiple prices in a golden file. */
export type GoldenRow = readonly [
  time: string,
  PRICE: number | null,
  CARRY: number | null,
  FORWARD: number | null,
  PRICE_CONTRACT: string,
  CARRY_CONTRACT: string,
  FORWARD_CONTRACT: string,
];

/** Prices of one contract in a golden file. */
export type GoldenPrices = readonly (readonly [time: string, value: number | null])[];

export const goldenSeries = (prices: GoldenPrices): Series =>
  new Series(
    Float64Array.from(prices, ([text]) => time(text)),
    Float64Array.from(prices, ([, value]) => number(value)),
  );

export function goldenFrame(rows: readonly GoldenRow[]): Frame {
  const [PRICE, CARRY, FORWARD] = [1, 2, 3].map((at) =>
    Float64Array.from(rows, (row) => number(row[at] as number | null)),
  ) as [Float64Array, Float64Array, Float64Array];
  return multiplePricesFrame({
    time: Float64Array.from(rows, ([text]) => time(text)),
    PRICE,
    CARRY,
    FORWARD,
    PRICE_CONTRACT: stringColumn(rows.map((row) => row[4])),
    CARRY_CONTRACT: stringColumn(rows.map((row) => row[5])),
    FORWARD_CONTRACT: stringColumn(rows.map((row) => row[6])),
  });
}

/** How far rows of a frame are from golden ones: {@link relativeDifference}, Infinity where a time or label differs. */
export function rowsDifference(frame: Frame, golden: readonly GoldenRow[]): number {
  if (frame.length !== golden.length) return Number.POSITIVE_INFINITY;
  const actual = multiplePrices(frame);
  const expected = multiplePrices(goldenFrame(golden));
  const differences = PRICE_COLUMNS.flatMap((name) => {
    const [left, right] = [actual[`${name}_CONTRACT`], expected[`${name}_CONTRACT`]];
    const sameLabels = left.values.every(
      (code, row) => left.dictionary[code] === right.dictionary[right.values[row]!],
    );
    return [relativeDifference(actual[name], expected[name]), sameLabels ? 0 : Number.POSITIVE_INFINITY];
  });
  const sameTimes = actual.time.every((at, row) => at === expected.time[row]);
  return Math.max(...differences, sameTimes ? 0 : Number.POSITIVE_INFINITY);
}

/** A contract price set from golden prices by contract. */
export const goldenPriceSet = (prices: Readonly<Record<string, GoldenPrices>>): ContractPriceSet =>
  new Map(Object.entries(prices).map(([contract, rows]) => [contract, goldenSeries(rows)]));
