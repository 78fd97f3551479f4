import type { Storage } from "../storage/storage.js";
import type { ConformanceCase } from "./conformance.js";
import { storageBatches } from "./storageBatches.js";
import { storageConcurrency } from "./storageConcurrency.js";
import { storageLeases } from "./storageLeases.js";

/** An empty storage that can be opened more than once, also at the same time, as several processes would. */
export interface StorageUnderTest {
  open(): Promise<Storage>;
}

/**
 * What every {@link Storage} must do, of whatever engines it is composed. Run each case under your own test runner,
 * with a function that gives a fresh one; the case closes what it opens.
 *
 * @example
 * for (const { name, run } of storageConformance) test(name, () => run(async () => ({ open: openMyStorage() })));
 */
export const storageConformance: readonly ConformanceCase<StorageUnderTest>[] = [
  ...storageBatches,
  ...storageConcurrency,
  ...storageLeases,
];
