import { frame } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";

/** Bars with these closes, at 23:00 of each day from a first one on. */
export function dailyBars(first: string, closes: readonly number[]): Frame {
  const start = Date.parse(`${first}T23:00:00Z`);
  const time = Float64Array.from(closes, (_, day) => start + day * 86_400_000);
  return frame(time, {
    OPEN: closes,
    HIGH: closes,
    LOW: closes,
    FINAL: closes,
    VOLUME: closes.map(() => 100),
  });
}

/** Times and closes as text and number. */
export const closesOf = (bars: Frame): readonly (readonly [string, number])[] =>
  [...bars.series("FINAL")].map(([time, value]) => [new Date(time).toISOString().slice(0, 16), value]);
