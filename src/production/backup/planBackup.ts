import type { SeriesVersion } from "../../storage/seriesStore.js";

/** What a back-up knows, and what the store holds, of one library. */
export interface LibraryStanding {
  readonly library: string;
  readonly stored: readonly string[];
  readonly backedUp: ReadonlyMap<string, SeriesVersion>;
}

/** Symbols that are backed up and not stored any more. */
export function goneSymbols({ stored, backedUp }: LibraryStanding): readonly string[] {
  const there = new Set(stored);
  return [...backedUp.keys()].filter((symbol) => !there.has(symbol));
}

/** Fewer series than this may go at once without a question. */
const FEW = 10;

/**
 * Whether so much of what was backed up is not stored that another store was probably opened by mistake: gives how many series
 * there are of how many; undefined where all is well.
 */
export function suspiciousLoss(
  libraries: readonly LibraryStanding[],
): { readonly gone: number; readonly of: number } | undefined {
  const gone = libraries.reduce((sum, library) => sum + goneSymbols(library).length, 0);
  const of = libraries.reduce((sum, { backedUp }) => sum + backedUp.size, 0);
  return gone >= FEW && gone > of / 2 ? { gone, of } : undefined;
}
