/** Positions of the user's own kind are kept, copied and backed up as all others are. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { optimalPositionAt, optimalPositionFrame } from "../../src/positions/optimalPositionFrame.js";
import { frame } from "../../src/series/construct.js";
import { compose } from "../../src/storage/compose.js";
import { copyStorage } from "../../src/storage/copyStorage.js";
import { BACKUP_FOLDERS } from "../../src/storage/csv/libraryLayouts.js";
import { openCsv } from "../../src/storage/csv/openCsv.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { repositories } from "../../src/storage/repositories/repositories.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";
import type { StorageEngine } from "../../src/storage/storage.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-custom-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const engines: readonly (readonly [string, () => Promise<StorageEngine>])[] = [
  ["memory", async () => memoryEngine()],
  ["sqlite", () => openSqlite(join(folder, "desk.sqlite"))],
  [
    "csv",
    async () =>
      compose({
        series: openCsv(join(folder, "csv"), { folders: BACKUP_FOLDERS, strategies: ["reversion"] }).series,
        records: memoryEngine().records,
      }),
  ],
];
const key = { strategy: "reversion", instrument: "CORN" };
const night = (entry: number) =>
  ({
    kind: "custom",
    values: { entry_price: entry, exit_price: 440.25, reference_contract: "20241200" },
  }) as const;

describe.each(engines)("in %s", (_, open) => {
  it("rows of declared columns have a history, and can be copied elsewhere and back", async () => {
    await using storage = await openStorage(await open());
    const { optimalPositions } = repositories(storage);
    await optimalPositions.append(key, optimalPositionFrame("2024-03-27 20:00", night(430.5)));
    await optimalPositions.append(key, optimalPositionFrame("2024-03-28 20:00", night(Number.NaN)));
    const history = await optimalPositions.get(key);
    expect(history.length).toBe(2);
    expect(optimalPositionAt(history, 0)).toMatchObject(night(430.5));
    expect(optimalPositionAt(history)).toMatchObject(night(Number.NaN));
    expect(await optimalPositions.list()).toEqual([key]);

    await using copy = await openStorage(memoryEngine());
    const report = await copyStorage(storage, copy);
    expect(report.parts.map(({ name, items, rows }) => [name, items, rows])).toEqual([
      ["optimal_positions", 1, 2],
    ]);
    expect(optimalPositionAt(await repositories(copy).optimalPositions.get(key))).toMatchObject(
      night(Number.NaN),
    );
  });

  it("columns that are not declared are refused, and nothing is stored", async () => {
    await using storage = await openStorage(await open());
    const { optimalPositions } = repositories(storage);
    const misspelt = frame(["2024-03-28"], { lower_positon: [1], upper_position: [2] });
    await expect(optimalPositions.append(key, misspelt)).rejects.toMatchObject({
      code: "OPTIMAL_POSITION_KIND",
    });
    expect(await optimalPositions.list()).toEqual([]);
  });
});
