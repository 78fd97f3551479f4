import { findSpike, type Spike } from "../../prices/spikes.js";
import type { Series } from "../../series/series.js";

/** Less than any step between two times. */
const INSTANT = 0.0005;

/** Every spike of a series, missing values passed over. */
export function allSpikes(prices: Series, maxSpike: number): readonly Spike[] {
  const options = { maxSpike, acrossGaps: true };
  const spikes: Spike[] = [];
  let spike = findSpike(prices, options);
  while (spike !== undefined) {
    spikes.push(spike);
    spike = findSpike(prices, { ...options, from: spike.time + INSTANT });
  }
  return spikes;
}
