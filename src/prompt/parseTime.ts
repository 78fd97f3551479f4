import { businessDayOf, dayOfBusinessDay } from "../time/businessDays.js";
import { civilFromDays, DAY, dayOf, daysFromCivil, daysInMonth } from "../time/civil.js";
import { toTime, toTimeEnd } from "../time/text.js";
import type { ParseAnswer } from "./parseAnswers.js";
import { wrongAnswer } from "./problems.js";

export interface TimeAnswerOptions {
  /** The present moment, wall time in epoch milliseconds. */
  readonly now: number;
  /** True: an empty answer means now. */
  readonly orNow?: boolean;
  /** True: a date without a time of day means its last moment, as fits the end of a period. */
  readonly end?: boolean;
}

/**
 * A moment of wall time: `2024-03-28`, `2024-03-28 14:30:00`, a number of up to three digits for so many calendar days
 * back, or a period back from now: `5B` (business days), `10D`, `2W`, `3M`, `1Y`, `YTD`. @throws ContangoError
 * `PROMPT_ANSWER`, `TIME_TEXT` from the parser.
 */
export function timeAnswer({ now, orNow = false, end = false }: TimeAnswerOptions): ParseAnswer<number> {
  return (answer) => {
    const text = answer.trim();
    if (text === "") {
      if (orNow) return now;
      throw wrongAnswer("give a date, as 2024-03-28, or a number of days back");
    }
    if (/^ytd$/i.test(text)) return daysFromCivil(civilFromDays(dayOf(now)).year, 1, 1) * DAY;
    const [, count, period] = /^(\d{1,3})([DBWMY]?)$/i.exec(text) ?? [];
    if (count !== undefined) return back(now, Number(count), period?.toUpperCase() ?? "");
    return end ? toTimeEnd(text) : toTime(text);
  };
}

/** How a moment may be given, for a question. */
export const TIME_FORMS = "YYYY-MM-DD [HH:MM:SS], days back, or a period as 3M";

function back(now: number, count: number, period: string): number {
  const today = dayOf(now);
  const inDay = now - today * DAY;
  if (period === "B") return dayOfBusinessDay(businessDayOf(today) - count) * DAY + inDay;
  if (period === "M" || period === "Y") {
    const { year, month, day } = civilFromDays(today);
    const months = year * 12 + month - 1 - count * (period === "Y" ? 12 : 1);
    const [toYear, toMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
    return daysFromCivil(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth))) * DAY + inDay;
  }
  return now - count * (period === "W" ? 7 : 1) * DAY;
}
