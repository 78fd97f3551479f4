import { DAY, daysFromCivil, daysInMonth } from "../../time/civil.js";

/** Values of two ASCII digits read as a little-endian 16-bit number; 255 where they are not digits. */
export const DIGIT_PAIRS = new Uint8Array(65_536).fill(255);
for (let pair = 0; pair < 100; pair++) {
  DIGIT_PAIRS[(48 + Math.floor(pair / 10)) | ((48 + (pair % 10)) << 8)] = pair;
}

const DASH = 45;

/** Midnight of the date `YYYY-MM-DD` whose ten bytes start at `at`; NaN where they are no date. */
export function plainDate(bytes: Uint8Array, view: DataView, at: number): number {
  const century = DIGIT_PAIRS[view.getUint16(at, true)]!;
  const years = DIGIT_PAIRS[view.getUint16(at + 2, true)]!;
  const month = DIGIT_PAIRS[view.getUint16(at + 5, true)]!;
  const day = DIGIT_PAIRS[view.getUint16(at + 8, true)]!;
  if (century > 99 || years > 99 || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return Number.NaN;
  const year = century * 100 + years;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  return daysFromCivil(year, month, day) * DAY;
}
