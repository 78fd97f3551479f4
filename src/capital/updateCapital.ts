import { ContangoError } from "../errors/contangoError.js";
import { type TimeLike, toTime } from "../time/text.js";
import { firstRow } from "./changeCapital.js";
import { type CapitalMethod, type Compounded, capitalMethod, compound } from "./compounding.js";
import { appendCapital, type CapitalLedger, type CapitalRow, requireLater } from "./ledger.js";
import { Decimal, type MoneyLike, money, moneyText } from "./money.js";

export interface CapitalUpdateOptions {
  /** Default `full`. */
  readonly method?: CapitalMethod;
  /**
   * The largest change of the broker's value that is believed, as a fraction of the value before; default 0.1.
   * `Infinity` believes any.
   */
  readonly limit?: number;
}

/** What came of an update from the broker's account value; amounts in the base currency. */
export type CapitalUpdate =
  | {
      readonly status: "initialised";
      readonly ledger: CapitalLedger;
      readonly row: CapitalRow;
    }
  | ({
      readonly status: "updated";
      readonly ledger: CapitalLedger;
      readonly row: CapitalRow;
      readonly profit: Decimal;
    } & Pick<Compounded, "unbounded" | "capped" | "floored">)
  | {
      /** The change is larger than the limit: nothing changed. A person looks, and repeats it with a higher limit. */
      readonly status: "refused";
      readonly ledger: CapitalLedger;
      readonly broker: Decimal;
      readonly previousBroker: Decimal;
      readonly profit: Decimal;
      /** |profit| / |previous value|: 0.15 is 15%; infinite where the value before was zero. */
      readonly change: number;
      readonly limit: number;
      /** One sentence with all the numbers, for a log or a mail. */
      readonly message: string;
    };

/**
 * Takes the change of the broker's account value since the last row as profit or loss, and compounds it. An empty
 * ledger is initialised with the value. A change of more than `limit` (exactly the limit passes) is refused; where the
 * value before was zero, any other value is. Amounts are compared exactly, as decimals. The time is checked first, then
 * the change, then the method: a change over the limit is refused whatever the method.
 *
 * @param broker the broker's account value in the base currency.
 * @throws ContangoError `CAPITAL_TIME` where `time` is not later than the last row; `CAPITAL_METHOD`; `CAPITAL_VALUE`
 * for a value that is not finite or a limit below zero.
 * @example
 * const update = updateCapitalFromBroker(ledger, "2024-03-28 01:00", 105_000, { method: "half" });
 * if (update.status === "refused") console.log(update.message);
 */
export function updateCapitalFromBroker(
  ledger: CapitalLedger,
  time: TimeLike,
  broker: MoneyLike,
  options: CapitalUpdateOptions = {},
): CapitalUpdate {
  const { method = "full", limit = 0.1 } = options;
  const at = toTime(time);
  const value = money(broker, "broker account value");
  const last = ledger.last;
  if (last === undefined) {
    capitalMethod(method);
    const row = firstRow(at, { broker: value });
    return { status: "initialised", ledger: appendCapital(ledger, row), row };
  }
  requireLater(at, last.time);
  const profit = value.minus(last.broker);
  if (exceeds(profit, last.broker, limit)) return refusal(ledger, value, last.broker, limit);
  const { total, maximum, unbounded, capped, floored } = compound(method, last, profit);
  const row = { time: at, total, maximum, broker: value, accumulated: last.accumulated.plus(profit) };
  return { status: "updated", ledger: appendCapital(ledger, row), row, profit, unbounded, capped, floored };
}

function exceeds(profit: Decimal, previous: Decimal, limit: number): boolean {
  if (limit === Number.POSITIVE_INFINITY) return false;
  if (limit >= 0) return profit.abs().greaterThan(new Decimal(limit).times(previous.abs()));
  throw new ContangoError(
    "CAPITAL_VALUE",
    "capital",
    `the limit was ${limit}; give a fraction of zero or more, as in 0.1 for 10%`,
    { details: { limit } },
  );
}

function refusal(
  ledger: CapitalLedger,
  broker: Decimal,
  previousBroker: Decimal,
  limit: number,
): CapitalUpdate {
  const profit = broker.minus(previousBroker);
  const change = previousBroker.isZero()
    ? Number.POSITIVE_INFINITY
    : profit.dividedBy(previousBroker).abs().toNumber();
  const percent = (fraction: number): string =>
    Number.isFinite(fraction) ? `${Number((fraction * 100).toPrecision(6))}%` : "more than any percentage";
  const message = `the broker's account value went from ${moneyText(previousBroker)} to ${moneyText(broker)}, a profit of ${moneyText(profit)}: ${percent(change)} where ${percent(limit)} is the limit; nothing was changed`;
  return { status: "refused", ledger, broker, previousBroker, profit, change, limit, message };
}
