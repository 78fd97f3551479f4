import { cumulativeSum, diff } from "../../series/change.js";
import { type Column, floatColumn } from "../../series/column.js";
import { forwardFill } from "../../series/fill.js";
import { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import { toFrame } from "../../series/toFrame.js";
import { estimationFrequency } from "./estimationFrequency.js";
import { resampleFrame } from "./frameBins.js";
import { type StackedData, stack } from "./stackedData.js";

export interface CorrelationDataOptions {
  /** Bins of the data: B, W, 7D, M or A. Default W. */
  readonly frequency?: string;
  /** Fill missing values forward before they are binned. Default true. */
  readonly forwardFill?: boolean;
}

/**
 * What the correlations of forecasts are taken of: the last forecasts of each bin, of one instrument or stacked of all that
 * are pooled.
 *
 * @param forecasts A frame for each instrument, a column for each rule.
 * @throws ContangoError `ESTIMATION`.
 */
export function forecastCorrelationData(
  forecasts: readonly Frame[],
  options: CorrelationDataOptions = {},
): StackedData {
  const { bins } = estimationFrequency(options.frequency ?? "W");
  const fill = options.forwardFill ?? true;
  return stack(forecasts.map((frame) => resampleFrame(fill ? forwardFill(frame) : frame, bins, "last")));
}

/**
 * What the correlations of returns are taken of: the returns over each bin, of daily ones that add up.
 *
 * @param returns Daily returns by name: net profit of an instrument's subsystem, or a price's percentage returns.
 * @throws ContangoError `ESTIMATION`.
 */
export function returnsCorrelationData(
  returns: ReadonlyMap<string, Series>,
  options: CorrelationDataOptions = {},
): StackedData {
  const { bins } = estimationFrequency(options.frequency ?? "W");
  const levels = toFrame(new Map([...returns].map(([name, daily]) => [name, cumulativeSum(daily)])));
  const binned = resampleFrame((options.forwardFill ?? true) ? forwardFill(levels) : levels, bins, "last");
  const columns = new Map<string, Column>();
  for (const name of binned.names) columns.set(name, floatColumn(diff(binned.series(name)).values));
  return stack([new Frame(binned.time, columns)]);
}
