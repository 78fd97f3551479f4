import { floatColumn } from "../../series/column.js";
import { ewmMean } from "../../series/ewm.js";
import { Frame } from "../../series/frame.js";
import { resampleBusinessDays } from "../../series/resample.js";
import { DAY, dayOf, weekday } from "../../time/civil.js";

/**
 * Weights by business day (their mean where there are several rows), each column smoothed exponentially over a span
 * of days. Where the rows are complete business days their times are shared.
 *
 * @throws ContangoError `SERIES_PARAMETER` where the span is below 1.
 */
export function smoothWeights(weights: Frame, span: number): Frame {
  const daily = isBusinessDays(weights.time);
  const smooth = weights.names.map((name) => {
    const weight = weights.series(name);
    return ewmMean(daily ? weight : resampleBusinessDays(weight, "mean"), { span });
  });
  return new Frame(
    smooth[0]?.time ?? weights.time,
    new Map(smooth.map(({ name, values }) => [name, floatColumn(values)])),
  );
}

/** True for the midnights of consecutive business days. */
export function isBusinessDays(time: Float64Array): boolean {
  let day = dayOf(time[0] ?? 0);
  if (time.length > 0 && (time[0] !== day * DAY || weekday(day) > FRIDAY)) return false;
  for (let row = 1, ofWeek = weekday(day); row < time.length; row++) {
    day += ofWeek === FRIDAY ? 3 : 1;
    ofWeek = ofWeek === FRIDAY ? 0 : ofWeek + 1;
    if (time[row] !== day * DAY) return false;
  }
  return true;
}

const FRIDAY = 4;
