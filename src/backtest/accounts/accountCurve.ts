import { ContangoError } from "../../errors/contangoError.js";
import { map } from "../../series/arithmetic.js";
import { parameterError, requireOneOf } from "../../series/parameters.js";
import { asOf } from "../../series/reindex.js";
import { resample } from "../../series/resample.js";
import { Series } from "../../series/series.js";
import type { Account } from "./account.js";
import { businessDaily } from "./businessDaily.js";
import { ACCOUNT_FREQUENCIES, type AccountFrequency } from "./frequency.js";

/** What of an account to look at, and how. */
export interface AccountView {
  /** Default `net`. */
  readonly kind?: "net" | "gross" | "costs";
  /** Base currency, or percent of the account's capital. Default `currency`. */
  readonly unit?: "currency" | "percent";
  /** Default `business day`. */
  readonly frequency?: AccountFrequency;
}

/**
 * Profit and loss by period, not compounded; a missing value counts as 0. Percentages are of the capital of the row on
 * which money was earned or paid, and then added up; where capital in time is not above zero they are missing. Weekends belong to the Friday before; other periods are labelled
 * by their last day.
 *
 * @throws ContangoError `SERIES_PARAMETER`, `CAPITAL_VALUE` where the capital of a percentage is not above zero.
 * @example
 * accountCurve(portfolio, { unit: "percent", frequency: "month" });
 */
export function accountCurve(account: Account, view: AccountView = {}): Series {
  if (!(account?.net instanceof Series)) {
    throw parameterError(
      "there is no account to make a curve of; give one, as in accountCurve(system.portfolio())",
    );
  }
  const { kind = "net", unit = "currency", frequency = "business day" } = view;
  requireOneOf("the kind of an account curve", kind, ["net", "gross", "costs"]);
  requireOneOf("the frequency of an account curve", frequency, ACCOUNT_FREQUENCIES);
  requireOneOf("the unit of an account curve", unit, ["currency", "percent"]);
  const earned = unit === "percent" ? percentOf(account[kind], account.capital) : account[kind];
  return frequency === "business day" ? businessDaily(earned, "sum") : resample(earned, frequency, "sum");
}

function percentOf(earned: Series, capital: number | Series): Series {
  if (typeof capital === "number") {
    if (capital > 0) return map(earned, (value) => (100 * value) / capital);
    throw new ContangoError(
      "CAPITAL_VALUE",
      "backtest",
      `percentages cannot be taken of a capital of ${capital}; give an amount above zero`,
    );
  }
  const amounts = asOf(capital, earned).values;
  const out = new Float64Array(earned.length);
  for (let row = 0; row < out.length; row++) {
    out[row] = amounts[row]! > 0 ? (100 * earned.values[row]!) / amounts[row]! : Number.NaN;
  }
  return new Series(earned.time, out, earned.name);
}
