import { dayOf } from "../time/civil.js";
import { formatDay } from "../time/text.js";

/** A number with so many decimals, thousands separators and a hyphen for a minus, as tables write it; nothing where there is none. */
export function numberText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "";
  const text = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** A number of percent: `-3.2%`. */
export const percentText = (value: number, decimals = 1): string =>
  Number.isFinite(value) ? `${numberText(value, decimals)}%` : "";

/** The date of a time: `2024-03-28`. */
export const dateText = (time: number): string => formatDay(dayOf(time));
