import { Decimal as SharedDecimal } from "decimal.js";
import { ContangoError } from "../errors/contangoError.js";

/** An amount of money: an exact decimal number. */
export type Decimal = SharedDecimal;

/**
 * The constructor of {@link Decimal}: a private clone of decimal.js with 64 significant digits and rounding half to
 * even, so that settings made on decimal.js itself change nothing here.
 */
export const Decimal: SharedDecimal.Constructor = SharedDecimal.clone({
  defaults: true,
  precision: 64,
  rounding: SharedDecimal.ROUND_HALF_EVEN,
});

/** An amount as a user may give it: a number, its decimal text (`"1234.56"`), or a Decimal of any decimal.js. */
export type MoneyLike = number | string | Decimal;

const NUMERAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** Zero, without a sign. */
export const ZERO: Decimal = new Decimal(0);

/**
 * Reads an amount of money. A double becomes the decimal that its shortest text shows, so 0.1 is exactly one tenth;
 * `amount.toNumber()` gives back the nearest double, which is what is stored.
 *
 * @param what names the amount in the error: `"broker account value"`.
 * @throws ContangoError `CAPITAL_VALUE` for text that is not a decimal number, and for NaN and infinities (also where
 * the amount is beyond the range of a double).
 * @example
 * money(0.1).plus(0.2).toString(); // "0.3"
 */
export function money(value: MoneyLike, what = "amount"): Decimal {
  if (
    typeof value === "string" ? NUMERAL.test(value) : typeof value === "number" || Decimal.isDecimal(value)
  ) {
    const amount = new Decimal(value);
    if (Number.isFinite(amount.toNumber())) return amount.isZero() ? ZERO : amount;
  }
  throw new ContangoError(
    "CAPITAL_VALUE",
    "capital",
    `the ${what} was ${String(value)}; give a finite number, as in 1234.56`,
    { details: { what, value: String(value) } },
  );
}

/** An amount as people read it: to the hundredth, where it is finer. */
export const moneyText = (amount: Decimal): string => amount.toDecimalPlaces(2).toFixed();
