import { describe, test } from "vitest";
import { openSqlite } from "../../../src/sqlite.js";
import { recordStoreConformance } from "../../../src/testing/recordStoreConformance.js";
import { seriesStoreConformance } from "../../../src/testing/seriesStoreConformance.js";
import { availableDrivers } from "./drivers.js";
import { temporaryFiles } from "./temporaryFiles.js";

const newFile = temporaryFiles();

for (const driver of await availableDrivers()) {
  for (const [where, file] of [
    ["a file", newFile],
    ["memory", () => ":memory:"],
  ] as const) {
    const open = () => openSqlite({ file: file(), driver });
    describe(`${driver.name} in ${where}: series store`, () => {
      for (const { name, run } of seriesStoreConformance)
        test(name, () => run(async () => (await open()).series));
    });
    describe(`${driver.name} in ${where}: record store`, () => {
      for (const { name, run } of recordStoreConformance)
        test(name, () => run(async () => (await open()).records));
    });
  }
}
