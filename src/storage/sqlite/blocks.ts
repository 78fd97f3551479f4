import { crc32 } from "node:zlib";
import { ContangoError } from "../../errors/contangoError.js";
import type { Database } from "./database.js";
import type { SqliteRow } from "./driver.js";

/** Whose bytes are read, for messages. */
export interface Place {
  readonly library: string;
  readonly symbol: string;
}

/** Reads one block. @throws ContangoError `STORE_CORRUPT` where it is gone or not what was written. */
export function readBlock(database: Database, id: number, place: Place, what: string): Uint8Array {
  const row = database.statement("SELECT crc, bytes FROM contango_block WHERE id = ?").get(id);
  return checked(row, place, `${what} (block ${id})`);
}

/** The `bytes` of a row, whose checksum is in `crc`. @throws ContangoError `STORE_CORRUPT`. */
export function checked(row: SqliteRow | undefined, place: Place, what: string): Uint8Array {
  const bytes = row?.bytes;
  if (bytes instanceof Uint8Array && crc32(bytes) === row?.crc) return bytes;
  throw corrupt(place, `${what} is ${row === undefined ? "missing" : "damaged"}`);
}

export function corrupt({ library, symbol }: Place, why: string): ContangoError {
  return new ContangoError(
    "STORE_CORRUPT",
    "sqlite",
    `"${symbol}" of "${library}": ${why}; restore the file from a backup, or delete the symbol and load it again`,
    { details: { library, symbol } },
  );
}

/** Adds blocks under consecutive numbers. */
export interface BlockWriter {
  /** The number that the next block gets. */
  readonly next: number;
  /** Gives the block's number. */
  add(bytes: Uint8Array): number;
}

/** Within `database.write`, where nobody else takes numbers. */
export function blockWriter(database: Database): BlockWriter {
  const last = database.statement("SELECT max(id) AS id FROM contango_block").get()?.id ?? 0;
  const insert = database.statement("INSERT INTO contango_block (id, crc, bytes) VALUES (?, ?, ?)");
  let next = Number(last) + 1;
  return {
    get next() {
      return next;
    },
    add(bytes) {
      insert.run(next, crc32(bytes), bytes);
      return next++;
    },
  };
}

/** Removes blocks. */
export function removeBlocks(database: Database, ids: Iterable<number>): void {
  const remove = database.statement("DELETE FROM contango_block WHERE id = ?");
  for (const id of ids) remove.run(id);
}
