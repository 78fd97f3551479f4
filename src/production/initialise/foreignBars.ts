import { contractPrices, contractPricesFrame } from "../../prices/contractPrices.js";
import { type PriceScale, scaledPrices } from "../../prices/priceScale.js";
import type { Frame } from "../../series/frame.js";
import { takeFloats, takeRows } from "../../series/takeRows.js";
import { trustTimeIndex } from "../../series/timeIndex.js";
import { isClosingTime, midnightToClose } from "../../time/close.js";
import type { BarsByFrequency } from "../prices/mergedBars.js";
import type { FileFrequency } from "./contractFileName.js";

/**
 * The five columns of contract prices of a frame that has at least FINAL, in our units.
 *
 * @throws ContangoError `COLUMN_MISSING` without FINAL; `COLUMN_KIND`.
 */
export function barsInOurUnits(frame: Frame, scale: PriceScale = {}): Frame {
  const numbers = (name: string): Float64Array =>
    name === "FINAL" || frame.columns.has(name)
      ? frame.series(name).values
      : new Float64Array(frame.length).fill(Number.NaN);
  const bars = contractPricesFrame(
    {
      time: frame.time,
      OPEN: numbers("OPEN"),
      HIGH: numbers("HIGH"),
      LOW: numbers("LOW"),
      FINAL: numbers("FINAL"),
      VOLUME: numbers("VOLUME"),
    },
    { index: "DATETIME" },
  );
  return scaledPrices(bars, scale);
}

/**
 * Bars of a file by frequency. Daily ones that are stamped with their day alone are of 23:00; of merged ones those of 23:00 are
 * daily, as all are where every one is stamped with its day alone.
 *
 * @throws ContangoError `SERIES_DUPLICATE_TIME` for two daily bars of one day.
 */
export function barsByFrequency(bars: Frame, frequency: FileFrequency): BarsByFrequency {
  if (frequency === "Hour") return { Hour: bars };
  const prices = contractPrices(bars);
  const byDay = prices.time.every((time) => midnightToClose(time) !== time);
  if (frequency === "Day" || byDay) {
    return { Day: contractPricesFrame({ ...prices, time: prices.time.map(midnightToClose) }, bars.meta) };
  }
  const daily = rowsWhere(bars, isClosingTime);
  const hourly = rowsWhere(bars, (time) => !isClosingTime(time));
  return { ...(daily.length === 0 ? {} : { Day: daily }), ...(hourly.length === 0 ? {} : { Hour: hourly }) };
}

function rowsWhere(bars: Frame, wanted: (time: number) => boolean): Frame {
  const rows = Int32Array.from([...bars.time.keys()].filter((row) => wanted(bars.time[row]!)));
  return takeRows(bars, trustTimeIndex(takeFloats(bars.time, rows)), rows);
}

/** Bytes of a file without so many of its last lines; empty lines do not count. */
export function withoutFooter(bytes: Uint8Array, lines: number): Uint8Array {
  let end = bytes.length;
  const isLineEnd = (at: number): boolean => bytes[at] === 10 || bytes[at] === 13;
  for (let line = 0; line < lines; line++) {
    while (end > 0 && isLineEnd(end - 1)) end--;
    while (end > 0 && !isLineEnd(end - 1)) end--;
  }
  return bytes.subarray(0, end);
}
