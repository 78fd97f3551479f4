import { readdirSync } from "node:fs";
import { backAdjust } from "../src/prices/backAdjust.js";
import { readMultiplePricesCsv } from "../test/support/csvFrames.js";
import { FUTURES } from "../test/support/folders.js";
import { golden, hasGolden } from "../test/support/golden.js";
import { type Bench, type BenchRow, medianMilliseconds } from "./bench.js";

/** Back-adjustment with forward fill of every instrument at hand, frames in memory, results allocated. */
export const bench: Bench = async () => {
  const instruments = readdirSync(`${FUTURES}/multiple_prices_csv`).map((file) => file.replace(".csv", ""));
  const frames = instruments.map(readMultiplePricesCsv);
  const rows = frames.reduce((sum, frame) => sum + frame.length, 0);
  const milliseconds = medianMilliseconds(() => {
    for (const frame of frames) backAdjust(frame, { forwardFill: true });
  });
  const peer = referenceRowsPerSecond();
  const row: BenchRow = {
    what: `stitch with forward fill, ${instruments.length} instruments, ${rows} rows, median of 20`,
    value: rows / milliseconds / 1000,
    unit: "million rows/s",
    bound: ">= 30 million rows/s",
  };
  return [
    peer === undefined ? row : { ...row, peer: `pysystemtrade ${(peer / 1e6).toFixed(3)} million rows/s` },
  ];
};

/** Rows over the seconds that the reference took for the same work, where the golden values tell. */
function referenceRowsPerSecond(): number | undefined {
  if (!hasGolden("stitch.json")) return undefined;
  const cases = Object.values(
    golden<Record<string, { rows: number; ffill: { seconds?: number } }>>("stitch.json"),
  );
  const timed = cases.filter((entry) => entry.ffill.seconds !== undefined);
  const seconds = timed.reduce((sum, entry) => sum + entry.ffill.seconds!, 0);
  return seconds > 0 ? timed.reduce((sum, entry) => sum + entry.rows, 0) / seconds : undefined;
}
