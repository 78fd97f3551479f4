import { rollMessage } from "../../production/roll/commitRoll.js";
import type { PreparedRoll } from "../../production/roll/prepareRoll.js";
import { alignedText } from "../../reports/alignedText.js";
import { lowerBound } from "../../series/search.js";
import { numberText, type Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";

/** Rows that are shown of each series. */
const ROWS = 6;

/** What a roll would do to the prices: the last rows of multiple prices before and after, adjusted prices side by side. */
export function rollPreview({ instrument, plan }: PreparedRoll): string {
  const { before, after, steps } = plan;
  return [
    `${instrument} would be rolled ${rollMessage(steps)}`,
    "",
    "Multiple prices now",
    String(before.multiple.rows(-ROWS)),
    "",
    "Multiple prices after the roll",
    String(after.multiple.rows(-ROWS - steps.length)),
    "",
    "Adjusted prices",
    sideBySide(before.adjusted, after.adjusted),
  ].join("\n");
}

function sideBySide(now: Series | undefined, after: Series): string {
  const rows = Array.from(after.rows(-ROWS), ([time, value]) => {
    const row = now === undefined ? -1 : lowerBound(now.time, time);
    const old = now?.time[row] === time ? now.values[row]! : undefined;
    return [
      formatTime(time).slice(0, 19),
      old === undefined ? "" : numberText(old),
      numberText(value),
      old === undefined ? "" : numberText(value - old),
    ];
  });
  return alignedText([["", "now", "after", "change"], ...rows]);
}
