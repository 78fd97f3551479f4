import { backAdjust } from "../prices/backAdjust.js";
import { rollCalendar, rollCalendarFromRows } from "../prices/rollCalendar.js";
import type { Frame } from "../series/frame.js";
import type { Series } from "../series/series.js";
import { type RollStep, rollSeveralTimes, type SeveralRollsOptions } from "./rollSeveralTimes.js";

/** What an instrument's prices are before a roll. */
export interface PricesToRoll {
  readonly multiple: Frame;
  /** Undefined where there are none yet. */
  readonly adjusted: Series | undefined;
  /** The stored roll calendar; undefined where rolls are only told by the multiple prices. */
  readonly calendar: Frame | undefined;
}

/** What a roll would write. */
export interface RollPlan {
  readonly before: PricesToRoll;
  readonly after: {
    readonly multiple: Frame;
    readonly adjusted: Series;
    readonly calendar: Frame | undefined;
  };
  readonly steps: readonly RollStep[];
}

/**
 * The multiple prices, adjusted prices and roll calendar after one roll or several. Adjusted prices are stitched anew from
 * the multiple prices.
 *
 * @throws ContangoError as `rollPricedContract` and `backAdjust`: `ROLL_INFERENCE`, `STITCH_GAP`, `PRICES_EMPTY`,
 * `CONTRACT_LABELS`.
 */
export function planRoll(before: PricesToRoll, options: SeveralRollsOptions): RollPlan {
  const { prices, steps } = rollSeveralTimes(before.multiple, options);
  return {
    before,
    after: {
      multiple: prices,
      adjusted: stitched(prices, options.instrument),
      calendar: withRolls(before.calendar, steps),
    },
    steps,
  };
}

/** Adjusted prices as they are stored. @throws ContangoError as `backAdjust`. */
export const stitched = (multiple: Frame, instrument?: string): Series =>
  backAdjust(multiple, { forwardFill: true, ...(instrument === undefined ? {} : { instrument }) });

/** A calendar with the rolls that were done; what it foresaw from the first of them on goes. */
function withRolls(calendar: Frame | undefined, steps: readonly RollStep[]): Frame | undefined {
  if (calendar === undefined) return undefined;
  const { time, current, next, carry } = rollCalendar(calendar);
  const first = steps[0]!;
  const kept = Array.from(time, (at, row) => ({
    time: at,
    current: current[row]!,
    next: next[row]!,
    carry: carry[row]!,
  })).filter((row) => row.time < first.time && row.current < first.from);
  const rows = steps.map((step) => ({
    time: step.time,
    current: step.from,
    next: step.price,
    carry: step.carryBefore,
  }));
  return rollCalendarFromRows([...kept, ...rows]).withMeta(calendar.meta);
}
