import { describe, test } from "vitest";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { recordStoreConformance } from "../../../src/testing/recordStoreConformance.js";
import { seriesStoreConformance } from "../../../src/testing/seriesStoreConformance.js";

describe("memory: series store", () => {
  test.each(seriesStoreConformance)("$name", ({ run }) => run(async () => memoryEngine().series));
});

describe("memory: record store", () => {
  test.each(recordStoreConformance)("$name", ({ run }) => run(async () => memoryEngine().records));
});
