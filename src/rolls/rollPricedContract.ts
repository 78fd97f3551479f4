import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
import { carryContract, nextHeldContract, type RollParameters } from "../contracts/rollParameters.js";
import { ContangoError } from "../errors/contangoError.js";
import type { ContractPriceSet } from "../prices/contractPriceSet.js";
import {
  type MultiplePrices,
  multiplePrices,
  type PriceColumn,
  pricesEmpty,
  requireRows,
  whose,
} from "../prices/multiplePrices.js";
import {
  appendMultiplePrices,
  dropTrailingMissing,
  type MultiplePricesRow,
} from "../prices/multiplePricesRows.js";
import { forwardFill as fillForward } from "../series/fill.js";
import type { Frame } from "../series/frame.js";
import { lowerBound } from "../series/search.js";
import { SECOND } from "../time/civil.js";
import { formatTime } from "../time/text.js";
import { inferLastPrice } from "./inferLastPrice.js";

export interface PricedContractRollOptions {
  readonly rollParameters: RollParameters;
  /** Prices of the contracts that become FORWARD and CARRY; without them those prices stay missing. */
  readonly contractPrices?: ContractPriceSet;
  /** Missing prices and labels take the value of the row before, in the result too (default false). */
  readonly forwardFill?: boolean;
  /** Names the instrument in errors. */
  readonly instrument?: string;
}

/** Multiple prices after a roll, and the contracts that their last row now has. */
export interface PricedContractRoll {
  readonly prices: Frame;
  /** The PRICE contract before. */
  readonly from: ContractId;
  readonly price: ContractId;
  readonly forward: ContractId;
  readonly carry: ContractId;
  /** Columns whose last price was missing and has been inferred. */
  readonly inferred: readonly PriceColumn[];
}

/**
 * Rolls the priced contract: the FORWARD contract becomes PRICE, the next held contract FORWARD, and the carry
 * contract of the new PRICE becomes CARRY. Rows after the last price are dropped, and one is added a second after
 * it: its PRICE is the last FORWARD, so that the stitched price does not jump; its FORWARD and CARRY are what those
 * contracts were worth at exactly the time of the last price. Where that row lacks PRICE or FORWARD they are
 * inferred from its other prices (the median of the last five differences), and a row with both comes in between.
 *
 * @throws ContangoError `ROLL_INFERENCE` where PRICE or FORWARD is infinite, or missing and cannot be inferred;
 * `PRICES_EMPTY`; `CONTRACT_LABELS` where the last row lacks a label; `CONTRACT_ID`: all with instrument and time.
 * @example
 * const { prices } = rollPricedContract(stored, { rollParameters, contractPrices, instrument: "CORN" });
 * const adjusted = backAdjust(prices, { forwardFill: true });
 */
export function rollPricedContract(multiple: Frame, options: PricedContractRollOptions): PricedContractRoll {
  const { rollParameters, contractPrices, forwardFill = false, instrument } = options;
  requireRows(multiple.length, whose(instrument), { instrument });
  const kept = dropTrailingMissing(forwardFill ? fillForward(multiple) : multiple);
  if (kept.length === 0) {
    const time = formatTime(multiple.time.at(-1)!);
    throw pricesEmpty(`no row of ${whose(instrument)} has a price`, { instrument, time });
  }
  const stored = multiplePrices(kept);
  const before = lastRow(stored, instrument);
  const inferred = (["PRICE", "FORWARD"] as const).filter((column) => Number.isNaN(stored[column].at(-1)!));

  const at = kept.time.at(-1)!;
  const price = before.FORWARD_CONTRACT;
  const time = formatTime(at);
  const [forward, carry] = locateContract(
    `${whose(instrument)} at ${time}, rolling into ${price}`,
    { instrument, time },
    () => [nextHeldContract(price, rollParameters), carryContract(price, rollParameters)] as const,
  );
  const between = inferred.length > 0 ? [{ ...before, time: at + SECOND }] : [];
  const after: MultiplePricesRow = {
    time: at + SECOND * (between.length + 1),
    PRICE: before.FORWARD,
    FORWARD: priceAt(contractPrices, forward, at),
    CARRY: priceAt(contractPrices, carry, at),
    PRICE_CONTRACT: price,
    FORWARD_CONTRACT: forward,
    CARRY_CONTRACT: carry,
  };
  const prices = appendMultiplePrices(kept, [...between, after]);
  return { prices, from: before.PRICE_CONTRACT, price, forward, carry, inferred };
}

/** The last row with PRICE and FORWARD, inferred where they are missing, and without CARRY. */
function lastRow(
  prices: MultiplePrices,
  instrument: string | undefined,
): MultiplePricesRow & { readonly PRICE: number; readonly FORWARD: number } {
  const time = prices.time.at(-1)!;
  const details = { instrument, time: formatTime(time) };
  const where = `${whose(instrument)} at ${details.time}`;
  const refuse = (code: "CONTRACT_LABELS" | "ROLL_INFERENCE", problem: string): ContangoError =>
    new ContangoError(code, "rolls", `${where}: ${problem}`, { details });
  const label = (column: PriceColumn): ContractId => {
    const { values, dictionary } = prices[`${column}_CONTRACT`];
    const text = dictionary[values.at(-1)!];
    if (text !== undefined) {
      const row = prices.time.length - 1;
      const named = { ...details, row, column: `${column}_CONTRACT` };
      return locateContract(`${where}, ${column}_CONTRACT in row ${row}`, named, () => contractId(text));
    }
    throw refuse("CONTRACT_LABELS", `there is no ${column}_CONTRACT; fill the label in`);
  };
  const price = (column: PriceColumn): number => {
    const value = inferLastPrice(prices, column);
    if (Number.isFinite(value)) return value;
    if (!Number.isNaN(value)) {
      throw refuse(
        "ROLL_INFERENCE",
        `cannot roll, as ${column} (${label(column)}) is ${value}; correct the stored prices`,
      );
    }
    throw refuse(
      "ROLL_INFERENCE",
      `cannot roll, as ${column} (${label(column)}) is missing and no other column tells it; load its price or roll with { forwardFill: true }`,
    );
  };
  return {
    time,
    PRICE_CONTRACT: label("PRICE"),
    CARRY_CONTRACT: label("CARRY"),
    FORWARD_CONTRACT: label("FORWARD"),
    PRICE: price("PRICE"),
    FORWARD: price("FORWARD"),
  };
}

function priceAt(prices: ContractPriceSet | undefined, contract: ContractId, time: number): number {
  const series = prices?.get(contract);
  if (series === undefined) return Number.NaN;
  const row = lowerBound(series.time, time);
  return series.time[row] === time ? series.values[row]! : Number.NaN;
}
