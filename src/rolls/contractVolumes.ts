import { ewmMean } from "../series/ewm.js";
import { Series } from "../series/series.js";
import { DAY, dayOf } from "../time/civil.js";

/** How far back volumes count, in days. */
const RECENT_DAYS = 14;

/** How fast older volumes lose weight. */
const SPAN = 3;

/** What a volume of zero counts as where it is divided by. */
const NOTIONAL_VOLUME = 0.0001;

/**
 * What a contract trades a day at present, in contracts: the exponentially weighted mean (span 3) of the volumes of the days
 * of the last 14; 0 where there are none. Of several bars in a day the largest volume counts, which is the whole day's where
 * hourly and daily bars are merged.
 *
 * @param now wall time.
 * @example
 * smoothedVolume(bars.series("VOLUME"), desk.now());
 */
export function smoothedVolume(volume: Series, now: number): number {
  const recent = dailyLargest(volume, now - RECENT_DAYS * DAY, now);
  const mean = ewmMean(recent, { span: SPAN }).at(-1);
  return Number.isNaN(mean) ? 0 : mean;
}

/** Volumes as multiples of the first, the priced contract's; a first one of zero counts as a tiny one. */
export function relativeVolumes(volumes: readonly number[]): readonly number[] {
  const [first = 0] = volumes;
  const unit = first === 0 ? NOTIONAL_VOLUME : first;
  return volumes.map((volume) => volume / unit);
}

/** The largest value of each day whose midnight lies in the span. */
function dailyLargest({ time, values }: Series, from: number, to: number): Series {
  const days: number[] = [];
  const largest: number[] = [];
  for (let row = 0; row < time.length; row++) {
    const midnight = dayOf(time[row]!) * DAY;
    if (midnight < from || midnight > to || Number.isNaN(values[row]!)) continue;
    if (days.at(-1) === midnight) largest[largest.length - 1] = Math.max(largest.at(-1)!, values[row]!);
    else {
      days.push(midnight);
      largest.push(values[row]!);
    }
  }
  return new Series(Float64Array.from(days), Float64Array.from(largest), "volume");
}
