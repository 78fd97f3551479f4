import { ContangoError } from "../errors/contangoError.js";
import type { StringColumn } from "../series/column.js";
import { formatTime } from "../time/text.js";
import { missingLabel, whose } from "./multiplePrices.js";

/** The columns of multiple prices that back-adjustment reads. */
export interface PricedContracts {
  readonly time: Float64Array;
  readonly price: Float64Array;
  readonly forward: Float64Array;
  readonly labels: StringColumn;
  /** Missing prices and labels take the value of the row before. */
  readonly forwardFill: boolean;
  readonly instrument: string | undefined;
}

/** Consecutive rows of one priced contract, and the prices at which it hands over to the next run. */
export interface ContractRun {
  /** The row after its last. */
  readonly end: number;
  /** PRICE and FORWARD of its last row; NaN in the last run, which hands over to none. */
  readonly price: number;
  readonly forward: number;
}

/**
 * The runs of priced contracts, oldest first. Labels are compared as text.
 *
 * @throws ContangoError `CONTRACT_LABELS` where a label is missing (with `forwardFill`: the first);
 * `STITCH_GAP` where a run hands over without a PRICE or a FORWARD.
 */
export function contractRuns(contracts: PricedContracts): ContractRun[] {
  const { labels, price, forward, forwardFill } = contracts;
  const runs: ContractRun[] = [];
  let start = 0;
  let lastPrice = Number.NaN;
  let lastForward = Number.NaN;
  for (const end of runEnds(contracts)) {
    if (end === labels.values.length) {
      runs.push({ end, price: Number.NaN, forward: Number.NaN });
      break;
    }
    lastPrice = forwardFill ? lastKnown(price, start, end, lastPrice) : price[end - 1]!;
    lastForward = forwardFill ? lastKnown(forward, start, end, lastForward) : forward[end - 1]!;
    if (!Number.isFinite(lastForward - lastPrice)) throw gapMissing(contracts, end, lastPrice, lastForward);
    runs.push({ end, price: lastPrice, forward: lastForward });
    start = end;
  }
  return runs;
}

function runEnds(contracts: PricedContracts): number[] {
  const { values, dictionary } = contracts.labels;
  const ends: number[] = [];
  let current = values[0]!;
  if (current < 0) throw labelMissing(contracts, 0);
  for (let row = 1; row < values.length; row++) {
    const code = values[row]!;
    if (code === current) continue;
    if (code < 0) {
      if (contracts.forwardFill) continue;
      throw labelMissing(contracts, row);
    }
    if (dictionary[code] !== dictionary[current]) ends.push(row);
    current = code;
  }
  ends.push(values.length);
  return ends;
}

/** The last value in rows `start` to `end` (exclusive) that is not missing, else `otherwise`. */
function lastKnown(values: Float64Array, start: number, end: number, otherwise: number): number {
  for (let row = end - 1; row >= start; row--) {
    const value = values[row]!;
    if (!Number.isNaN(value)) return value;
  }
  return otherwise;
}

/** The contract whose run ends before `row`, and the one that starts there. */
export function contractsAtRoll(
  { labels }: PricedContracts,
  row: number,
): { readonly from: string; readonly to: string } {
  let before = row - 1;
  while (labels.values[before]! < 0) before--;
  return { from: labels.dictionary[labels.values[before]!]!, to: labels.dictionary[labels.values[row]!]! };
}

function labelMissing({ instrument, time, forwardFill }: PricedContracts, row: number): ContangoError {
  const remedy = forwardFill
    ? "the first row needs one"
    : "give it one, or stitch with { forwardFill: true }";
  return missingLabel("PRICE_CONTRACT", row, time[row]!, instrument, remedy);
}

function gapMissing(contracts: PricedContracts, row: number, price: number, forward: number): ContangoError {
  const { instrument, time, forwardFill } = contracts;
  const { from, to } = contractsAtRoll(contracts, row);
  const text = formatTime(time[row]!);
  return new ContangoError(
    "STITCH_GAP",
    "prices",
    `${whose(instrument)} roll from ${from} to ${to} at ${text}, where the row before (${formatTime(time[row - 1]!)}) ` +
      `has PRICE ${price} and FORWARD ${forward}; ${
        forwardFill
          ? "no earlier row has both either: load prices of both contracts before the roll"
          : "load the missing price, or stitch with { forwardFill: true }"
      }`,
    { details: { instrument, time: text, row, from, to, price, forward } },
  );
}
