import type { ContractId } from "../contracts/contractId.js";
import { ContangoError } from "../errors/contangoError.js";
import type { Frame } from "../series/frame.js";
import { lowerBound } from "../series/search.js";
import type { Series } from "../series/series.js";
import { DAY } from "../time/civil.js";
import { formatTime } from "../time/text.js";
import type { ContractPriceSet } from "./contractPriceSet.js";
import {
  type RollCalendar,
  type RollCalendarRow,
  rollCalendar,
  rollCalendarFromRows,
} from "./rollCalendar.js";

/** What had to be conceded for one row of the calendar that was adjusted; `row` and `time` are of that calendar. */
export interface CalendarNote {
  /**
   * `carry-ignored`: only current and next had prices together. `skipped`: they never had, and no roll came
   * before. `stopped`: they never had; this row and all after it are left out.
   */
  readonly kind: "carry-ignored" | "skipped" | "stopped";
  readonly row: number;
  readonly time: number;
  readonly current: ContractId;
  readonly next: ContractId;
}

export interface AdjustedRollCalendar {
  readonly calendar: Frame;
  readonly notes: readonly CalendarNote[];
}

/** Half a microsecond, in milliseconds: less than any step between two times. */
const INSTANT = 0.0005;

/**
 * Moves each roll to the nearest time at which the contracts it needs all have a price: the current and the next
 * one, and, where carry is not later than current, the carry contracts before and after the roll. Distance is in
 * whole days, rounded down (half a day late is none, half a day early is one); of equally near times the first is
 * taken. A roll stays after the unadjusted time of the roll before. The last row is always left out.
 *
 * @throws ContangoError `ROLL_CALENDAR` where no roll is left, or two rolls would fall on the same time or change
 * places, with instrument, rows and times; `CONTRACT_ID`.
 */
export function adjustRollCalendar(
  calendar: Frame,
  prices: ContractPriceSet,
  options: { readonly instrument?: string } = {},
): AdjustedRollCalendar {
  const given = rollCalendar(calendar, options);
  const rows: RollCalendarRow[] = [];
  const notes: CalendarNote[] = [];
  for (let row = 0; row < calendar.length - 1; row++) {
    const { time, current, next, carry } = at(given, row);
    const note = (kind: CalendarNote["kind"]): void => {
      notes.push({ kind, row, time, current, next });
    };
    const after = row === 0 ? Number.NEGATIVE_INFINITY : given.time[row - 1]!;
    const pair = priced(prices, [current, next]);
    const carries = carry > current ? [] : (priced(prices, [carry, given.carry[row + 1]!]) ?? []);
    let roll = pair === undefined ? Number.NaN : nearestCommonTime([...pair, ...carries], time, after);
    if (Number.isNaN(roll) && pair !== undefined && carries.length > 0) {
      roll = nearestCommonTime(pair, time, after);
      if (!Number.isNaN(roll)) note("carry-ignored");
    }
    if (!Number.isNaN(roll)) {
      rows.push({ time: roll, current, next, carry });
    } else if (rows.length === 0) {
      note("skipped");
    } else {
      note("stopped");
      break;
    }
  }
  refuseEmptyOrUnsorted(rows, calendar, options.instrument);
  return { calendar: rollCalendarFromRows(rows), notes };
}

function at(calendar: RollCalendar, row: number): RollCalendarRow {
  return {
    time: calendar.time[row]!,
    current: calendar.current[row]!,
    next: calendar.next[row]!,
    carry: calendar.carry[row]!,
  };
}

/** The series of all the contracts, or undefined where one is not in the set. */
function priced(prices: ContractPriceSet, contracts: readonly ContractId[]): Series[] | undefined {
  const series = contracts.map((contract) => prices.get(contract));
  return series.every((one) => one !== undefined) ? series : undefined;
}

/** The time nearest to `wanted`, later than `after`, at which every series has a price; NaN where there is none. */
function nearestCommonTime(series: readonly Series[], wanted: number, after: number): number {
  const later = commonTime(series, wanted, 1);
  const earlier = commonTime(series, wanted, -1);
  if (!(earlier > after)) return later;
  const daysEarly = Math.ceil((wanted - earlier) / DAY);
  if (Math.floor((later - wanted) / DAY) < daysEarly) return later;
  return commonTime(series, Math.max(wanted - daysEarly * DAY, after + INSTANT), 1);
}

/** The first time at or after `from` (step 1), or the last one before it (step -1), at which every series has a price. */
function commonTime(series: readonly Series[], from: number, step: 1 | -1): number {
  const rows = series.map(({ time }) => lowerBound(time, from) - (step === 1 ? 0 : 1));
  let common = from;
  let agreed = 0;
  for (let turn = 0; agreed < series.length; turn = (turn + 1) % series.length) {
    const { time, values } = series[turn]!;
    let row = rows[turn]!;
    while (
      row >= 0 &&
      row < time.length &&
      (step * (time[row]! - common) < 0 || Number.isNaN(values[row]!))
    ) {
      row += step;
    }
    if (row < 0 || row >= time.length) return Number.NaN;
    rows[turn] = row;
    agreed = time[row] === common ? agreed + 1 : 1;
    common = time[row]!;
  }
  return common;
}

function refuseEmptyOrUnsorted(
  rows: readonly RollCalendarRow[],
  calendar: Frame,
  instrument: string | undefined,
): void {
  const name = instrument ?? "roll calendar";
  if (rows.length === 0) {
    const time = calendar.length === 0 ? undefined : formatTime(calendar.time[0]!);
    throw new ContangoError(
      "ROLL_CALENDAR",
      "rolls",
      `${name}: no roll of the calendar${time === undefined ? "" : ` from ${time} on`} has a time at which its contracts have prices; load more contract prices`,
      { details: { instrument, time } },
    );
  }
  const wrong = rows.flatMap((row, index) => (index > 0 && row.time <= rows[index - 1]!.time ? [index] : []));
  if (wrong.length === 0) return;
  const texts = wrong.map(
    (row) => `${rows[row]!.current} to ${rows[row]!.next} at ${formatTime(rows[row]!.time)}`,
  );
  throw new ContangoError(
    "ROLL_CALENDAR",
    "rolls",
    `${name}: adjusted to prices, these rolls come no later than the roll before: ${texts.join("; ")}; load more contract prices or take the rows out of the calendar`,
    {
      details: {
        instrument,
        time: formatTime(rows[wrong[0]!]!.time),
        rows: wrong,
        times: wrong.map((row) => formatTime(rows[row]!.time)),
      },
    },
  );
}
