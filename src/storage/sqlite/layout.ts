import type { ColumnKind } from "../../series/column.js";
import type { FrameMeta } from "../../series/frame.js";
import { corrupt, type Place } from "./blocks.js";

/**
 * Consecutive rows. The block `block` holds their times, the blocks after it the columns in order, each as
 * little-endian values.
 */
export interface Chunk {
  readonly block: number;
  readonly rows: number;
  /** Times of the first and last row. */
  readonly first: number;
  readonly last: number;
}

/** Consecutive entries of a dictionary: a block that holds them as a JSON list. */
export interface TextRun {
  readonly block: number;
  readonly count: number;
}

export interface LayoutColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The dictionary of a text column. */
  readonly texts: readonly TextRun[];
}

/** Where the parts of one version of a frame are, and whose they are. Stored as JSON. */
export interface Layout extends Place {
  readonly columns: readonly LayoutColumn[];
  readonly chunks: readonly Chunk[];
  readonly meta: FrameMeta;
}

export const layoutBytes = (layout: Layout): Uint8Array => new TextEncoder().encode(JSON.stringify(layout));

/** @throws ContangoError `STORE_CORRUPT` where it is that of another symbol. */
export function parseLayout(bytes: Uint8Array, place: Place): Layout {
  const layout = JSON.parse(new TextDecoder().decode(bytes)) as Layout;
  if (layout.library === place.library && layout.symbol === place.symbol) return layout;
  throw corrupt(place, `it points to the layout of "${layout.symbol}" of "${layout.library}"`);
}

export const layoutRows = ({ chunks }: Layout): number => chunks.reduce((sum, { rows }) => sum + rows, 0);

/** The numbers of all blocks that a layout names. */
export function layoutBlocks({ columns, chunks }: Layout): Set<number> {
  const blocks = new Set<number>();
  for (const { block } of chunks) {
    for (let offset = 0; offset <= columns.length; offset++) blocks.add(block + offset);
  }
  for (const { texts } of columns) for (const { block } of texts) blocks.add(block);
  return blocks;
}

/**
 * How many of the runs stay as they are when `added` entries come after them; the others are written again
 * together with the new ones. Runs that are not longer than what follows are joined, so that each entry is
 * written again only a logarithmic number of times and the number of short runs stays logarithmic too; runs of
 * `full` entries or more are never touched.
 */
export function keptRuns(lengths: readonly number[], added: number, full: number): number {
  let kept = lengths.length;
  let following = added;
  while (kept > 0 && lengths[kept - 1]! < full && lengths[kept - 1]! <= following) {
    kept--;
    following += lengths[kept]!;
  }
  return kept;
}
