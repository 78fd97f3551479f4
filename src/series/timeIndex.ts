import { ContangoError } from "../errors/contangoError.js";
import { formatTime } from "../time/text.js";

const checked = new WeakSet<Float64Array>();

/**
 * Refuses a time column that is not strictly ascending and finite, naming the first bad row (0-based). A column
 * that passed once is not read again: series and frames that share an index share its array.
 *
 * @throws ContangoError `SERIES_DUPLICATE_TIME`, `SERIES_UNSORTED_TIME` or `TIME_VALUE`, with `row`.
 */
export function checkTimeIndex(time: Float64Array, what: string): void {
  if (checked.has(time)) return;
  let previous = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < time.length; row++) {
    const current = time[row]!;
    if (!(current > previous && current < Number.POSITIVE_INFINITY)) throw badTime(time, row, what);
    previous = current;
  }
  checked.add(time);
}

function badTime(time: Float64Array, row: number, what: string): ContangoError {
  const current = time[row]!;
  if (!Number.isFinite(current)) {
    return new ContangoError("TIME_VALUE", "series", `${what}: the time of row ${row} is ${current}`, {
      details: { row },
    });
  }
  const text = formatTime(current);
  const duplicate = current === time[row - 1];
  return new ContangoError(
    duplicate ? "SERIES_DUPLICATE_TIME" : "SERIES_UNSORTED_TIME",
    "series",
    duplicate
      ? `${what}: rows ${row - 1} and ${row} have the same time ${text}; remove one, or repair with { duplicates: "first" | "last" }`
      : `${what}: row ${row} (${text}) is earlier than row ${row - 1} (${formatTime(time[row - 1]!)}); sort it, or repair with { unsorted: "sort" }`,
    { details: { row, time: text } },
  );
}
