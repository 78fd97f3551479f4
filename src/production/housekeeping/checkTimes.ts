import { COLLECTIONS } from "../../storage/libraries.js";
import type { Collection } from "../../storage/recordStore.js";
import { TOTAL_CAPITAL } from "../../storage/repositories/keys.js";
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
