import { createHash } from "node:crypto";
import { floatColumn, stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { frameChecksum } from "../../src/storage/checksum.js";
import { LIBRARIES } from "../../src/storage/libraries.js";
import { recordText } from "../../src/storage/recordText.js";
import type { Batch, Storage } from "../../src/storage/storage.js";

const DAY = 86_400_000;
const INSTRUMENTS = ["CORN", "GOLD"] as const;
const COSTS = { name: "spread_costs", key: ["instrument_code"] };
const RUNS = { name: "test_runs", key: ["name"] };
const COLLECTIONS = [COSTS, RUNS];

/** Prices of some days; every value tells its day. */
function prices(first: number, rows: number): Frame {
  const time = Float64Array.from({ length: rows }, (_, row) => (first + row) * DAY);
  return new Frame(time, {
    CARRY: floatColumn(time.map((at) => at / DAY + 0.5)),
    CARRY_CONTRACT: stringColumn(Array.from(time, () => "20240600")),
    PRICE: floatColumn(time.map((at) => at / DAY)),
    PRICE_CONTRACT: stringColumn(Array.from(time, () => "20240300")),
    FORWARD: floatColumn(time.map(() => Number.NaN)),
    FORWARD_CONTRACT: stringColumn(Array.from(time, () => "20240600")),
  });
}

const price = (first: number, rows: number): Frame => {
  const whole = prices(first, rows);
  return new Frame(whole.time, { price: whole.column("PRICE") });
};

/** One atomic step. Doing it again where it was done changes nothing. */
export type Step = (storage: Storage) => Promise<void>;

const LOADED = 40;

/** Loads two instruments, one atomic step each, and notes that all is there. */
export const LOAD: readonly Step[] = [
  ...INSTRUMENTS.map(
    (instrument): Step =>
      (storage) =>
        storage.atomically((batch) => {
          batch.writeSeries(LIBRARIES.multiplePrices, instrument, prices(0, LOADED));
          batch.writeSeries(LIBRARIES.adjustedPrices, instrument, price(0, LOADED));
          batch.putRecord(COSTS, { instrument_code: instrument, cost: 0.25 });
        }),
  ),
  (storage) =>
    storage.atomically((batch) => {
      batch.writeSeries(LIBRARIES.capital, "one", price(0, 2));
      batch.writeSeries(LIBRARIES.fxPrices, "GBPUSD", price(0, LOADED));
      batch.putRecord(RUNS, { name: "load", finished: new Date(0), instruments: INSTRUMENTS.length });
    }),
  // Plain writes take their turns like batches.
  async (storage) => {
    await storage.series.apply({
      kind: "write",
      library: LIBRARIES.optimalPositions,
      symbol: "old strategy",
      frame: price(0, 1),
    });
  },
];

/** Adds days to what is loaded, as the nightly update does: only rows that are not there yet. */
export const UPDATE: readonly Step[] = [
  ...INSTRUMENTS.map(
    (instrument): Step =>
      async (storage) => {
        const days = 3;
        await storage.atomically(async (batch) => {
          await appendMissing(storage, batch, LIBRARIES.multiplePrices, instrument, prices(LOADED, days));
          await appendMissing(storage, batch, LIBRARIES.adjustedPrices, instrument, price(LOADED, days));
          batch.putRecord(COSTS, { instrument_code: instrument, cost: 0.5, updated: new Date(LOADED * DAY) });
        });
      },
  ),
  (storage) =>
    storage.atomically(async (batch) => {
      await appendMissing(storage, batch, LIBRARIES.capital, "one", price(2, 1));
      batch.deleteSeries(LIBRARIES.optimalPositions, "old strategy");
      batch.writeSeries(LIBRARIES.optimalPositions, "new strategy", price(0, 2));
      batch.deleteRecord(RUNS, { name: "load" });
      batch.putRecord(RUNS, { name: "update", instruments: BigInt(INSTRUMENTS.length) });
    }),
  async (storage) => {
    await storage.records.put(RUNS, { name: "end" });
  },
];

async function appendMissing(
  storage: Storage,
  batch: Batch,
  library: string,
  symbol: string,
  rows: Frame,
): Promise<void> {
  const info = await storage.series.info(library, symbol);
  const first = rows.time.findIndex((time) => !(time <= (info?.last ?? Number.NaN)));
  if (first >= 0) batch.appendSeries(library, symbol, rows.rows(first), info?.version ?? null);
}

/** Everything a storage holds, in one checksum. */
export async function contentChecksum(storage: Storage): Promise<string> {
  const hash = createHash("sha256");
  for (const library of Object.values(LIBRARIES)) {
    for (const symbol of await storage.series.list(library)) {
      const stored = await storage.series.read(library, symbol);
      hash.update(`${library} ${symbol} ${stored === undefined ? "" : frameChecksum(stored.frame)}\n`);
    }
  }
  for (const collection of COLLECTIONS) {
    const { documents } = await storage.records.find(collection);
    for (const document of documents) hash.update(`${collection.name} ${recordText(document)}\n`);
  }
  return hash.digest("hex");
}
