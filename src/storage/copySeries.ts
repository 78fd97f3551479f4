import type { Frame } from "../series/frame.js";
import { frameChecksum, joinedChecksum } from "./checksum.js";
import { type CopyJob, copyMismatch } from "./copyJob.js";
import type { CopiedPart } from "./copyReport.js";
import type { SeriesVersion } from "./seriesStore.js";

interface PlannedSymbol {
  readonly symbol: string;
  /** The version that is to be replaced; `null` where there is none. */
  readonly version: SeriesVersion | null;
  /** Checksum and rows where both sides are equal already. */
  readonly equal?: { readonly checksum: string; readonly rows: number };
}

export interface SeriesPlan {
  readonly name: string;
  readonly items: number;
  readonly symbols: readonly PlannedSymbol[];
  /** Symbols that are there and different. */
  readonly different: readonly string[];
}

/** Compares a library on both sides. */
export async function planSeries({ from, to, signal }: CopyJob, library: string): Promise<SeriesPlan> {
  const symbols: PlannedSymbol[] = [];
  const different: string[] = [];
  const there = new Set(await to.series.list(library));
  for (const symbol of await from.series.list(library)) {
    signal?.throwIfAborted();
    if (!there.has(symbol)) {
      symbols.push({ symbol, version: null });
      continue;
    }
    const source = await from.series.read(library, symbol);
    const target = await to.series.read(library, symbol);
    if (source === undefined) continue;
    const checksum = frameChecksum(source.frame);
    const version = target?.version ?? null;
    if (target !== undefined && frameChecksum(target.frame) === checksum) {
      symbols.push({ symbol, version, equal: { checksum, rows: source.frame.length } });
    } else {
      symbols.push({ symbol, version });
      if (target !== undefined) different.push(symbol);
    }
  }
  return { name: library, items: symbols.length, symbols, different };
}

const AT_ONCE = 16;

/** Writes what is missing or different, and reads it back. @throws ContangoError `COPY_MISMATCH`. */
export async function copySeries(job: CopyJob, { name, symbols }: SeriesPlan): Promise<CopiedPart> {
  const found = new Map<string, { readonly checksum: string; readonly rows: number }>();
  const missing = symbols.filter(({ symbol, equal }) => {
    if (equal === undefined) return true;
    found.set(symbol, equal);
    job.onDone(name, symbol);
    return false;
  });
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    job.signal?.throwIfAborted();
    const part = missing.slice(at, at + AT_ONCE);
    for (const each of await writeSymbols(job, name, part)) found.set(each.symbol, each);
  }
  const done = symbols.flatMap(({ symbol }) => found.get(symbol) ?? []);
  return {
    name,
    kind: "series",
    items: done.length,
    rows: done.reduce((sum, { rows }) => sum + rows, 0),
    written: missing.length,
    checksum: joinedChecksum(done.map(({ checksum }) => checksum)),
  };
}

interface Sent extends PlannedSymbol {
  readonly frame: Frame;
  readonly checksum: string;
  readonly rows: number;
}

async function writeSymbols(
  { from, to, onDone }: CopyJob,
  library: string,
  symbols: readonly PlannedSymbol[],
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const { symbol, version } of symbols) {
    const stored = await from.series.read(library, symbol);
    if (stored === undefined) throw copyMismatch(library, symbol);
    const { frame } = stored;
    sent.push({ symbol, version, frame, checksum: frameChecksum(frame), rows: frame.length });
  }
  await to.atomically((batch) => {
    for (const { symbol, frame, version } of sent) batch.writeSeries(library, symbol, frame, version);
  });
  for (const { symbol, checksum } of sent) {
    const arrived = await to.series.read(library, symbol);
    if (arrived === undefined || frameChecksum(arrived.frame) !== checksum)
      throw copyMismatch(library, symbol);
    onDone(library, symbol);
  }
  return sent;
}
