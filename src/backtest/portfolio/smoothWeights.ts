import { floatColumn } from "../../series/column.js";
import { ewmMean } from "../../series/ewm.js";
import { Frame } from "../../series/frame.js";
import { resampleBusinessDays } from "../../series/resample.js";
import { isBusinessDaily } from "../../time/businessDays.js";

/**
 * Weights by business day (their mean where there are several rows), each column smoothed exponentially over a span
 * of days. Where the rows are complete business days their times are shared.
 *
 * @throws ContangoError `SERIES_PARAMETER` where the span is below 1.
 */
export function smoothWeights(weights: Frame, span: number): Frame {
  const daily = isBusinessDaily(weights.time);
  const smooth = weights.names.map((name) => {
    const weight = weights.series(name);
    return ewmMean(daily ? weight : resampleBusinessDays(weight, "mean"), { span });
  });
  return new Frame(
    smooth[0]?.time ?? weights.time,
    new Map(smooth.map(({ name, values }) => [name, floatColumn(values)])),
  );
}
