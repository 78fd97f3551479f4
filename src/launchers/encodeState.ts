import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { StrategyName } from "../instruments/codes.js";
import type { Series } from "../series/series.js";
import { joinBytes, valueBytes } from "../storage/frameCodec.js";
import { toTime } from "../time/text.js";
import type { BacktestRun } from "./backtestStates.js";
import { packValues } from "./packedValues.js";
import { FORMAT_VERSION, MAGIC, PREFIX_BYTES, type SeriesBlock, type StateHeader } from "./stateFile.js";
import { stateId } from "./stateId.js";

/** The bytes of a file of a run. Series are asked for one instrument at a time. */
export async function encodeState(strategy: StrategyName, run: BacktestRun): Promise<Uint8Array> {
  const { snapshot } = run;
  const times = timeColumns();
  const parts: Uint8Array[] = [];
  const block = async (series: ReadonlyMap<string, Series>): Promise<SeriesBlock> => {
    const entries = [...series].map(([name, { time }]) => [name, times.place(time)] as const);
    const compressed = await compress(joined([...series.values()].map(({ values }) => values)));
    parts.push(compressed);
    return { bytes: compressed.length, series: entries };
  };
  const instruments = [];
  for (const code of snapshot.instruments)
    instruments.push({ code, ...(await block(snapshot.seriesOf(code))) });
  const portfolio = await block(snapshot.portfolio);
  const timeBlock = await compress(joined(times.columns));
  const header: StateHeader = {
    strategy,
    id: stateId(run.time),
    time: toTime(run.time),
    times: times.columns.map(({ length }) => length),
    timeBytes: timeBlock.length,
    portfolio,
    instruments,
  };
  const headerBytes = await compress(Buffer.from(JSON.stringify(header)));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, "latin1");
  prefix.writeUInt32LE(FORMAT_VERSION, MAGIC.length);
  prefix.writeUInt32LE(headerBytes.length, MAGIC.length + 4);
  const body = [prefix, headerBytes, timeBlock, ...parts];
  const hash = createHash("sha256");
  for (const part of body) hash.update(part);
  return joinBytes([...body, hash.digest()]);
}

/** Collects time columns and gives each its position; equal ones have the same. */
function timeColumns(): { readonly columns: readonly Float64Array[]; place(time: Float64Array): number } {
  const columns: Float64Array[] = [];
  const places = new Map<Float64Array, number>();
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

const joined = (columns: readonly Float64Array[]): Uint8Array =>
  columns.length === 0 ? new Uint8Array(0) : joinBytes(columns.map(packValues));

/** A higher quality takes much longer, and saves next to nothing on such values. */
const QUALITY = 4;
const brotli = promisify(brotliCompress);
const compress = (bytes: Uint8Array): Promise<Uint8Array> =>
  brotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
