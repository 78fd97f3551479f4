import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { cell } from "../../../src/series/column.js";
import { libraryShape } from "../../../src/storage/csv/libraryLayouts.js";
import { parseCsv } from "../../../src/storage/csv/parse.js";
import { readPlain } from "../../../src/storage/csv/plain.js";
import { formatCsv } from "../../../src/storage/csv/write.js";
import { EVERY_FILE } from "./everyFile.js";

/** Epoch milliseconds of the first 19 characters, read as UTC by the platform. */
const platformTime = (text: string): number => Date.parse(`${text.slice(0, 19).replace(" ", "T")}Z`);

test("there are files", () => expect(EVERY_FILE.length).toBeGreaterThan(0));

describe.each(EVERY_FILE)("$file", ({ file, library, bytes }) => {
  test("is in the plain layout and reads as csv-parse has it", () => {
    const data = bytes();
    const shape = libraryShape(library);
    const table = readPlain(data, shape);
    if (table === undefined) throw new Error("not in the plain layout");
    const [header, ...rows] = parse(data) as [string[], ...string[][]];
    expect(table.time.length).toBe(rows.length);
    expect([...table.columns.keys()]).toEqual(header.slice(1).map((name) => shape.renamed.get(name) ?? name));
    const columns = [...table.columns.values()];
    for (const [row, [time = "", ...texts]] of rows.entries()) {
      if (table.time[row] !== platformTime(time)) expect.fail(`row ${row}: ${table.time[row]} for ${time}`);
      for (const [at, column] of columns.entries()) {
        const text = texts[at]!;
        const value = cell(column, row);
        const expected =
          column.kind === "string" ? text || undefined : text === "" ? Number.NaN : Number(text);
        if (!Object.is(value, expected)) expect.fail(`row ${row}, ${header[at + 1]}: ${value} for "${text}"`);
      }
    }
  });

  test("is written back byte for byte", async () => {
    const data = bytes();
    const { frame, repairs } = await parseCsv(data, { file, library });
    expect(repairs).toEqual({ duplicates: [], unsorted: [] });
    const { index, renamed } = libraryShape(library);
    const theirs = new Map([...renamed].map(([name, ours]) => [ours, name]));
    const written = formatCsv(frame, { index, renamed: theirs });
    expect(Buffer.compare(written, data)).toBe(0);
  });
});
