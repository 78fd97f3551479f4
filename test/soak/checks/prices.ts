import { backAdjust } from "../../../src/prices/backAdjust.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { formatTime } from "../../../src/time/text.js";
import type { World } from "../world.js";
import { hold } from "./fail.js";

const TOLERANCE = 1e-9;

/**
 * Adjusted prices are what stitching the multiple prices gives: one for each row with a PRICE, and for those without that a
 * roll has filled.
 */
export async function checkAdjustedPrices({ desk, watched }: World): Promise<void> {
  const libraries = [LIBRARIES.multiplePrices, LIBRARIES.adjustedPrices];
  for (const instrument of new Set(
    libraries.flatMap((library) => [...(watched.touched.get(library) ?? [])]),
  )) {
    const adjusted = await desk.data.adjustedPrices.get(instrument);
    const multiple = await desk.data.multiplePrices.get(instrument);
    const stitched = backAdjust(multiple, { forwardFill: true, instrument });
    const price = multiple.floats("PRICE");
    let next = 0;
    for (let row = 0; row < stitched.length; row++) {
      const time = stitched.time[row]!;
      const [have, want] = [
        adjusted.time[next] === time ? adjusted.values[next]! : undefined,
        stitched.values[row]!,
      ];
      if (have !== undefined) next++;
      else if (Number.isNaN(price[row]!)) continue;
      if (isSame(have, want)) continue;
      hold(
        false,
        () =>
          `${instrument}: the adjusted price of ${formatTime(time)} is ${have}, and stitching gives ${want}`,
      );
    }
    hold(
      next === adjusted.length,
      () => `${instrument} has adjusted prices where there are no multiple prices`,
    );
  }
}

const isSame = (have: number | undefined, want: number): boolean =>
  have !== undefined &&
  (Object.is(have, want) || Math.abs(have - want) <= TOLERANCE * Math.max(1, Math.abs(want)));
