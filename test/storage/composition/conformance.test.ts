import { describe, test } from "vitest";
import { compose } from "../../../src/storage/compose.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { recordStoreConformance } from "../../../src/testing/recordStoreConformance.js";
import { seriesStoreConformance } from "../../../src/testing/seriesStoreConformance.js";
import { storageConformance } from "../../../src/testing/storageConformance.js";
import { COMPOSITIONS } from "./compositions.js";
import { scratchFolders } from "./scratch.js";

const newFolder = scratchFolders();

describe.each(Object.entries(COMPOSITIONS))("storage on %s", (_, at) => {
  test.each(storageConformance)("$name", ({ run }) => run(async () => ({ open: at(newFolder()) })));
});

describe.each([
  ["transactions", () => openStorage(memoryEngine())],
  ["the journal", () => openStorage(compose(memoryEngine()))],
  ["several engines", () => openStorage({ default: memoryEngine(), prices: compose(memoryEngine()) })],
] as const)("the stores of a storage by %s", (_, open) => {
  test.each(seriesStoreConformance)("series: $name", ({ run }) => run(async () => (await open()).series));
  test.each(recordStoreConformance)("records: $name", ({ run }) => run(async () => (await open()).records));
});
