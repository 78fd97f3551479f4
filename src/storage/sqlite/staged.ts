import type { StagedSeries } from "../seriesStore.js";
import type { Database } from "./database.js";
import type { SqliteRow } from "./driver.js";
import { type Prepared, versionText } from "./versions.js";

/** Notes a prepared version, so that it can be shown or forgotten later, by another process too. */
export function addStaged(database: Database, prepared: Prepared): StagedSeries {
  const { library, symbol, base, next, firstBlock, endBlock } = prepared;
  const { lastInsertRowid } = database
    .statement(
      "INSERT INTO contango_staged (library, symbol, base, next, first_block, end_block) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .run(library, symbol, base, next, firstBlock, endBlock);
  const token = String(lastInsertRowid);
  return { library, symbol, base: versionText(base), next: versionText(next), token };
}

/** Takes the note away; `undefined` where it was taken before. */
export function takeStaged(database: Database, { token }: StagedSeries): Prepared | undefined {
  const row = database.statement("SELECT * FROM contango_staged WHERE id = CAST(? AS INTEGER)").get(token);
  if (row === undefined) return undefined;
  database.statement("DELETE FROM contango_staged WHERE id = ?").run(row.id!);
  return prepared(row);
}

/** All that is noted, oldest first. */
export function listStaged(database: Database): StagedSeries[] {
  return database
    .statement("SELECT * FROM contango_staged ORDER BY id")
    .all()
    .map((row) => {
      const { library, symbol, base, next } = prepared(row);
      return { library, symbol, base: versionText(base), next: versionText(next), token: String(row.id) };
    });
}

const prepared = (row: SqliteRow): Prepared => ({
  library: String(row.library),
  symbol: String(row.symbol),
  base: row.base === null ? null : Number(row.base),
  next: row.next === null ? null : Number(row.next),
  firstBlock: Number(row.first_block),
  endBlock: Number(row.end_block),
});
