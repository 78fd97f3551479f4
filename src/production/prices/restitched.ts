import { backAdjust } from "../../prices/backAdjust.js";
import type { Frame } from "../../series/frame.js";
import { sameTimes } from "../../series/joinTimes.js";
import type { Series } from "../../series/series.js";

/**
 * Adjusted prices stitched anew from multiple prices; undefined where they are what is stored already.
 *
 * @throws ContangoError as `backAdjust`.
 */
export function restitched(
  multiple: Frame,
  stored: Series | undefined,
  instrument: string,
): Series | undefined {
  const adjusted = backAdjust(multiple, { forwardFill: true, instrument });
  const same =
    stored !== undefined &&
    sameTimes(stored.time, adjusted.time) &&
    stored.values.every((value, row) => Object.is(value, adjusted.values[row]));
  return same ? undefined : adjusted;
}
