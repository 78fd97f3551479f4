import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { floatColumn } from "../../../src/series/column.js";
import { series } from "../../../src/series/construct.js";
import { Frame } from "../../../src/series/frame.js";
import { compose } from "../../../src/storage/compose.js";
import { copyStorage } from "../../../src/storage/copyStorage.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { repositories } from "../../../src/storage/repositories/repositories.js";

const folder = mkdtempSync(join(tmpdir(), "contango-fx-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** CSV series beside records in memory. */
const csvStorage = () =>
  openStorage(compose({ series: openCsv(folder).series, records: memoryEngine().records }));

describe("FX prices in CSV files", () => {
  it("are under PRICE in the file, as pysystemtrade has them, and under price everywhere else", async () => {
    const csv = await csvStorage();
    const rates = series(["2024-03-27 23:00", "2024-03-28 23:00"], [1.25, 1.26]);
    await repositories(csv).fxPrices.write("GBPUSD", rates);
    const text = readFileSync(join(folder, "fx_prices_csv/GBPUSD.csv"), "utf8");
    expect(text).toBe("DATETIME,PRICE\n2024-03-27 23:00:00,1.25\n2024-03-28 23:00:00,1.26\n");
    expect((await csv.series.read(LIBRARIES.fxPrices, "GBPUSD"))?.frame.names).toEqual(["price"]);
    await csv.close();
  });

  it("can be appended to after a copy to another store, and copied back", async () => {
    const csv = await csvStorage();
    const desk = await openStorage(memoryEngine());
    await copyStorage(csv, desk, { kinds: ["fx"] });
    await repositories(desk).fxPrices.append("GBPUSD", series(["2024-03-29 23:00"], [1.27]));
    await copyStorage(desk, csv, { kinds: ["fx"] }, { overwrite: true });
    expect(readFileSync(join(folder, "fx_prices_csv/GBPUSD.csv"), "utf8")).toMatch(
      /^DATETIME,PRICE\n(.*\n){3}$/,
    );
    await csv.close();
    await desk.close();
  });

  it("keep a column of either name that is there beside or instead of the other", async () => {
    const csv = await csvStorage();
    for (const names of [["PRICE"], ["price", "PRICE"]]) {
      const column = floatColumn(Float64Array.of(1));
      const frame = new Frame(Float64Array.of(0), Object.fromEntries(names.map((name) => [name, column])));
      await csv.series.apply({ kind: "write", library: LIBRARIES.fxPrices, symbol: "EURUSD", frame });
      expect((await csv.series.read(LIBRARIES.fxPrices, "EURUSD"))?.frame.names).toEqual(names);
    }
    await csv.close();
  });
});
