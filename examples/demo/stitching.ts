import { alignInner, backAdjust, type Series } from "contango";
import type { Demo } from "./context.js";
import { say, table } from "./print.js";

/** Stitches each instrument anew and holds the result against the adjusted prices that came with the data. */
export async function compareAdjusted({ desk, shipped, instruments }: Demo): Promise<void> {
  const rows = [];
  for (const { code } of instruments) {
    const multiple = await desk.data.multiplePrices.get(code);
    const started = performance.now();
    const plain = backAdjust(multiple, { instrument: code });
    const milliseconds = performance.now() - started;
    const filled = backAdjust(multiple, { instrument: code, forwardFill: true });
    const theirs = await shipped.adjustedPrices.read(code);
    const comparisons = theirs === undefined ? [] : [compare(plain, theirs), compare(filled, theirs)];
    const [asPlain, asFilled] = comparisons;
    const best =
      asPlain !== undefined && asFilled !== undefined && asFilled.difference < asPlain.difference
        ? asFilled
        : asPlain;
    rows.push({
      instrument: code,
      rows: plain.length,
      "rows not shipped": best === undefined ? plain.length : plain.length - best.common,
      "largest difference": best === undefined ? "nothing shipped" : best.difference.toExponential(1),
      "is the stitch": best === undefined ? "" : best === asFilled ? "forward-filled" : "plain",
      "ms to stitch": Number(milliseconds.toFixed(1)),
    });
    if (theirs !== undefined) await desk.data.adjustedPrices.write(code, theirs);
  }
  table(rows);
  say(
    "Differences are relative, on the rows that both have; the shipped files lack a few rows of their own multiple prices.",
  );
}

function compare(ours: Series, shipped: Series): { readonly common: number; readonly difference: number } {
  const [a, b] = alignInner([ours, shipped]);
  let difference = 0;
  for (let row = 0; row < a.length; row++) {
    const [left, right] = [a.values[row]!, b.values[row]!];
    if (Number.isNaN(left) && Number.isNaN(right)) continue;
    const apart = Math.abs(left - right) / Math.max(Math.abs(right), Number.MIN_VALUE);
    difference = Math.max(difference, Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart);
  }
  return { common: a.length, difference };
}
