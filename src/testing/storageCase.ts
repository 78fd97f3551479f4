import type { Storage } from "../storage/storage.js";
import type { ConformanceCase } from "./conformance.js";
import type { StorageUnderTest } from "./storageConformance.js";

/** A case that gets a storage, and a way to open the same data again; all are closed afterwards. */
export function storageCase(
  name: string,
  body: (storage: Storage, open: () => Promise<Storage>) => Promise<void>,
): ConformanceCase<StorageUnderTest> {
  return {
    name,
    async run(make) {
      const subject = await make();
      const opened: Storage[] = [];
      const open = async (): Promise<Storage> => {
        const storage = await subject.open();
        opened.push(storage);
        return storage;
      };
      try {
        await body(await open(), open);
      } finally {
        for (const storage of opened) await storage.close();
      }
    },
  };
}

/** Documents for tests, and kinds of data that compositions may keep apart. */
export const COSTS = { name: "spread_costs", key: ["instrument_code"] } as const;
export const STATES = { name: "test_states", key: ["name"] } as const;
export const PRICES = "futures_adjusted_prices";
export const FX = "spotfx_prices";
export const CAPITAL = "capital";
