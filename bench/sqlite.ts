import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Column } from "../src/series/column.js";
import { Frame } from "../src/series/frame.js";
import { openSqlite } from "../src/sqlite.js";
import type { StorageEngine } from "../src/storage/storage.js";
import { readMultiplePricesCsv } from "../test/support/csvFrames.js";
import { FUTURES } from "../test/support/folders.js";
import type { Bench, BenchRow } from "./bench.js";

const LIBRARY = "futures_multiple_prices";
const LOGS = { name: "contango_bench_logs", key: ["id"] };
const LOG_COUNT = 100_000;

/** The embedded store on a file in the temporary folder: whole series, short ranges, durable writes, records. */
export const bench: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), "contango-bench-"));
  try {
    const engine = await openSqlite(join(folder, "bench.db"));
    const rows = [...(await benchSeries(engine)), ...(await benchRecords(engine))];
    await engine.series.close();
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

async function benchSeries({ series, transact }: Required<StorageEngine>): Promise<BenchRow[]> {
  const symbols = readdirSync(`${FUTURES}/multiple_prices_csv`).map((file) => file.replace(".csv", ""));
  const frames = new Map(symbols.map((symbol) => [symbol, readMultiplePricesCsv(symbol)]));
  const rows = [...frames.values()].reduce((sum, frame) => sum + frame.length, 0);
  const all = `${symbols.length} multiple-price series, ${rows} rows`;
  const write = await median(3, () =>
    transact(
      symbols.map((symbol) => ({
        store: "series",
        change: { kind: "write", library: LIBRARY, symbol, frame: frames.get(symbol)! },
      })),
    ),
  );
  const read = await median(20, async () => {
    for (const symbol of symbols) await series.read(LIBRARY, symbol);
  });
  const tail = await median(20, async () => {
    for (const symbol of symbols) await series.read(LIBRARY, symbol, { last: 300, columns: ["PRICE"] });
  });
  const [longest, frame] = [...frames].sort(([, a], [, b]) => b.length - a.length)[0]!;
  let appended = 0;
  const append = await median(100, async () => {
    const row = nextRow(frame, ++appended);
    await series.apply({ kind: "append", library: LIBRARY, symbol: longest, frame: row });
  });
  return [
    { what: `sqlite: read ${all}, median of 20`, value: read, unit: "ms", bound: "<= 100 ms" },
    { what: "sqlite: read the last 300 prices of each, median of 20", value: tail, unit: "ms" },
    { what: `sqlite: write all of them in one transaction, median of 3`, value: write, unit: "ms" },
    {
      what: `sqlite: append one row durably to ${frame.length} rows, median of 100`,
      value: append,
      unit: "ms",
      bound: "<= 20 ms",
    },
  ];
}

async function benchRecords({ records, transact }: Required<StorageEngine>): Promise<BenchRow[]> {
  for (let start = 0; start < LOG_COUNT; start += 5_000) {
    await transact(
      Array.from({ length: 5_000 }, (_, offset) => ({
        store: "records",
        change: { kind: "put", collection: LOGS, document: logEntry(start + offset) },
      })),
    );
  }
  const from = new Date(Date.UTC(2024, 0, 1) + (LOG_COUNT - 2_000) * 60_000);
  const latest = await median(20, () =>
    records.find(LOGS, { sort: { field: "at", descending: true }, limit: 50 }),
  );
  const oneProcess = await median(20, () =>
    records.find(LOGS, {
      equals: { process: "process7" },
      range: { field: "at", from },
      sort: { field: "at" },
    }),
  );
  let put = LOG_COUNT;
  const write = await median(100, () => records.put(LOGS, logEntry(++put)));
  const of = `of ${LOG_COUNT} log records`;
  return [
    { what: `sqlite: the last 50 ${of}, median of 20`, value: latest, unit: "ms" },
    {
      what: `sqlite: one process's in the last 2,000 minutes, ${of}, median of 20`,
      value: oneProcess,
      unit: "ms",
    },
    { what: "sqlite: put one record durably, median of 100", value: write, unit: "ms" },
  ];
}

const logEntry = (id: number) => ({
  id,
  at: new Date(Date.UTC(2024, 0, 1) + id * 60_000),
  level: id % 50 === 0 ? "warning" : "info",
  process: `process${id % 20}`,
  instrument: `INSTRUMENT${id % 300}`,
  text: `nothing new for contract ${id % 1000} since the last time that it was looked at`,
});

/** The last row of a frame, some minutes later. */
function nextRow(frame: Frame, minutes: number): Frame {
  const last = frame.rows(frame.length - 1, frame.length);
  return new Frame(
    last.time.map((at) => at + minutes * 60_000),
    last.columns as ReadonlyMap<string, Column>,
  );
}

async function median(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[runs >> 1]!;
}
