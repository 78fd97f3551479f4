import type { BarFrequency } from "../../broker/broker.js";
import { contractPrices, contractPricesFrame, NO_BARS } from "../../prices/contractPrices.js";
import { mergeFillingGaps } from "../../prices/mergeFillingGaps.js";
import { mergeIntradayAndDaily } from "../../prices/mergeIntradayAndDaily.js";
import type { Frame } from "../../series/frame.js";

/** Bars of one contract by frequency. */
export type BarsByFrequency = Readonly<Partial<Record<BarFrequency, Frame>>>;

/** Hourly and daily bars as one frame; where both have a row, the daily one counts. */
export function mergedBars({ Hour, Day }: BarsByFrequency): Frame {
  if (Hour === undefined || Day === undefined) return Hour ?? Day ?? NO_BARS;
  return mergeIntradayAndDaily(Hour, Day);
}

/**
 * The merged view made anew of all bars of both frequencies. Rows of the stored view that neither has (prices that were
 * loaded without their frequency) stay.
 */
export function rebuiltView(bars: BarsByFrequency, stored: Frame | undefined): Frame {
  const merged = mergedBars({
    ...(bars.Hour === undefined ? {} : { Hour: plainBars(bars.Hour) }),
    ...(bars.Day === undefined ? {} : { Day: plainBars(bars.Day) }),
  });
  return stored === undefined ? merged : mergeFillingGaps(merged, plainBars(stored));
}

/** The five columns as float64, without metadata of where they were read. */
export const plainBars = (frame: Frame): Frame => contractPricesFrame(contractPrices(frame));
