import type { SeriesStore } from "../storage/seriesStore.js";
import type { ConformanceCase } from "./conformance.js";
import { seriesStoreReads } from "./seriesStoreReads.js";
import { seriesStoreStaging } from "./seriesStoreStaging.js";
import { seriesStoreValues } from "./seriesStoreValues.js";
import { seriesStoreVersions } from "./seriesStoreVersions.js";

/**
 * What every {@link SeriesStore} must do. Run each case under your own test runner, with a function that gives a
 * fresh, empty store; the case closes it.
 *
 * @example
 * for (const { name, run } of seriesStoreConformance) test(name, () => run(openMyStore));
 */
export const seriesStoreConformance: readonly ConformanceCase<SeriesStore>[] = [
  ...seriesStoreValues,
  ...seriesStoreReads,
  ...seriesStoreVersions,
  ...seriesStoreStaging,
];
