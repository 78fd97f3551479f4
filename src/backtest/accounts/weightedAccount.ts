import { forwardFill } from "../../series/fill.js";
import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import { type Account, accountOf } from "./account.js";

/**
 * The account of a share of the position that another account holds, with the same share of its capital: what is
 * earned has the share of the close at which the position was decided, two rows before.
 *
 * @param whole an account whose fills are delayed.
 * @param weight share of the position, filled forward; nothing is held before its first value.
 */
export function weightedAccount(whole: Account, weight: Series): Account {
  const filled = forwardFill(weight);
  const { gross, costs, capital, held } = whole;
  return accountOf({
    gross: share(gross, filled, 2),
    costs: share(costs, filled, 0),
    capital:
      typeof capital === "number"
        ? new Series(
            weight.time,
            filled.values.map((value) => value * capital),
            "capital",
          )
        : share(capital, filled, 0),
    ...(held === undefined ? {} : { held: share(held, filled, 1) }),
  });
}

/** Each value times the weight of so many rows before; 0 where there is no weight yet. */
function share(series: Series, weight: Series, lag: number): Series {
  const weights = asOf(weight, series).values;
  const out = new Float64Array(series.length);
  for (let row = lag; row < out.length; row++) {
    const part = weights[row - lag]!;
    out[row] = Number.isNaN(part) ? 0 : series.values[row]! * part;
  }
  return new Series(series.time, out, series.name);
}
