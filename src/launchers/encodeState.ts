import { createHash } from "node:crypto";
import type { StrategyName } from "../instruments/codes.js";
import type { Series } from "../series/series.js";
import { valueBytes } from "../storage/frameCodec.js";
import { toTime } from "../time/text.js";
import type { BacktestRun } from "./backtestStates.js";
import { compressedBlocks } from "./compressedBlocks.js";
import { distinctColumns } from "./distinctColumns.js";
import { packValues } from "./packedValues.js";
import { FORMAT_VERSION, MAGIC, PREFIX_BYTES, type SeriesBlock, type StateHeader } from "./stateFile.js";
import { stateId } from "./stateId.js";

/**
 * Writes the bytes of a file of a run, piece by piece. Series are asked for one instrument at a time; they are compressed and
 * written while those of the next are computed, and only a few are in memory.
 *
 * @param write is called anew only when its last call has resolved, and never after this has settled.
 */
export async function encodeState(
  strategy: StrategyName,
  { snapshot, time }: Pick<BacktestRun, "snapshot" | "time">,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const hash = createHash("sha256");
  const hashed = (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    return write(bytes);
  };
  const blocks = compressedBlocks(hashed);
  const times = timeColumns();
  const block = async (series: ReadonlyMap<string, Series>): Promise<SeriesBlock> => {
    const { columns, places } = distinctColumns(series.values());
    await blocks.add(packed(columns));
    const named = [...series].map(([name, one], at) => [name, times.place(one.time), places[at]!] as const);
    return { columns: columns.map(({ length }) => length), series: named };
  };
  try {
    await hashed(prefix());
    const instruments = [];
    for (const code of snapshot.instruments)
      instruments.push({ code, ...(await block(snapshot.seriesOf(code))) });
    const portfolio = await block(snapshot.portfolio);
    await blocks.add(packed(times.columns));
    const header: StateHeader = {
      strategy,
      id: stateId(time),
      time: toTime(time),
      bytes: [...(await blocks.written())],
      instruments,
      portfolio,
      times: times.columns.map(({ length }) => length),
    };
    await blocks.add(Buffer.from(JSON.stringify(header)));
    const headerBytes = Buffer.alloc(4);
    headerBytes.writeUInt32LE((await blocks.written()).at(-1)!);
    await hashed(headerBytes);
    await write(hash.digest());
  } finally {
    await blocks.settled();
  }
}

function prefix(): Uint8Array {
  const bytes = Buffer.alloc(PREFIX_BYTES);
  bytes.write(MAGIC, "latin1");
  bytes.writeUInt32LE(FORMAT_VERSION, MAGIC.length);
  return bytes;
}

/** Collects time columns and gives each its position; equal ones have the same. */
function timeColumns(): { readonly columns: readonly Float64Array[]; place(time: Float64Array): number } {
  const columns: Float64Array[] = [];
  const places = new WeakMap<Float64Array, number>();
  const byContent = new Map<string, number>();
  return {
    columns,
    place(time) {
      const known = places.get(time);
      if (known !== undefined) return known;
      const content = createHash("sha256").update(valueBytes(time)).digest("hex");
      const place = byContent.get(content) ?? columns.push(time) - 1;
      places.set(time, place);
      byContent.set(content, place);
      return place;
    },
  };
}

function packed(columns: readonly Float64Array[]): Uint8Array {
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const column of columns) {
    packValues(column, bytes.subarray(at, at + column.byteLength));
    at += column.byteLength;
  }
  return bytes;
}
