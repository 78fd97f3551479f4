import { readFileSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { cell } from "../../../src/series/column.js";
import type { Frame } from "../../../src/series/frame.js";
import { lowerBound } from "../../../src/series/search.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import type { Storage } from "../../../src/storage/storage.js";
import { formatTime } from "../../../src/time/text.js";
import { hold } from "./fail.js";

/** Libraries in which what is stored stays. */
const KEPT: ReadonlySet<string> = new Set([
  LIBRARIES.contractPrices,
  LIBRARIES.multiplePrices,
  LIBRARIES.fxPrices,
  LIBRARIES.optimalPositions,
  LIBRARIES.capital,
]);

/** A frame as it was seen: plain data. */
interface Seen {
  readonly version: string;
  readonly time: Float64Array;
  readonly columns: ReadonlyMap<string, Values>;
}

type Values = readonly (number | string | undefined)[] | Float64Array;

/** Remembers every stored row, and sees to it that none is ever lost or changed. */
export interface Witness {
  /** Compares every stored row with what was stored before. */
  look(storage: Storage): Promise<void>;
  /** Compares only how many rows the symbols have that were written, and where they end. */
  glance(storage: Storage, touched: ReadonlyMap<string, ReadonlySet<string>>): Promise<void>;
  /** Puts what is remembered into a file, so that it takes no memory, until the next look. */
  rest(): void;
  readonly rows: number;
}

export function witness(file: string): Witness {
  let memory: Map<string, Seen> | undefined = new Map();
  return {
    rest() {
      writeFileSync(file, serialize(memory));
      memory = undefined;
    },
    get rows() {
      let rows = 0;
      for (const { time } of memory?.values() ?? []) rows += time.length;
      return rows;
    },
    async glance({ series }, touched) {
      for (const [library, symbols] of touched) {
        if (!KEPT.has(library)) continue;
        for (const symbol of symbols) {
          const name = `${library} ${symbol}`;
          const [info, seen] = [await series.info(library, symbol), memory?.get(name)?.time ?? NOTHING];
          hold(info !== undefined && info.rows >= seen.length, () => `${name} has lost rows`);
          hold(seen.length === 0 || info.last >= seen.at(-1)!, () => `${name} ends earlier than it did`);
        }
      }
    },
    async look({ series }) {
      memory ??= deserialize(readFileSync(file)) as Map<string, Seen>;
      const gone = new Set(memory.keys());
      for (const library of Object.values(LIBRARIES)) {
        for (const symbol of await series.list(library)) {
          const name = `${library} ${symbol}`;
          gone.delete(name);
          const seen = memory.get(name);
          const info = await series.info(library, symbol);
          if (seen !== undefined && seen.version === info?.version) continue;
          const { frame, version } = (await series.read(library, symbol))!;
          requireAscending(name, frame.time);
          if (!KEPT.has(library)) continue;
          if (seen !== undefined) requireKept(name, seen, frame, mayFill(library));
          memory.set(name, seenOf(frame, version));
        }
      }
      hold(gone.size === 0, () => `${[...gone].join(", ")} are gone`);
    },
  };
}

const NOTHING = new Float64Array();

/** Where a missing value may become one. */
const mayFill = (library: string): boolean => library === LIBRARIES.multiplePrices;

const seenOf = (frame: Frame, version: string): Seen => ({
  version,
  time: frame.time,
  columns: new Map(frame.names.map((name) => [name, valuesOf(frame, name)])),
});

function valuesOf(frame: Frame, name: string): Values {
  const column = frame.column(name);
  if (column.kind === "float64") return column.values;
  return Array.from(frame.time, (_, row) => cell(column, row) as number | string | undefined);
}

function requireAscending(name: string, time: Float64Array): void {
  for (let row = 1; row < time.length; row++) {
    if (!(time[row]! > time[row - 1]!))
      hold(false, () => `${name}: row ${row} is not later than the one before`);
  }
}

function requireKept(name: string, seen: Seen, now: Frame, fills: boolean): void {
  let at = 0;
  const place = seen.time.map((time, row) => {
    if (now.time[at] !== time) at = lowerBound(now.time, time);
    if (now.time[at] !== time) hold(false, () => `${name}: the row of ${formatTime(time)} (${row}) is lost`);
    return at++;
  });
  for (const [column, values] of seen.columns) {
    const stored = valuesOf(now, column);
    for (let row = 0; row < place.length; row++) {
      const [before, after] = [values[row], stored[place[row]!]];
      if (Object.is(before, after) || (fills && Number.isNaN(before))) continue;
      hold(
        false,
        () => `${name}: ${column} of ${formatTime(seen.time[row]!)} was ${before}, and is ${after}`,
      );
    }
  }
}
