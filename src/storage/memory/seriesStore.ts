import type { Frame } from "../../series/frame.js";
import { appendFrame } from "../appendFrame.js";
import type { SeriesChange, SeriesStore, StagedSeries, StoredFrame } from "../seriesStore.js";
import { seriesConflict, storeClosed } from "../storeErrors.js";
import { frameInfo, selectRows } from "../wholeFrame.js";

/** A series store whose changes can also be done at once, for a transaction within one turn of the event loop. */
export interface MemorySeriesStore extends SeriesStore {
  /** Stages without waiting. */
  prepare(change: SeriesChange): StagedSeries;
  /** Publishes without waiting. */
  show(staged: StagedSeries): void;
  /** Discards without waiting. */
  forget(staged: StagedSeries): void;
}

/** Series in memory. Frames are kept as they are given, and are immutable by contract. */
export function memorySeriesStore(): MemorySeriesStore {
  const libraries = new Map<string, Map<string, StoredFrame>>();
  const staged = new Map<string, { readonly change: StagedSeries; readonly frame: Frame | undefined }>();
  let writes = 0;
  let closed = false;

  const open = (): void => {
    if (closed) throw storeClosed("memory");
  };
  const stored = (library: string, symbol: string): StoredFrame | undefined => {
    open();
    return libraries.get(library)?.get(symbol);
  };
  const prepare = (change: SeriesChange): StagedSeries => {
    const { library, symbol, expected } = change;
    const now = stored(library, symbol);
    const base = now?.version ?? null;
    if (expected !== undefined && expected !== base) throw seriesConflict(library, symbol, expected, base);
    const token = String(++writes);
    const next = change.kind === "delete" ? null : token;
    staged.set(token, {
      change: { library, symbol, base, next, token },
      frame: frameAfter(now?.frame, change),
    });
    return { library, symbol, base, next, token };
  };
  const show = (change: StagedSeries): void => {
    const { library, symbol, base, next, token } = change;
    const now = stored(library, symbol)?.version ?? null;
    const entry = staged.get(token);
    if (entry === undefined) return;
    if (now !== base) throw seriesConflict(library, symbol, base, now);
    staged.delete(token);
    const symbols = libraries.get(library) ?? new Map<string, StoredFrame>();
    libraries.set(library, symbols);
    if (next === null || entry.frame === undefined) symbols.delete(symbol);
    else symbols.set(symbol, { frame: entry.frame, version: next });
  };
  const forget = ({ token }: StagedSeries): void => {
    open();
    staged.delete(token);
  };

  return {
    prepare,
    show,
    forget,
    async list(library) {
      open();
      return [...(libraries.get(library)?.keys() ?? [])].sort();
    },
    async info(library, symbol) {
      const now = stored(library, symbol);
      return now && frameInfo(library, symbol, now);
    },
    async read(library, symbol, options = {}) {
      const now = stored(library, symbol);
      return now && { frame: selectRows(now.frame, options), version: now.version };
    },
    async apply(change) {
      const done = prepare(change);
      show(done);
      return done.next;
    },
    stage: async (change) => prepare(change),
    publish: async (change) => show(change),
    discard: async (change) => forget(change),
    async leftovers() {
      open();
      return [...staged.values()].map(({ change }) => change);
    },
    async close() {
      closed = true;
    },
  };
}

function frameAfter(stored: Frame | undefined, change: SeriesChange): Frame | undefined {
  if (change.kind === "delete") return undefined;
  if (change.kind === "write" || stored === undefined) return change.frame;
  return appendFrame(stored, change.frame, change.library, change.symbol);
}
