import { createHash } from "node:crypto";
import { brotliDecompressSync } from "node:zlib";
import { Series } from "../series/series.js";
import { trustTimeIndex } from "../series/timeIndex.js";
import type { BacktestState } from "./backtestStates.js";
import { repeated } from "./distinctColumns.js";
import { openedState } from "./openedState.js";
import { unpackValues } from "./packedValues.js";
import { stateError } from "./stateError.js";
import {
  CHECKSUM_BYTES,
  FORMAT_VERSION,
  HEADER_LENGTH_BYTES,
  MAGIC,
  PREFIX_BYTES,
  type SeriesBlock,
  type StateHeader,
} from "./stateFile.js";

/**
 * The state in the bytes of a file. An instrument's series are unpacked when they are first asked for.
 *
 * @param file is named in errors.
 * @throws ContangoError `BACKTEST_STATE` where the bytes are no backtest state, are damaged or cut short, or were written
 * by a later release.
 */
export function decodeState(bytes: Uint8Array, file: string, config: string | undefined): BacktestState {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  checkWhole(whole, file);
  const headerEnd = whole.length - CHECKSUM_BYTES - HEADER_LENGTH_BYTES;
  const headerStart = headerEnd - whole.readUInt32LE(headerEnd);
  const headerText = String(brotliDecompressSync(whole.subarray(headerStart, headerEnd)));
  const { strategy, id, time, ...header } = JSON.parse(headerText) as StateHeader;
  let end = PREFIX_BYTES;
  const blocks = header.bytes.map((length) => {
    end += length;
    return whole.subarray(end - length, end);
  });
  const times = split(blocks.pop()!, header.times).map(trustTimeIndex);
  const seriesOf = ({ columns, series }: SeriesBlock, block: Uint8Array): ReadonlyMap<string, Series> => {
    const values = split(block, columns);
    return new Map(
      series.map(([name, index, column]) => {
        const time = times[index]!;
        return [name, new Series(time, repeated(values[column]!, time.length), name)];
      }),
    );
  };
  const portfolio = seriesOf(header.portfolio, blocks.pop()!);
  const instruments = new Map(
    header.instruments.map((one, at) => [one.code, () => seriesOf(one, blocks[at]!)]),
  );
  return openedState({ strategy, id, time, config, file, instruments, portfolio });
}

function checkWhole(bytes: Buffer, file: string): void {
  const problem = problemOf(bytes);
  if (problem !== undefined) throw stateError(`${file} ${problem}`, { file });
}

function problemOf(bytes: Buffer): string | undefined {
  const remedy = "delete it, or copy it back from a backup";
  if (bytes.length < PREFIX_BYTES + HEADER_LENGTH_BYTES + CHECKSUM_BYTES)
    return `is cut short (${bytes.length} bytes); ${remedy}`;
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) return `is not a backtest state; ${remedy}`;
  const version = bytes.readUInt32LE(MAGIC.length);
  if (version > FORMAT_VERSION) {
    return `has format ${version}, and this release of contango reads up to ${FORMAT_VERSION}; install a later one`;
  }
  const end = bytes.length - CHECKSUM_BYTES;
  const checksum = createHash("sha256").update(bytes.subarray(0, end)).digest();
  if (!checksum.equals(bytes.subarray(end))) {
    return `is damaged or cut short (its checksum is wrong); ${remedy}`;
  }
  return undefined;
}

/** The columns of some lengths in a compressed block. */
function split(compressed: Uint8Array, lengths: readonly number[]): Float64Array[] {
  if (lengths.length === 0) return [];
  const size = 8 * lengths.reduce((sum, length) => sum + length, 0);
  const packed = brotliDecompressSync(compressed, { chunkSize: Math.max(1024, size) });
  let at = 0;
  return lengths.map((length) => {
    at += 8 * length;
    return unpackValues(packed.subarray(at - 8 * length, at));
  });
}
