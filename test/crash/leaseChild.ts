/** Does with one lease what it is told on its standard input, a line each, and answers each line with one. */
import { createInterface } from "node:readline";
import { isContangoError } from "../../src/errors/contangoError.js";
import { floatColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import type { Lease } from "../../src/storage/leases.js";
import { type CompositionName, openFolder } from "./compositions.js";

export const LEASE = "the lease";
export const FENCES = { library: "capital", symbol: "fences" } as const;

const [composition, folder] = process.argv.slice(2) as [CompositionName, string];
const storage = await openFolder(composition, folder);
let lease: Lease | undefined;

/** Adds the fence of the lease to the end of a series, and to a document. */
async function commit(held: Lease): Promise<void> {
  const { library, symbol } = FENCES;
  await storage.atomically(
    async (batch) => {
      const info = await storage.series.info(library, symbol);
      const row = { fence: floatColumn(Float64Array.of(Number(held.fence))) };
      const time = Float64Array.of(info?.rows ?? 0);
      batch.appendSeries(library, symbol, new Frame(time, row), info?.version ?? null);
      batch.putRecord({ name: "last_fence", key: ["name"] }, { name: "last", fence: held.fence });
    },
    { lease: held },
  );
}

const ORDERS: Readonly<Record<string, () => Promise<string>>> = {
  async take() {
    if (lease !== undefined) return "mine";
    lease = await storage.lease(LEASE);
    return `took ${lease.fence}`;
  },
  async renew() {
    await lease?.renew();
    return "renewed";
  },
  async release() {
    await lease?.release();
    lease = undefined;
    return "released";
  },
  async commit() {
    if (lease === undefined) return "none";
    await commit(lease);
    return `committed ${lease.fence}`;
  },
};

console.log("ready");
for await (const order of createInterface({ input: process.stdin })) {
  try {
    console.log(await ORDERS[order]!());
  } catch (error) {
    if (!isContangoError(error)) throw error;
    if (error.code === "LEASE_LOST") lease = undefined;
    console.log(error.code);
  }
}
await storage.close();
