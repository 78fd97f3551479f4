import { rollingStandardDeviation } from "../../series/rollingMoments.js";
import { Series } from "../../series/series.js";
import { DAY } from "../../time/civil.js";
import { type AccountFrequency, periodsPerYear } from "./frequency.js";

const WINDOW = 40;
const AFTER = (WINDOW - 1) >> 1;

/**
 * The annual standard deviation around each row: of the twenty rows before it, itself and the nineteen after it, of which
 * four may not be missing. As pandas rolling(40, min_periods=4, center=True).std().
 */
export function rollingAnnualStandardDeviation(
  pandl: Series,
  frequency: AccountFrequency = "business day",
): Series {
  const rows = pandl.length;
  if (rows === 0) return pandl;
  const last = pandl.timeAt(-1);
  const time = Float64Array.from(
    { length: rows + AFTER },
    (_, row) => pandl.time[row] ?? last + (row - rows + 1) * DAY,
  );
  const values = new Float64Array(rows + AFTER).fill(Number.NaN);
  values.set(pandl.values);
  const padded = new Series(time, values);
  const deviation = rollingStandardDeviation(padded, { window: WINDOW, minPeriods: 4 });
  const scale = Math.sqrt(periodsPerYear(frequency));
  return new Series(
    pandl.time,
    deviation.values.slice(AFTER).map((value) => value * scale),
    pandl.name,
  );
}
