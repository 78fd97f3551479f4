import { join } from "node:path";
import { compose } from "../../src/storage/compose.js";
import { openCsv } from "../../src/storage/csv/openCsv.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";
import { loadDriver } from "../../src/storage/sqlite/loadDriver.js";
import type { Storage } from "../../src/storage/storage.js";
import { type Boundary, watchedDriver, watchedFiles } from "./boundaries.js";

/** Ways to keep data in a folder that a crash must not harm. */
export const COMPOSITIONS = ["sqlite", "sqlite records and csv series", "two sqlite files", "csv"] as const;
export type CompositionName = (typeof COMPOSITIONS)[number];

/** Opens a folder; `boundary` is called before every step that changes something in it. */
export async function openFolder(
  composition: CompositionName,
  folder: string,
  boundary: Boundary = () => undefined,
): Promise<Storage> {
  if (composition === "csv")
    return openStorage(openCsv(join(folder, "csv"), { files: watchedFiles(boundary) }));
  const driver = watchedDriver(await loadDriver(), boundary);
  const desk = await openSqlite({ file: join(folder, "desk.db"), driver });
  switch (composition) {
    case "sqlite":
      return openStorage(desk);
    case "sqlite records and csv series": {
      const { series } = openCsv(join(folder, "csv"), { files: watchedFiles(boundary) });
      return openStorage(compose({ series, records: desk.records }));
    }
    case "two sqlite files":
      return openStorage({
        default: desk,
        prices: await openSqlite({ file: join(folder, "prices.db"), driver }),
      });
  }
}
