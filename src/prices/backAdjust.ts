import { ContangoError } from "../errors/contangoError.js";
import type { Frame } from "../series/frame.js";
import { requireOneOf } from "../series/parameters.js";
import { Series } from "../series/series.js";
import { formatTime } from "../time/text.js";
import { type ContractRun, contractRuns, contractsAtRoll, type PricedContracts } from "./contractRuns.js";
import { contractLabels, requireRows, whose } from "./multiplePrices.js";

/**
 * How the contracts of a back-adjusted series are made to meet. On the last row before a roll:
 * - `panama`: a contract is shifted by the sum of FORWARD − PRICE over all later rolls, so the last contract keeps
 *   its traded prices;
 * - `forward-panama`: it is shifted by minus that sum over all earlier rolls, so the first contract keeps them;
 * - `ratio`: it is multiplied by the product of FORWARD / PRICE over all later rolls, so that returns are the
 *   traded contract's; the last contract keeps its prices.
 */
export type BackAdjustMethod = (typeof METHODS)[number];

const METHODS = ["panama", "forward-panama", "ratio"] as const;

export interface BackAdjustOptions {
  /** Default `panama`. */
  readonly method?: BackAdjustMethod;
  /** Missing prices and labels take the value of the row before, as pandas `ffill` (default false). */
  readonly forwardFill?: boolean;
  /** Names the instrument in errors. */
  readonly instrument?: string;
}

/**
 * One continuous price out of multiple prices: PRICE, contract by contract, moved so that the contracts meet where
 * PRICE_CONTRACT changes. The result, in price units, shares the time column of `prices` and is NaN where PRICE is.
 * Reads PRICE, FORWARD, PRICE_CONTRACT and, where the frame has it, FORWARD_CONTRACT; O(rows).
 *
 * @throws ContangoError `PRICES_EMPTY` without rows; `CONTRACT_LABELS` where a label is missing (with
 * `forwardFill`: the first); `STITCH_GAP` where the last row before a roll lacks PRICE or FORWARD, or its FORWARD is
 * by its label not of the contract that is rolled into;
 * `STITCH_RATIO` where `ratio` meets a price there that is not positive; `SERIES_PARAMETER` for another method.
 * @example
 * const adjusted = backAdjust(prices, { forwardFill: true, instrument: "CORN" });
 */
export function backAdjust(prices: Frame, options: BackAdjustOptions = {}): Series {
  const { forwardFill = false, instrument } = options;
  const method = requireOneOf("method", options.method ?? "panama", METHODS);
  requireRows(prices.length, whose(instrument), { instrument });
  const contracts: PricedContracts = {
    time: prices.time,
    price: prices.floats("PRICE"),
    forward: prices.floats("FORWARD"),
    labels: contractLabels(prices.strings("PRICE_CONTRACT")),
    forwardLabels: prices.columns.has("FORWARD_CONTRACT")
      ? contractLabels(prices.strings("FORWARD_CONTRACT"))
      : undefined,
    forwardFill,
    instrument,
  };
  const runs = contractRuns(contracts);
  const moves = MOVES[method](runs, contracts);
  const adjusted = new Float64Array(prices.length);
  let start = 0;
  let last = Number.NaN;
  for (const [index, { end }] of runs.entries()) {
    const { factor, shift } = moves[index]!;
    if (forwardFill) last = moveFilled(contracts.price, adjusted, start, end, factor, shift, last);
    else move(contracts.price, adjusted, start, end, factor, shift);
    start = end;
  }
  return new Series(prices.time, adjusted, "price");
}

/** What becomes of the prices of one run: `price * factor + shift`. */
interface Move {
  readonly factor: number;
  readonly shift: number;
}

const MOVES: Readonly<
  Record<BackAdjustMethod, (runs: readonly ContractRun[], contracts: PricedContracts) => Move[]>
> = { panama, "forward-panama": forwardPanama, ratio };

function panama(runs: readonly ContractRun[]): Move[] {
  const moves: Move[] = [{ factor: 1, shift: 0 }];
  let shift = 0;
  for (const { price, forward } of runs.slice(0, -1).reverse()) {
    shift += forward - price;
    moves.push({ factor: 1, shift });
  }
  return moves.reverse();
}

function forwardPanama(runs: readonly ContractRun[]): Move[] {
  const moves: Move[] = [{ factor: 1, shift: 0 }];
  let shift = 0;
  for (const { price, forward } of runs.slice(0, -1)) {
    shift -= forward - price;
    moves.push({ factor: 1, shift });
  }
  return moves;
}

function ratio(runs: readonly ContractRun[], contracts: PricedContracts): Move[] {
  const moves: Move[] = [{ factor: 1, shift: 0 }];
  let factor = 1;
  for (const run of runs.slice(0, -1).reverse()) {
    if (!(run.price > 0 && run.forward > 0)) throw notPositive(run, contracts);
    factor *= run.forward / run.price;
    moves.push({ factor, shift: 0 });
  }
  return moves.reverse();
}

function move(
  price: Float64Array,
  adjusted: Float64Array,
  start: number,
  end: number,
  factor: number,
  shift: number,
): void {
  for (let row = start; row < end; row++) adjusted[row] = price[row]! * factor + shift;
}

/** As {@link move}, a missing price taking the one before, which may be the previous contract's: returns the last. */
function moveFilled(
  price: Float64Array,
  adjusted: Float64Array,
  start: number,
  end: number,
  factor: number,
  shift: number,
  before: number,
): number {
  let last = before;
  for (let row = start; row < end; row++) {
    const value = price[row]!;
    if (!Number.isNaN(value)) last = value;
    adjusted[row] = last * factor + shift;
  }
  return last;
}

function notPositive({ end, price, forward }: ContractRun, contracts: PricedContracts): ContangoError {
  const { instrument, time } = contracts;
  const { from, to } = contractsAtRoll(contracts, end);
  const text = formatTime(time[end]!);
  return new ContangoError(
    "STITCH_RATIO",
    "prices",
    `${whose(instrument)} roll from ${from} to ${to} at ${text} with PRICE ${price} and FORWARD ${forward}; ` +
      'a ratio needs positive prices: stitch with { method: "panama" }',
    { details: { instrument, time: text, row: end, from, to, price, forward } },
  );
}
