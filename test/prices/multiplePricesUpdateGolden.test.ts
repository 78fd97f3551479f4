import { describe, expect, test } from "vitest";
import { updateMultiplePrices } from "../../src/prices/multiplePricesUpdate.js";
import { golden, hasGolden, orRefuses, type Refused, TOLERANCE } from "../support/golden.js";
import {
  type GoldenPrices,
  type GoldenRow,
  goldenFrame,
  goldenPriceSet,
  rowsDifference,
} from "./multipleGoldenRows.js";

interface Case {
  readonly instrument: string;
  readonly history: readonly GoldenRow[];
  readonly new: Readonly<
    Record<"PRICE" | "CARRY" | "FORWARD", { readonly contract: string; readonly prices: GoldenPrices }>
  >;
  readonly updated: readonly GoldenRow[] | Refused;
}

const file = "updates.json";

describe.runIf(hasGolden(file))(file, () => {
  const cases = hasGolden(file) ? golden<readonly Case[]>(file) : [];
  test("reads the file", () => {
    expect(cases).toBeInstanceOf(Array);
  });
  test.each(cases.map((one, index) => [index, one.instrument, one] as const))(
    "%i %s: multiple prices updated",
    (_index, instrument, one) => {
      const prices = Object.values(one.new).map(({ contract, prices }) => [contract, prices] as const);
      const history = goldenFrame(one.history);
      const update = () =>
        updateMultiplePrices(history, goldenPriceSet(Object.fromEntries(prices)), { instrument });
      const details = { instrument, time: expect.any(String) };
      orRefuses(update, one.updated, details, (made, updated) => {
        expect(rowsDifference(made.prices, updated)).toBeLessThanOrEqual(TOLERANCE);
        expect(made.rowsAdded).toBe(updated.length - one.history.length);
      });
    },
  );
});
