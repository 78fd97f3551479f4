import type { PriceScale } from "../../prices/priceScale.js";
import { dateReader } from "./dates.js";
import type { CsvDates, CsvShape } from "./table.js";

/** How a file from elsewhere differs from the layout of its library. */
export interface ForeignLayout extends PriceScale {
  /** Our column names and what the file calls them: `{ DATETIME: "Time", FINAL: "Last" }`. */
  readonly columns?: Readonly<Record<string, string>>;
  /** How its times are written; `iso` where this is absent. */
  readonly dates?: CsvDates;
  /** Lines to leave out before the header. */
  readonly skipLines?: number;
}

/**
 * The shape of a library's file that was made elsewhere.
 *
 * @throws ContangoError `PROCESS_OPTION` for a form of dates that there is not.
 */
export function foreignShape(shape: CsvShape, layout: ForeignLayout): CsvShape {
  if (layout.dates !== undefined) dateReader(layout.dates);
  const names = Object.entries(layout.columns ?? {});
  const index = names.find(([name]) => name === shape.index)?.[1];
  return {
    ...shape,
    ...(index === undefined ? {} : { index, aliases: [] }),
    dates: layout.dates ?? shape.dates,
    renamed: new Map([
      ...[...shape.renamed].filter(([, ours]) => layout.columns?.[ours] === undefined),
      ...names.map(([ours, theirs]) => [theirs, ours] as const),
    ]),
  };
}

/** Offset of the first byte after `lines` lines. */
export function afterLines(bytes: Uint8Array, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines && at < bytes.length; line++) {
    const end = bytes.indexOf(10, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return at;
}
