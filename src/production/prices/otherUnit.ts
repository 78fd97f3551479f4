import type { InstrumentCode } from "../../instruments/codes.js";
import { median } from "../../series/reduce.js";
import { upperBound } from "../../series/search.js";
import { numberText, type Series } from "../../series/series.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import { DAY } from "../../time/civil.js";
import type { Desk } from "../desk.js";
import { beforeSeam } from "./barsBefore.js";
import { readColumn } from "./storedSeries.js";

/** New prices that are many times those that they belong to, or a small part of them. */
export interface OtherUnit {
  /** A new price, or the median of those that meet the others. */
  readonly price: number;
  /** The median of the last of the others. */
  readonly usual: number;
  /** What has the usual ones: `the stored bars`. */
  readonly of: string;
  /** Of the last new bar. */
  readonly time: number;
}

/** Units differ by 10, 100, 1000 …; contracts of one instrument by less than this. */
const TIMES = 8;

/** From so many prices their level is taken. */
const LEVEL_ROWS = 20;

/** Behind fewer rows a change may be too large and not be seen to be a spike: the average has too little to go by. */
const ENOUGH = 20;

/** After so long a change may be too large and not be seen to be a spike, as it is measured over the days that it took. */
const LONG = 4 * DAY;

/** What new closes are held to where they follow few rows, or after long. */
export interface FewBefore {
  readonly instrument: InstrumentCode;
  /** Bars of their contract, of whatever frequency. */
  readonly view: SeriesInfo | undefined;
  /** How many stored rows they follow. */
  readonly rowsBefore: number;
}

/**
 * Compares the level of new closes, where they follow too few stored rows for a spike to be seen or come long after them, with what
 * is stored: the merged view of their contract, where they leave it behind; of a contract that is new, the priced contract of
 * its instrument. So is each of the first ones that follow.
 */
export async function otherUnit(
  desk: Pick<Desk, "data" | "storage">,
  { instrument, view, rowsBefore }: FewBefore,
  closes: Series,
): Promise<OtherUnit | undefined> {
  const isLong = view !== undefined && closes.time[0]! - view.last > LONG;
  if (rowsBefore >= ENOUGH && !isLong) return undefined;
  if (view !== undefined) {
    // The first that is later than all of the view, else the last.
    const meeting = Math.min(upperBound(closes.time, view.last), closes.length - 1);
    const to = beforeSeam(closes.time[meeting]!);
    const stored = await readColumn(desk.storage, view, "FINAL", { to, last: LEVEL_ROWS });
    const met = closes.rows(Math.max(0, meeting + 1 - LEVEL_ROWS), meeting + 1);
    const rest = closes.rows(meeting + 1, Math.max(meeting + 1, ENOUGH - rowsBefore));
    if (stored.length > 0) return compared([met, ...singly(rest)], stored, "the stored bars");
  }
  const multiple = await desk.data.multiplePrices.info(instrument);
  if (multiple === undefined) return undefined;
  const until = { to: closes.time.at(-1)!, last: LEVEL_ROWS };
  const priced = await readColumn(desk.storage, multiple, "PRICE", until);
  return compared([closes], priced, `the priced contract of ${instrument}`);
}

const singly = (closes: Series): readonly Series[] =>
  Array.from(closes.time, (_, row) => closes.rows(row, row + 1));

/** The first of some new closes whose level is not that of the others. */
function compared(news: readonly Series[], others: Series, of: string): OtherUnit | undefined {
  const usual = levelOf(others);
  for (const closes of news) {
    const price = levelOf(closes);
    if (price > TIMES * usual || usual > TIMES * price)
      return { price, usual, of, time: closes.time.at(-1)! };
  }
  return undefined;
}

/** The median of the last prices; NaN where there are none, or one is not above zero: near it, levels say nothing of a unit. */
function levelOf({ values }: Series): number {
  const last = values.filter((value) => !Number.isNaN(value)).slice(-LEVEL_ROWS);
  return last.some((value) => value <= 0) ? Number.NaN : median(last);
}

/** `prices of about 40050 are 100 times the 400 of the stored bars, so that they may be in another unit`. */
export function otherUnitText({ price, usual, of }: OtherUnit): string {
  const times = numberText(Number((price > usual ? price / usual : usual / price).toPrecision(3)));
  const ratio = `${times} times ${price > usual ? "" : "less than "}the ${numberText(usual)} of ${of}`;
  return `prices of about ${numberText(price)} are ${ratio}, so that they may be in another unit`;
}
