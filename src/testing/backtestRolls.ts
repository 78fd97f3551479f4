import { multiplePricesFrame } from "../prices/multiplePrices.js";
import { type StringColumn, stringColumn } from "../series/column.js";
import type { Frame } from "../series/frame.js";
import type { Series } from "../series/series.js";
import { civilFromDays, dayOf } from "../time/civil.js";
import { requireRow, type TrendingPriceOptions, trendingPrice } from "./backtestPrices.js";
import { refuse } from "./marketRefusal.js";

/** A made-up contract month, counted from January of year 0. */
type ContractMonth = number;

export interface CarryOptions {
  /** What holding earns in a year while the term structure stays as it is, in price units (default 5); below 0 it costs. */
  readonly carry?: number;
  /** Months from one contract to the next: 1, 2, 3 (default), 4, 6 or 12. */
  readonly monthsApart?: number;
}

/**
 * Multiple prices behind a back-adjusted price: on the first business day of a contract's month the next contract is held, and
 * the contract after the held one is both FORWARD and CARRY, so that (PRICE − CARRY) a year is the carry on every day. Stitched
 * with `backAdjust` they give the price back. One row for each of its rows.
 *
 * @throws ContangoError `MARKET_PARAMETER` for a carry that is not finite, or months that do not divide a year.
 * @example
 * const price = trendingPrice({ days: 300 });
 * const prices = carryPrices(price, { carry: -4 }); // in contango: 4 points a year
 */
export function carryPrices(adjustedPrice: Series, options: CarryOptions = {}): Frame {
  const { carry = 5, monthsApart = 3 } = options;
  if (!Number.isFinite(carry)) throw refuse(`the carry was ${carry}; give price units a year`);
  if (![1, 2, 3, 4, 6, 12].includes(monthsApart)) {
    throw refuse(`contracts were ${monthsApart} months apart; give 1, 2, 3, 4, 6 or 12`);
  }
  const held = Array.from(adjustedPrice.time, (time): ContractMonth => {
    const { year, month } = civilFromDays(dayOf(time));
    const next = year * 12 + month;
    return next + monthsApart - 1 - (next % monthsApart);
  });
  return pricesOfContracts(adjustedPrice, held, monthsApart, (-carry * monthsApart) / 12);
}

/** Prices around one roll. */
export interface RollJump {
  readonly multiplePrices: Frame;
  /** Without a jump: the two contracts meet. */
  readonly adjustedPrice: Series;
}

export interface RollJumpOptions extends TrendingPriceOptions {
  /** What the next contract costs more than the held one (default 10). */
  readonly jump?: number;
  /** The first row of the contract that is rolled into (default the middle one). */
  readonly at?: number;
}

/**
 * Prices of a contract that is rolled once, into one three months later that costs `jump` more: PRICE jumps there, the
 * adjusted price, as in {@link trendingPrice}, does not.
 *
 * @throws ContangoError `MARKET_PARAMETER`, as {@link trendingPrice}.
 * @example
 * const { multiplePrices, adjustedPrice } = rollJump({ days: 100, jump: 8, at: 60 });
 */
export function rollJump(options: RollJumpOptions = {}): RollJump {
  const { jump = 10, days = 500, at = Math.floor(days / 2) } = options;
  if (!Number.isFinite(jump)) throw refuse(`the jump was ${jump}; give a number`);
  const adjustedPrice = trendingPrice(options);
  requireRow("the roll", at, adjustedPrice.length);
  const { year, month } = civilFromDays(dayOf(adjustedPrice.timeAt(-1)));
  const last = year * 12 + month + 3;
  const held = Array.from(adjustedPrice.time, (_, row) => (row < at ? last - 3 : last));
  return { adjustedPrice, multiplePrices: pricesOfContracts(adjustedPrice, held, 3, jump) };
}

/** Multiple prices of contracts each of which costs `difference` more than the one before, all the time. */
function pricesOfContracts(
  { time, values: adjusted }: Series,
  held: readonly ContractMonth[],
  monthsApart: number,
  difference: number,
): Frame {
  const last = held.at(-1) ?? 0;
  const PRICE = adjusted.map((value, row) => value - ((last - held[row]!) / monthsApart) * difference);
  const next = PRICE.map((value) => value + difference);
  const labels = (later: number): StringColumn => stringColumn(held.map((month) => label(month + later)));
  return multiplePricesFrame({
    time,
    PRICE,
    CARRY: next,
    FORWARD: next,
    PRICE_CONTRACT: labels(0),
    CARRY_CONTRACT: labels(monthsApart),
    FORWARD_CONTRACT: labels(monthsApart),
  });
}

const label = (month: ContractMonth): string =>
  `${Math.floor(month / 12)}${String((month % 12) + 1).padStart(2, "0")}00`;
