import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { openCsv } from "../src/storage/csv/openCsv.js";
import { parseCsv } from "../src/storage/csv/parse.js";
import { formatCsv } from "../src/storage/csv/write.js";
import { LIBRARIES } from "../src/storage/libraries.js";
import { FUTURES } from "../test/support/folders.js";
import type { BenchRow } from "./bench.js";

const FOLDERS = {
  adjusted_prices_csv: LIBRARIES.adjustedPrices,
  multiple_prices_csv: LIBRARIES.multiplePrices,
  fx_prices_csv: LIBRARIES.fxPrices,
};

interface PriceFile {
  readonly path: string;
  readonly library: string;
  readonly symbol: string;
  readonly size: number;
}

/** CSV price files into frames and back, beside csv-parse. */
export async function bench(): Promise<BenchRow[]> {
  const files = priceFiles();
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const frames = async (): Promise<void> => {
    for (const { path, library } of files) await parseCsv(readFileSync(path), { library });
  };
  const store = async (): Promise<void> => {
    const { series } = openCsv(FUTURES);
    for (const { library, symbol } of files) await series.read(library, symbol);
  };
  const peer = async (): Promise<void> => {
    for (const { path } of some) parse(readFileSync(path));
  };
  const write = async (): Promise<void> => {
    for (const { frame } of read) formatCsv(frame);
  };
  // csv-parse is so much slower that a part of the files must do.
  const some = files.filter((_, position) => position % 7 === 0);
  const part = some.reduce((sum, { size }) => sum + size, 0);
  const read = await Promise.all(some.map(({ path, library }) => parseCsv(readFileSync(path), { library })));

  const what = `${files.length} price files (${(total / 1e6).toFixed(0)} MB)`;
  const peerSpeed = await megabytesPerSecond(part, 3, peer);
  return [
    {
      what: `CSV: ${what} from disk into frames, median of 9`,
      value: await megabytesPerSecond(total, 9, frames),
      unit: "MB/s",
      bound: ">= 200 MB/s",
      peer: `csv-parse into arrays of text: ${peerSpeed.toFixed(0)} MB/s`,
    },
    {
      what: "CSV: the same by series.read, median of 5",
      value: await megabytesPerSecond(total, 5, store),
      unit: "MB/s",
    },
    {
      what: "CSV: frames into bytes, median of 5",
      value: await megabytesPerSecond(part, 5, write),
      unit: "MB/s",
    },
  ];
}

function priceFiles(): PriceFile[] {
  return Object.entries(FOLDERS).flatMap(([folder, library]) => {
    const path = `${FUTURES}/${folder}`;
    if (!existsSync(path)) return [];
    return readdirSync(path).map((name) => ({
      path: `${path}/${name}`,
      library,
      symbol: name.slice(0, -".csv".length),
      size: readFileSync(`${path}/${name}`).length,
    }));
  });
}

/** Median speed of some runs over `bytes` bytes, after one that does not count. */
async function megabytesPerSecond(bytes: number, runs: number, work: () => Promise<void>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return bytes / 1000 / times.sort((a, b) => a - b)[runs >> 1]!;
}
