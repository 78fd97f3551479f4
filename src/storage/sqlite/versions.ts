import { crc32 } from "node:zlib";
import { isContangoError } from "../../errors/contangoError.js";
import type { SeriesChange } from "../seriesStore.js";
import { seriesConflict } from "../storeErrors.js";
import { blockWriter, checked, type Place, removeBlocks } from "./blocks.js";
import type { Database } from "./database.js";
import { type Layout, layoutBlocks, layoutBytes, parseLayout } from "./layout.js";
import { appendRows, emptyLayout } from "./writeFrame.js";

/** A version that was written beside the one it is to replace; `null` = the symbol is absent. */
export interface Prepared extends Place {
  readonly base: number | null;
  readonly next: number | null;
  /** The blocks that were added for it: from the first up to, not with, the end. */
  readonly firstBlock: number;
  readonly endBlock: number;
}

/** A version number as the port shows it. */
export function versionText(version: number): string;
export function versionText(version: number | null): string | null;
export function versionText(version: number | null): string | null {
  return version === null ? null : String(version);
}

/** The version that a symbol points to. */
export function headVersion(database: Database, { library, symbol }: Place): number | null {
  const row = database
    .statement("SELECT version FROM contango_series WHERE library = ? AND symbol = ?")
    .get(library, symbol);
  return row === undefined ? null : Number(row.version);
}

/** @throws ContangoError `STORE_CORRUPT`. */
export function readLayout(database: Database, version: number, place: Place): Layout {
  const row = database
    .statement("SELECT crc, layout AS bytes FROM contango_version WHERE id = ?")
    .get(version);
  return parseLayout(checked(row, place, `the layout of version ${version}`), place);
}

/**
 * Writes what a change leads to, without a pointer to it yet.
 *
 * @throws ContangoError `STORE_VERSION_CONFLICT`, `STORE_APPEND`, `STORE_CORRUPT`.
 */
export function prepareChange(database: Database, change: SeriesChange): Prepared {
  const { library, symbol, expected } = change;
  const place = { library, symbol };
  const base = headVersion(database, place);
  if (expected !== undefined && expected !== versionText(base)) {
    throw seriesConflict(library, symbol, expected, versionText(base));
  }
  const writer = blockWriter(database);
  const firstBlock = writer.next;
  if (change.kind === "delete") return { ...place, base, next: null, firstBlock, endBlock: firstBlock };
  const layout =
    change.kind === "append" && base !== null
      ? readLayout(database, base, place)
      : emptyLayout(place, change.frame);
  const next = addVersion(database, appendRows({ database, layout }, change.frame, writer));
  return { ...place, base, next, firstBlock, endBlock: writer.next };
}

function addVersion(database: Database, layout: Layout): number {
  const bytes = layoutBytes(layout);
  const insert = database.statement("INSERT INTO contango_version (crc, layout) VALUES (?, ?)");
  return Number(insert.run(crc32(bytes), bytes).lastInsertRowid);
}

/**
 * Points the symbol to the prepared version and removes what only the version before needed.
 *
 * @throws ContangoError `STORE_VERSION_CONFLICT` where the symbol no longer points to the base.
 */
export function showVersion(database: Database, { library, symbol, base, next }: Prepared): void {
  const place = { library, symbol };
  const head = headVersion(database, place);
  if (head !== base) throw seriesConflict(library, symbol, versionText(base), versionText(head));
  if (next === null) {
    database.statement("DELETE FROM contango_series WHERE library = ? AND symbol = ?").run(library, symbol);
  } else {
    database
      .statement("INSERT OR REPLACE INTO contango_series (library, symbol, version) VALUES (?, ?, ?)")
      .run(library, symbol, next);
  }
  if (base === null) return;
  const old = readableLayout(database, base, place);
  if (old === undefined) return;
  const needed = next === null ? new Set() : layoutBlocks(readLayout(database, next, place));
  removeVersion(
    database,
    base,
    [...layoutBlocks(old)].filter((block) => !needed.has(block)),
  );
}

/** A damaged layout does not tell what is its own, so what it names stays: replacing it must still be possible. */
function readableLayout(database: Database, version: number, place: Place): Layout | undefined {
  try {
    return readLayout(database, version, place);
  } catch (error) {
    if (isContangoError(error, "STORE_CORRUPT")) return undefined;
    throw error;
  }
}

/** Removes a prepared version that will not be shown. */
export function forgetVersion(database: Database, { next, firstBlock, endBlock }: Prepared): void {
  if (next === null) return;
  removeVersion(
    database,
    next,
    Array.from({ length: endBlock - firstBlock }, (_, offset) => firstBlock + offset),
  );
}

function removeVersion(database: Database, version: number, blocks: readonly number[]): void {
  database.statement("DELETE FROM contango_version WHERE id = ?").run(version);
  removeBlocks(database, blocks);
}
