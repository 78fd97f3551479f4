import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { Frame } from "../../series/frame.js";
import { requireWhole } from "../../series/parameters.js";
import { type TimeLike, toTime, toTimeEnd } from "../../time/text.js";
import type { ReadOptions, SeriesInfo } from "../seriesStore.js";
import type { Batch, Storage } from "../storage.js";

/** Which rows to read; without any of these, all. Times are inclusive; `to` as text means the end of the period it names. */
export interface RowRange {
  readonly from?: TimeLike;
  readonly to?: TimeLike;
  /** Only the last so many rows (of those in the range). */
  readonly last?: number;
}

/**
 * Series of one kind by key. Methods that write take an optional batch: with it the write is only collected, and
 * happens when `storage.atomically` commits; without it, it is durable when the promise resolves.
 */
export interface SeriesRepository<Key, Value> {
  /** Keys of everything stored, in the order of their symbols. */
  list(): Promise<readonly Key[]>;
  /** Version, rows, first and last time, columns, without reading a value. */
  info(key: Key): Promise<SeriesInfo | undefined>;
  read(key: Key, range?: RowRange): Promise<Value | undefined>;
  /** As `read`. @throws ContangoError `STORE_MISSING` where there is nothing under the key. */
  get(key: Key, range?: RowRange): Promise<Value>;
  /** Replaces what is stored. */
  write(key: Key, value: Value, batch?: Batch): Promise<void>;
  /** Adds rows later than every stored one. @throws ContangoError `STORE_APPEND`. */
  append(key: Key, value: Value, batch?: Batch): Promise<void>;
  /**
   * Reads, changes and writes under a version check, so that nothing another process writes in between is lost;
   * `change` is called again on the newer value where that happens (with a batch, the commit refuses instead). It
   * returns `undefined` to leave everything as it is. Gives what is stored afterwards.
   */
  update(
    key: Key,
    change: (stored: Value | undefined) => Value | undefined,
    batch?: Batch,
  ): Promise<Value | undefined>;
  delete(key: Key, batch?: Batch): Promise<void>;
}

/** How a kind of data lies in a series store. */
export interface SeriesLayout<Key, Value> {
  /** What a value is called in messages: `multiple prices`. */
  readonly what: string;
  readonly library: string;
  /** The symbol of a key. */
  symbol(key: Key): string;
  /** The key of a symbol; `undefined` for a symbol of another kind in the same library. */
  key(symbol: string): Key | undefined;
  encode(value: Value): Frame;
  decode(frame: Frame): Value;
}

const ATTEMPTS = 10;

export function seriesRepository<Key, Value>(
  storage: Storage,
  layout: SeriesLayout<Key, Value>,
): SeriesRepository<Key, Value> {
  const { library } = layout;
  const read = async (key: Key, range: RowRange = {}): Promise<Value | undefined> => {
    const stored = await storage.series.read(library, layout.symbol(key), readOptions(range));
    return stored === undefined ? undefined : layout.decode(stored.frame);
  };
  const put = async (kind: "write" | "append", key: Key, value: Value, batch?: Batch): Promise<void> => {
    const symbol = layout.symbol(key);
    const frame = layout.encode(value);
    if (batch === undefined) await storage.series.apply({ kind, library, symbol, frame });
    else if (kind === "write") batch.writeSeries(library, symbol, frame);
    else batch.appendSeries(library, symbol, frame);
  };
  return {
    read,
    list: async () => (await storage.series.list(library)).flatMap((symbol) => layout.key(symbol) ?? []),
    info: (key) => storage.series.info(library, layout.symbol(key)),
    get: async (key, range) => (await read(key, range)) ?? missing(layout.what, layout.symbol(key)),
    write: (key, value, batch) => put("write", key, value, batch),
    append: (key, value, batch) => put("append", key, value, batch),
    update: async (key, change, batch) => {
      const symbol = layout.symbol(key);
      for (let attempt = 1; ; attempt++) {
        const stored = await storage.series.read(library, symbol);
        const before = stored === undefined ? undefined : layout.decode(stored.frame);
        const after = change(before);
        if (after === undefined) return before;
        const frame = layout.encode(after);
        const expected = stored?.version ?? null;
        if (batch !== undefined) {
          batch.writeSeries(library, symbol, frame, expected);
          return after;
        }
        try {
          await storage.series.apply({ kind: "write", library, symbol, frame, expected });
          return after;
        } catch (error) {
          if (!isContangoError(error, "STORE_VERSION_CONFLICT") || attempt === ATTEMPTS) throw error;
        }
      }
    },
    delete: async (key, batch) => {
      const symbol = layout.symbol(key);
      if (batch === undefined) await storage.series.apply({ kind: "delete", library, symbol });
      else batch.deleteSeries(library, symbol);
    },
  };
}

function readOptions({ from, to, last }: RowRange): ReadOptions {
  if (last !== undefined) requireWhole("last", last, 0);
  return {
    ...(from === undefined ? {} : { from: toTime(from) }),
    ...(to === undefined ? {} : { to: toTimeEnd(to) }),
    ...(last === undefined ? {} : { last }),
  };
}

/** @throws ContangoError `STORE_MISSING`. */
export function missing(what: string, key: string): never {
  throw new ContangoError("STORE_MISSING", "storage", `there are no ${what} for "${key}"; load them first`, {
    details: { what, key },
  });
}
