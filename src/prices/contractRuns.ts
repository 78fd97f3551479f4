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
  /** The contracts of FORWARD, where they are known. */
  readonly forwardLabels: StringColumn | undefined;
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
 * `STITCH_GAP` where a run hands over without a PRICE or a FORWARD, or with the FORWARD of another contract.
 */
export function contractRuns(contracts: PricedContracts): ContractRun[] {
  const { labels, price, forward, forwardFill } = contracts;
  const runs: ContractRun[] = [];
  let start = 0;
  let priceRow = -1;
  let forwardRow = -1;
  for (const end of runEnds(contracts)) {
    if (end === labels.values.length) {
      runs.push({ end, price: Number.NaN, forward: Number.NaN });
      break;
    }
    priceRow = forwardFill ? lastKnownRow(price, start, end, priceRow) : end - 1;
    forwardRow = forwardFill ? lastKnownRow(forward, start, end, forwardRow) : end - 1;
    const lastPrice = price[priceRow] ?? Number.NaN;
    const lastForward = forward[forwardRow] ?? Number.NaN;
    if (!Number.isFinite(lastForward - lastPrice)) throw gapMissing(contracts, end, lastPrice, lastForward);
    requireSameContract(contracts, end, forwardRow);
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

/** The last row from `start` to `end` (exclusive) that is not missing, else `otherwise`. */
function lastKnownRow(values: Float64Array, start: number, end: number, otherwise: number): number {
  for (let row = end - 1; row >= start; row--) if (!Number.isNaN(values[row]!)) return row;
  return otherwise;
}

/** Refuses the FORWARD of `forwardRow` for the roll at `row` where its label names another contract; a missing one does not. */
function requireSameContract(contracts: PricedContracts, row: number, forwardRow: number): void {
  const { forwardLabels, forwardFill, instrument, time } = contracts;
  if (forwardLabels === undefined) return;
  let labelRow = forwardRow;
  while (forwardFill && labelRow > 0 && forwardLabels.values[labelRow]! < 0) labelRow--;
  const forwardContract = forwardLabels.dictionary[forwardLabels.values[labelRow]!];
  const { from, to } = contractsAtRoll(contracts, row);
  if (forwardContract === undefined || forwardContract === to) return;
  const text = formatTime(time[row]!);
  throw new ContangoError(
    "STITCH_GAP",
    "prices",
    `${whose(instrument)} roll from ${from} to ${to} at ${text}, but the last FORWARD before ` +
      `(${formatTime(time[forwardRow]!)}) is of ${forwardContract}; load the price of ${to} before the roll`,
    { details: { instrument, time: text, row, from, to, forwardContract } },
  );
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
