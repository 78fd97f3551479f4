import type { Series } from "../../series/series.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import { DAY, dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";
import { readRuns } from "../runs.js";
import type { Work } from "../work.js";
import { type CheckItem, fine, toSeeTo } from "./checkItem.js";
import { type ExpectedPrices, expectedFxPrices, expectedPrices } from "./expectedPrices.js";

/** Days that a market may be closed on end, about. */
const LONGEST_HOLIDAY = 10;

/** A series that has no price of the day that it should. */
interface Late {
  readonly name: string;
  /** `FX`, or where the instrument trades. */
  readonly market: string;
  readonly day: number;
  readonly last: number;
}

/** Series of which the same is expected. */
interface Checked {
  readonly expected: ExpectedPrices;
  readonly names: readonly string[];
  info(name: string): Promise<SeriesInfo | undefined>;
  read(name: string, range: { readonly from: number; readonly to: number }): Promise<Series | undefined>;
  market(name: string): string;
}

/**
 * Whether there are prices of the last day that the schedule should have brought. A day of which a whole market has none was a
 * holiday there, if the update went well: one series alone could be at fault itself.
 */
export async function checkPreviousDay(work: Work): Promise<CheckItem> {
  const { desk } = work;
  const stale = new Set(desk.config.get("stale_instruments"));
  const { fxPrices, adjustedPrices, instruments } = desk.data;
  const known = await instruments.all();
  const kinds: readonly Checked[] = [
    { ...fxPrices, expected: expectedFxPrices(desk), names: await fxPrices.list(), market: () => "FX" },
    {
      ...adjustedPrices,
      expected: expectedPrices(desk),
      names: (await adjustedPrices.list()).filter((code) => !stale.has(code)),
      market: (code) => known.get(code)?.region ?? "",
    },
  ];
  const series = kinds.reduce((count, { names }) => count + names.length, 0);
  if (series === 0) return fine("previous day", "no prices are stored yet");
  const late: Late[] = [];
  const holidays: string[] = [];
  for (const kind of kinds) {
    const found = await lateSeries(kind);
    const isSound = found.length > 0 && (await wentWell(work, kind.expected));
    for (const [market, ofMarket] of byMarket(found)) {
      const all = kind.names.filter((name) => kind.market(name) === market).length;
      const areUpToIt = ofMarket.every(({ day, last }) => day - dayOf(last) <= LONGEST_HOLIDAY);
      if (isSound && all > 1 && ofMarket.length === all && areUpToIt) {
        holidays.push(`${market} on ${formatDay(kind.expected.day)}`.trim());
      } else late.push(...ofMarket);
    }
  }
  if (late.length === 0) {
    const days = kinds.filter(({ names }) => names.length > 0).map(({ expected }) => formatDay(expected.day));
    const without = holidays.length === 0 ? "" : `; a holiday: ${holidays.join(", ")}`;
    const until = [...new Set(days)].join(" and ");
    return fine("previous day", `all ${series} series have the prices that were due, of ${until}${without}`);
  }
  const named = late
    .slice(0, 8)
    .map(({ name, day, last }) => `${name} of ${formatDay(day)} (${endText(last)})`);
  const more = late.length > named.length ? ` and ${late.length - named.length} more` : "";
  return toSeeTo(
    "previous day",
    `${late.length} of ${series} series lack prices that should be there: ${named.join(", ")}${more}; it was a holiday there, or run the price updates`,
  );
}

const endText = (last: number): string =>
  Number.isNaN(last) ? "it is empty" : `it ends ${formatDay(dayOf(last))}`;

/** Series without a price of the day; one that only began after it lacks nothing. */
async function lateSeries({ expected: { day }, names, ...kind }: Checked): Promise<readonly Late[]> {
  const late: Late[] = [];
  for (const name of names) {
    const { first = Number.NaN, last = Number.NaN } = (await kind.info(name)) ?? {};
    if (dayOf(first) > day) continue;
    const rows = await kind.read(name, { from: day * DAY, to: (day + 1) * DAY - 1 });
    if (rows?.values.some((value) => !Number.isNaN(value)) === true) continue;
    late.push({ name, market: kind.market(name), day, last });
  }
  return late;
}

function byMarket(late: readonly Late[]): ReadonlyMap<string, readonly Late[]> {
  const markets = new Map<string, Late[]>();
  for (const one of late) markets.set(one.market, [...(markets.get(one.market) ?? []), one]);
  return markets;
}

/** Whether the update has run since it was due, and could ask for everything. */
async function wentWell({ desk }: Work, { update, due }: ExpectedPrices): Promise<boolean> {
  const runs = await readRuns(desk.storage, { process: update, last: 20 });
  return runs.some(
    ({ status, started, failed }) =>
      started >= due &&
      failed === 0 &&
      (status === "done" || status === "unchanged" || status === "attention"),
  );
}
