import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import type { ConformanceSkip } from "../../../src/testing/conformance.js";
import { faultyFiles } from "../../../src/testing/faultyFiles.js";
import { recordStoreConformance } from "../../../src/testing/recordStoreConformance.js";
import { seriesStoreConformance } from "../../../src/testing/seriesStoreConformance.js";

/** Cases that a folder of files cannot pass, and what it says instead. */
const REFUSED: readonly (ConformanceSkip & { readonly refusal: RegExp })[] = [
  {
    reason: "a symbol becomes the name of a file, which holds at most 255 bytes",
    cases: ["keeps a symbol of 1,000 characters"],
    refusal: /too long for the name of a file/,
  },
];

const root = await mkdtemp(join(tmpdir(), "contango-csv-"));
afterAll(() => rm(root, { recursive: true }));
let folders = 0;

const SYSTEMS = {
  "on disk": () => openCsv(join(root, String(++folders))),
  "in memory": () => openCsv("/data", { files: faultyFiles() }),
};

describe.each(Object.entries(SYSTEMS))("csv series store %s", (_, open) => {
  for (const { name, run } of seriesStoreConformance) {
    const refused = REFUSED.find(({ cases }) => cases.includes(name));
    if (refused === undefined) test(name, () => run(async () => open().series));
    else {
      test(`does not do this: ${name}, since ${refused.reason}`, () =>
        expect(run(async () => open().series)).rejects.toThrow(refused.refusal));
    }
  }
});

test("what is refused is a case of the suite", () => {
  const names = seriesStoreConformance.map(({ name }) => name);
  for (const { cases } of REFUSED) for (const name of cases) expect(names).toContain(name);
});

describe.each(Object.entries(SYSTEMS))("csv record store %s", (_, open) => {
  test.each(recordStoreConformance)("$name", ({ run }) => run(async () => open().records));
});
