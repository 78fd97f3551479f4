import type { RecordStore } from "../storage/recordStore.js";
import type { ConformanceCase } from "./conformance.js";
import { recordStoreQueries } from "./recordStoreQueries.js";
import { recordStoreSwaps } from "./recordStoreSwaps.js";
import { recordStoreValues } from "./recordStoreValues.js";

/**
 * What every {@link RecordStore} must do. Run each case under your own test runner, with a function that gives a
 * fresh, empty store; the case closes it.
 *
 * @example
 * for (const { name, run } of recordStoreConformance) test(name, () => run(openMyStore));
 */
export const recordStoreConformance: readonly ConformanceCase<RecordStore>[] = [
  ...recordStoreValues,
  ...recordStoreQueries,
  ...recordStoreSwaps,
];
