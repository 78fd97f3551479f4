import { expect, test, vi } from "vitest";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { parseCsv } from "../../../src/storage/csv/parse.js";
import { dailyFrame } from "../../../src/testing/assertFrame.js";
import { faultyFiles } from "../../../src/testing/faultyFiles.js";
import { EVERY_FILE } from "./everyFile.js";

const loads = vi.hoisted(() => ({ count: 0 }));
vi.mock("csv-parse/sync", (load) => {
  loads.count++;
  return load();
});

test("files in the plain layout are read, written and appended to without csv-parse", async () => {
  const { file, library, bytes } = EVERY_FILE[0]!;
  await parseCsv(bytes(), { file, library });
  const { series } = openCsv("/data", { files: faultyFiles() });
  await series.apply({ kind: "write", library: "prices", symbol: "CORN", frame: dailyFrame(0, 3) });
  await series.apply({ kind: "append", library: "prices", symbol: "CORN", frame: dailyFrame(3, 3) });
  expect((await series.read("prices", "CORN"))?.frame.length).toBe(6);
  expect(loads.count).toBe(0);
});

test("others are read with it", async () => {
  const { frame } = await parseCsv('DATETIME,price\n2024-01-01,"1.0"\n');
  expect(frame.row(0).price).toBe(1);
  expect(loads.count).toBe(1);
});
