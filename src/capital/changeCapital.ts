import { ContangoError } from "../errors/contangoError.js";
import { type TimeLike, toTime } from "../time/text.js";
import { appendCapital, type CapitalLedger, type CapitalRow, currentCapital } from "./ledger.js";
import { type Decimal, type MoneyLike, money, ZERO } from "./money.js";

/** Amounts of a capital row, as a user gives them; in the base currency. */
export interface CapitalAmounts {
  readonly broker: MoneyLike;
  /** Default: the broker's value. */
  readonly total?: MoneyLike;
  /** Default: the total. Only `half` uses it. */
  readonly maximum?: MoneyLike;
  /** Default: 0. */
  readonly accumulated?: MoneyLike;
}

/**
 * The first row of an empty ledger.
 *
 * @throws ContangoError `CAPITAL_EXISTS` where the ledger has rows; `CAPITAL_VALUE` for an amount that is not finite, or
 * a negative total or maximum.
 * @example
 * initialiseCapital(new CapitalLedger(), "2024-03-28", { broker: 105_000, total: 100_000 });
 */
export function initialiseCapital(
  ledger: CapitalLedger,
  time: TimeLike,
  amounts: CapitalAmounts,
): CapitalLedger {
  if (ledger.length > 0) {
    throw new ContangoError(
      "CAPITAL_EXISTS",
      "capital",
      `capital is already initialised (${ledger.length} rows); modify it, or delete it all first`,
      { details: { rows: ledger.length } },
    );
  }
  return appendCapital(ledger, firstRow(toTime(time), amounts));
}

/** The row that initialising writes. */
export function firstRow(time: number, amounts: CapitalAmounts): CapitalRow {
  const broker = money(amounts.broker, "broker account value");
  const total =
    amounts.total === undefined
      ? notNegative(broker, "total capital (by default the broker account value)")
      : notNegative(amounts.total, "total capital");
  const maximum = notNegative(amounts.maximum ?? total, "maximum capital");
  return { time, total, maximum, broker, accumulated: money(amounts.accumulated ?? ZERO, "accumulated P&L") };
}

/**
 * Notes a deposit (or, below zero, a withdrawal): the broker's value moves by it, so that the next update does not take
 * it for a profit. Capital, maximum and accumulated P&L stay; use {@link modifyCapital} to trade more or less.
 *
 * @param amount in the base currency.
 * @throws ContangoError `CAPITAL_MISSING`, `CAPITAL_TIME`, `CAPITAL_VALUE`.
 */
export function depositOrWithdraw(ledger: CapitalLedger, time: TimeLike, amount: MoneyLike): CapitalLedger {
  const last = currentCapital(ledger);
  const broker = last.broker.plus(money(amount, "deposit or withdrawal"));
  return appendCapital(ledger, { ...last, time: toTime(time), broker });
}

/**
 * Sets any of the four amounts from `time` on; the others stay. A total above the maximum is kept until the next
 * update under `half`, which lowers it to the maximum.
 *
 * @throws ContangoError `CAPITAL_MISSING`, `CAPITAL_TIME`; `CAPITAL_VALUE` for an amount that is not finite, a negative
 * total or maximum, or none at all.
 */
export function modifyCapital(
  ledger: CapitalLedger,
  time: TimeLike,
  amounts: Partial<CapitalAmounts>,
): CapitalLedger {
  const last = currentCapital(ledger);
  const { total, maximum, broker, accumulated } = amounts;
  if ([total, maximum, broker, accumulated].every((amount) => amount === undefined)) {
    throw new ContangoError(
      "CAPITAL_VALUE",
      "capital",
      "nothing to modify; give total, maximum, broker or accumulated",
    );
  }
  return appendCapital(ledger, {
    time: toTime(time),
    total: total === undefined ? last.total : notNegative(total, "total capital"),
    maximum: maximum === undefined ? last.maximum : notNegative(maximum, "maximum capital"),
    broker: broker === undefined ? last.broker : money(broker, "broker account value"),
    accumulated: accumulated === undefined ? last.accumulated : money(accumulated, "accumulated P&L"),
  });
}

function notNegative(value: MoneyLike, what: string): Decimal {
  const amount = money(value, what);
  if (!amount.lessThan(0)) return amount;
  throw new ContangoError("CAPITAL_VALUE", "capital", `the ${what} was ${amount}; it cannot be below zero`, {
    details: { what, value: amount.toString() },
  });
}
