import { COLLECTIONS } from "../../storage/libraries.js";
import type { Collection } from "../../storage/recordStore.js";
import { TOTAL_CAPITAL } from "../../storage/repositories/keys.js";
import { businessDayOf, dayOfBusinessDay } from "../../time/businessDays.js";
import { dayOf } from "../../time/civil.js";
import { formatDay, formatTime } from "../../time/text.js";
import type { Work } from "../work.js";
import { type CheckItem, fine, toSeeTo } from "./checkItem.js";

/** The zone of the store, beside that of the machine. */
export function checkZone({ desk }: Work): CheckItem {
  const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const said =
    desk.config.get("timezone") === undefined ? `; say so in configuration: timezone: ${desk.timezone}` : "";
  const cron = machine === desk.timezone ? "" : `, and cron's that of ${machine}`;
  return fine("time zone", `times are wall time of ${desk.timezone}${cron}${said}`);
}

/** How far what is stored may be ahead of the clock, in milliseconds. */
const SLACK = 60_000;

/** Whether anything stored is later than the clock says it is. */
export async function checkClock({ desk, time }: Work): Promise<CheckItem> {
  const { records } = desk.storage;
  const soon = new Date(desk.clock.now() + SLACK);
  const isAhead = async (collection: Collection, field: string): Promise<boolean> => {
    const { documents } = await records.find(collection, { range: { field, from: soon }, limit: 1 });
    return documents.length > 0;
  };
  const ahead: string[] = [];
  if (await isAhead(COLLECTIONS.runs, "started")) ahead.push("a run");
  if (await isAhead(COLLECTIONS.logs, "time")) ahead.push("a log entry");
  if (await isAhead(COLLECTIONS.fills, "time")) ahead.push("a fill");
  const capital = await desk.data.totalCapital.info(TOTAL_CAPITAL);
  if (capital !== undefined && capital.last > time + SLACK) ahead.push("total capital");
  // A daily price stands at the close of its day, which may be to come.
  for (const pair of await desk.data.fxPrices.list()) {
    const { last = Number.NaN } = (await desk.data.fxPrices.info(pair)) ?? {};
    if (dayOf(last) > dayOf(time)) ahead.push(`${pair} of ${formatDay(dayOf(last))}`);
  }
  const now = formatTime(time).slice(0, 19);
  if (ahead.length === 0) return fine("clock", `${now}, and nothing stored is later`);
  return toSeeTo(
    "clock",
    `the clock says ${now}, but later than that is stored: ${ahead.join(", ")}; set the clock before anything runs, or correct what is stored`,
  );
}

/** Whether prices of the last business day are there. */
export async function checkPreviousDay({ desk, time }: Work): Promise<CheckItem> {
  const stale = new Set(desk.config.get("stale_instruments"));
  const { fxPrices, adjustedPrices } = desk.data;
  const lasts: (readonly [string, number])[] = [];
  for (const pair of await fxPrices.list())
    lasts.push([pair, (await fxPrices.info(pair))?.last ?? Number.NaN]);
  for (const code of await adjustedPrices.list()) {
    if (!stale.has(code)) lasts.push([code, (await adjustedPrices.info(code))?.last ?? Number.NaN]);
  }
  const previous = dayOfBusinessDay(businessDayOf(dayOf(time) - 1));
  const late = lasts.filter(([, last]) => !(dayOf(last) >= previous));
  const day = formatDay(previous);
  if (lasts.length === 0) return fine("previous day", "no prices are stored yet");
  if (late.length === 0) return fine("previous day", `all ${lasts.length} series have prices of ${day}`);
  const named = late
    .slice(0, 8)
    .map(([name, last]) => `${name} (${Number.isNaN(last) ? "empty" : formatDay(dayOf(last))})`);
  const more = late.length > named.length ? ` and ${late.length - named.length} more` : "";
  return toSeeTo(
    "previous day",
    `${late.length} of ${lasts.length} series have no price of ${day}: ${named.join(", ")}${more}; it was a holiday there, or run the price updates`,
  );
}
