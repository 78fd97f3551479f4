import type { ContractId } from "../contracts/contractId.js";
import type { Frame } from "../series/frame.js";
import { lowerBound } from "../series/search.js";
import type { ContractPriceSet } from "./contractPriceSet.js";
import { rollCalendar } from "./rollCalendar.js";

/** One thing that is wrong with one row of a roll calendar. */
export interface CalendarProblem {
  /**
   * `no-contract`: the contract has no prices at all. `no-price`: it has none at exactly that time.
   * `broken-chain`: the next contract is not the one that the following row holds.
   */
  readonly kind: "no-contract" | "no-price" | "broken-chain";
  readonly row: number;
  readonly time: number;
  readonly contract: ContractId;
}

/**
 * What is wrong with a roll calendar, row by row: nothing where at every roll both the current and the next
 * contract have a price at exactly that time, and each row holds what the row before rolled into. (That times
 * ascend needs no check: no frame is made of times that do not.)
 *
 * @throws ContangoError `ROLL_CALENDAR`, `CONTRACT_ID`.
 */
export function checkRollCalendar(calendar: Frame, prices: ContractPriceSet): readonly CalendarProblem[] {
  const { time, current, next } = rollCalendar(calendar);
  const problems: CalendarProblem[] = [];
  for (let row = 0; row < time.length; row++) {
    const now = time[row]!;
    for (const contract of [current[row]!, next[row]!]) {
      const series = prices.get(contract);
      if (series === undefined) {
        problems.push({ kind: "no-contract", row, time: now, contract });
      } else {
        const at = lowerBound(series.time, now);
        const found = series.time[at] === now && !Number.isNaN(series.values[at]!);
        if (!found) problems.push({ kind: "no-price", row, time: now, contract });
      }
    }
    if (row + 1 < time.length && next[row] !== current[row + 1]) {
      problems.push({ kind: "broken-chain", row, time: now, contract: next[row]! });
    }
  }
  return problems;
}
