import { alignOuter } from "../src/series/align.js";
import { ewmStandardDeviation } from "../src/series/ewm.js";
import { resampleBusinessDays } from "../src/series/resample.js";
import { rollingMedian } from "../src/series/rollingQuantile.js";
import { Series } from "../src/series/series.js";
import { type BenchRow, medianMilliseconds } from "./bench.js";

const ROWS = 1_000_000;
const HOUR = 3_600_000;

/** A random walk on the hour, two in a hundred missing; the second series is half an hour later at half of its rows. */
function walks(): [Series, Series] {
  let state = 1;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  let price = 100;
  const values = Float64Array.from({ length: ROWS }, () => {
    price += next() - 0.5;
    return next() < 0.02 ? Number.NaN : price;
  });
  const time = Float64Array.from({ length: ROWS }, (_, row) => row * HOUR);
  const later = time.map((at) => at + (next() < 0.5 ? 0 : HOUR / 2));
  return [new Series(time, values, "a"), new Series(later, values, "b")];
}

/** The series core on a million rows. The peer is pandas 1.5.3, measured once on the machine of the repo's first figures. */
export async function bench(): Promise<BenchRow[]> {
  const [a, b] = walks();
  const row = (what: string, peer: string, work: () => unknown): BenchRow => ({
    what: `${what}, 1 million rows, median of 5`,
    value: medianMilliseconds(work, 5, 2),
    unit: "ms",
    peer: `pandas ${peer} ms`,
  });
  return [
    row("ewm standard deviation, span 35", "16", () => ewmStandardDeviation(a, { span: 35, minPeriods: 10 })),
    row("rolling median, window 500", "410", () => rollingMedian(a, { window: 500, minPeriods: 100 })),
    row("outer alignment of two series", "36", () => alignOuter([a, b])),
    row("last value per business day", "280", () => resampleBusinessDays(a, "last")),
  ];
}
