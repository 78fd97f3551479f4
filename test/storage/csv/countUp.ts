/** Adds rows to one series, each after reading it: `countUp.ts FOLDER TIMES`. */
import { isContangoError } from "../../../src/errors/contangoError.js";
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";

const [folder = "", times = "0"] = process.argv.slice(2);
const { series } = openCsv(folder);

async function main(): Promise<void> {
  for (let added = 0; added < Number(times); ) {
    const stored = await series.read("counts", "n");
    const next = (stored?.frame.length ?? 0) * 1000;
    const frame = new Frame(Float64Array.of(next), { n: floatColumn(Float64Array.of(next + 0.5)) });
    try {
      await series.apply({
        kind: "append",
        library: "counts",
        symbol: "n",
        frame,
        expected: stored?.version ?? null,
      });
      added++;
    } catch (error) {
      if (!isContangoError(error, "STORE_VERSION_CONFLICT")) throw error;
    }
  }
}

void main();
