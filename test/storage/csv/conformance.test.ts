import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import type { ConformanceSkip } from "../../../src/testing/conformance.js";
import { faultyFiles } from "../../../src/testing/faultyFiles.js";
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

// The suite of record stores keeps records of any collection. A folder holds those of its configuration tables and
// refuses all others, so none of its cases applies; what the tables must do is in recordStore.test.ts.
test("refuses records of any other collection", async () => {
  const { records } = openCsv("/data", { files: faultyFiles() });
  const collection = { name: "process_control", key: ["process_name"] };
  for (const call of [
    () => records.get(collection, { process_name: "x" }),
    () => records.put(collection, { process_name: "x" }),
    () => records.delete(collection, { process_name: "x" }),
    () => records.find(collection),
    () => records.compareAndSet({ kind: "put", collection, document: { process_name: "x" } }),
  ]) {
    const error = await call().catch((thrown: unknown) => thrown);
    expect(isContangoError(error, "STORE_ROUTE")).toBe(true);
    expect(String(error)).toMatch(
      /"process_control", only contango_instruments, .*; open it beside a store that does/,
    );
  }
});
