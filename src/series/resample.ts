import { type Bins, binsOf, FREQUENCIES, type Frequency } from "./bins.js";
import { requireOneOf } from "./parameters.js";
import { asOf } from "./reindex.js";
import { Series } from "./series.js";
import { trustTimeIndex } from "./timeIndex.js";

/**
 * What a bin gives: its last, mean or sum of the values that are not missing. A bin without any gives NaN, but 0
 * for the sum.
 */
export type BinValue = "last" | "mean" | "sum";

/**
 * One value a business day, Monday to Friday from that of the first row to that of the last, labelled by its midnight;
 * Saturday and Sunday count to the Friday before. `forwardFill` instead looks up the last row at or before each
 * midnight (NaN where that row is NaN), so that a 23:00 stamp counts for the next day. As pandas resample("1B").
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 * @example
 * resampleBusinessDays(price, "last");
 */
export function resampleBusinessDays(series: Series, value: BinValue | "forwardFill"): Series {
  if (value !== "forwardFill") return resample(series, "business day", value);
  return asOf(series, resample(series, "business day", "last"));
}

/**
 * One value for each bin of time from that of the first row to that of the last. Labels: business days, hours and
 * `7 days` their start, weeks their Sunday (whole days, Monday to Sunday), months and years their last day. As pandas
 * resample with B, H, 7D, W, M, A.
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 * @example
 * resample(returns, "month", "sum");
 */
export function resample(series: Series, frequency: Frequency, value: BinValue): Series {
  requireOneOf("the frequency", frequency, FREQUENCIES);
  requireOneOf("the value of a bin", value, ["last", "mean", "sum"]);
  if (series.length === 0) return series;
  const { time, values } = series;
  const bins = binsOf(frequency, time[0]!);
  const firstBin = bins.of(time[0]!);
  const index = labels(bins, firstBin, bins.of(time.at(-1)!));
  const out = new Float64Array(index.length);
  let row = 0;
  for (let bin = 0; bin < out.length; bin++) {
    const end = bins.start(firstBin + bin + 1);
    let last = Number.NaN;
    let sum = 0;
    let count = 0;
    for (; row < time.length && time[row]! < end; row++) {
      const current = values[row]!;
      if (Number.isNaN(current)) continue;
      last = current;
      sum += current;
      count++;
    }
    out[bin] = value === "last" ? last : value === "sum" ? sum : sum / count;
  }
  return new Series(index, out, series.name);
}

/** The labels of the bins from `first` to `last`, both included. */
function labels(bins: Bins, first: number, last: number): Float64Array {
  const out = new Float64Array(last - first + 1);
  for (let bin = 0; bin < out.length; bin++) out[bin] = bins.label(first + bin);
  return trustTimeIndex(out);
}
