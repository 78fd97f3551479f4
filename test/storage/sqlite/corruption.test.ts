import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { openSqlite } from "../../../src/sqlite.js";
import { loadDriver } from "../../../src/storage/sqlite/loadDriver.js";
import { assertSameDocument } from "../../../src/testing/assertDocument.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { temporaryFiles } from "./temporaryFiles.js";

const newFile = temporaryFiles();
const driver = await loadDriver();
const LIBRARY = "futures_adjusted_prices";
const STATUS = { name: "futures_roll_status", key: ["instrument_code"] };
const CORN = { instrument_code: "CORN", roll_state: "Passive", position: 1234.5 };

/** Two symbols of 200 rows and a record, checkpointed into one file. */
async function filled(file = newFile()): Promise<string> {
  const { series, records } = await openSqlite({ file, driver });
  for (const [day, symbol] of ["CORN", "GOLD"].entries()) {
    await series.apply({ kind: "write", library: LIBRARY, symbol, frame: dailyFrame(day, 200) });
  }
  await records.put(STATUS, CORN);
  await series.close();
  return file;
}

async function damaged(sql: string) {
  const file = await filled();
  const connection = driver.open(file, { readOnly: false });
  connection.exec(sql);
  connection.close();
  return openSqlite(file);
}

const BLOCKS_OF_CORN = "(SELECT min(id) FROM contango_block)";

describe("damage inside a file that SQLite itself does not notice", () => {
  test.each([
    [
      "a changed block",
      `UPDATE contango_block SET bytes = zeroblob(length(bytes)) WHERE id = ${BLOCKS_OF_CORN}`,
    ],
    [
      "a shortened block",
      `UPDATE contango_block SET bytes = substr(bytes, 1, 8) WHERE id = ${BLOCKS_OF_CORN}`,
    ],
    ["a lost block", `DELETE FROM contango_block WHERE id = ${BLOCKS_OF_CORN}`],
    ["a changed checksum", `UPDATE contango_block SET crc = crc + 1 WHERE id = ${BLOCKS_OF_CORN}`],
    [
      "a changed layout",
      "UPDATE contango_version SET layout = replace(layout, 'PRICE', 'PRIZE') WHERE id = 1",
    ],
    ["a lost layout", "DELETE FROM contango_version WHERE id = 1"],
    ["a pointer to another symbol's version", "UPDATE contango_series SET version = 2"],
    ["a pointer to nowhere", "UPDATE contango_series SET version = 77 WHERE symbol = 'CORN'"],
  ])("is found when it is read, and can be written over: %s", async (_, sql) => {
    const { series } = await damaged(sql);
    const error = await assertRejects(series.read(LIBRARY, "CORN"), "STORE_CORRUPT");
    expect(error.details).toMatchObject({ library: LIBRARY, symbol: "CORN" });
    await series.apply({ kind: "write", library: LIBRARY, symbol: "CORN", frame: dailyFrame(7, 3) });
    assertSameFrame((await series.read(LIBRARY, "CORN"))?.frame, dailyFrame(7, 3));
    await series.apply({ kind: "delete", library: LIBRARY, symbol: "CORN" });
    assertSameFrame((await series.read(LIBRARY, "GOLD"))?.frame, dailyFrame(1, 200));
    await series.close();
  });

  test("names the chunk and the column, and leaves the other columns readable", async () => {
    const { series } = await damaged(
      `UPDATE contango_block SET bytes = zeroblob(length(bytes)) WHERE id = 1 + ${BLOCKS_OF_CORN} + 1`,
    );
    const error = await assertRejects(
      series.read(LIBRARY, "CORN", { columns: ["PRICE"] }).then(() => series.read(LIBRARY, "CORN")),
      "STORE_CORRUPT",
    );
    expect(error.message).toMatch(/chunk 0 of column "PRICE/);
    await series.close();
  });

  test("of a document is found when it is read", async () => {
    const { series, records } = await damaged(
      "UPDATE contango_record SET document = replace(document, '1234', '9234')",
    );
    const error = await assertRejects(records.get(STATUS, { instrument_code: "CORN" }), "STORE_CORRUPT");
    expect(error.message).toContain(STATUS.name);
    await assertRejects(records.find(STATUS), "STORE_CORRUPT");
    await series.close();
  });
});

test("bytes changed anywhere in the file never give other values", async () => {
  const whole = await filled();
  const size = readFileSync(whole).length;
  const flips = fc.array(fc.record({ at: fc.nat(size - 1), value: fc.integer({ min: 1, max: 255 }) }), {
    minLength: 1,
    maxLength: 12,
  });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(flips, async (changes) => {
      const file = newFile();
      copyFileSync(whole, file);
      const bytes = readFileSync(file);
      for (const { at, value } of changes) bytes[at]! ^= value;
      writeFileSync(file, bytes);
      try {
        const { series, records } = await openSqlite({ file, driver });
        try {
          const stored = await series.read(LIBRARY, "CORN");
          // A damaged name is not the name any more: the symbol is gone, but no other values stand in its place.
          if (stored !== undefined) assertSameFrame(stored.frame, dailyFrame(0, 200));
          const document = await records.get(STATUS, { instrument_code: "CORN" });
          if (document !== undefined) assertSameDocument(document, CORN);
        } finally {
          await series.close();
        }
      } catch (error) {
        if (!(error instanceof ContangoError)) throw error;
        expect(["STORE_CORRUPT", "STORE_FORMAT", "STORE_IO"]).toContain(error.code);
        refused++;
      }
    }),
    { numRuns: 120 },
  );
  expect(refused, "some of the changes are noticed").toBeGreaterThan(10);
});
