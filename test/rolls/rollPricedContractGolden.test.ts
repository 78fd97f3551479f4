import { describe, expect, test } from "vitest";
import { backAdjust } from "../../src/prices/backAdjust.js";
import { type PricedContractRoll, rollPricedContract } from "../../src/rolls/rollPricedContract.js";
import { formatTime } from "../../src/time/text.js";
import { type GoldenRollParameters, goldenRollParameters } from "../contracts/goldenRollParameters.js";
import {
  type GoldenPrices,
  type GoldenRow,
  goldenFrame,
  goldenPriceSet,
  goldenSeries,
  rowsDifference,
} from "../prices/multipleGoldenRows.js";
import {
  golden,
  hasGolden,
  number,
  orRefuses,
  type Refused,
  relativeDifference,
  TOLERANCE,
  time,
} from "../support/golden.js";

interface Rolled {
  readonly tail: readonly GoldenRow[];
  readonly length: number;
  readonly adjusted_tail: GoldenPrices;
  readonly adjusted_first: number | null;
  readonly adjusted_sum: number;
}

interface Case {
  readonly instrument: string;
  readonly history: readonly GoldenRow[];
  readonly roll_parameters: GoldenRollParameters;
  readonly roll_contract_prices: Readonly<Record<string, GoldenPrices>>;
  readonly rolled: Rolled | Refused;
  readonly rolled_ffill: Rolled | Refused;
}

const file = "updates.json";

describe.runIf(hasGolden(file))(file, () => {
  const cases = hasGolden(file) ? golden<readonly Case[]>(file) : [];
  test("reads the file", () => {
    expect(cases).toBeInstanceOf(Array);
  });
  for (const [index, one] of cases.entries()) {
    for (const [forwardFill, expected] of [
      [false, one.rolled],
      [true, one.rolled_ffill],
    ] as const) {
      test(`${index} ${one.instrument}: rolled${forwardFill ? " with forward fill" : ""}`, () => {
        const roll = (): PricedContractRoll =>
          rollPricedContract(goldenFrame(one.history), {
            rollParameters: goldenRollParameters(one.roll_parameters),
            contractPrices: goldenPriceSet(one.roll_contract_prices),
            forwardFill,
            instrument: one.instrument,
          });
        const details = { instrument: one.instrument, time: lastPriced(one.history) };
        orRefuses(roll, expected, details, expectAgreement);
      });
    }
  }
});

/** The time of the last row that has a price. */
function lastPriced(history: readonly GoldenRow[]): string {
  const priced = history.filter(([, ...prices]) => prices.slice(0, 3).some((price) => price !== null));
  return formatTime(time(priced.at(-1)![0]));
}

function expectAgreement({ prices }: PricedContractRoll, expected: Rolled): void {
  expect(prices.length).toBe(expected.length);
  expect(rowsDifference(prices.rows(-expected.tail.length), expected.tail)).toBeLessThanOrEqual(TOLERANCE);
  const adjusted = backAdjust(prices, { forwardFill: true });
  const tail = goldenSeries(expected.adjusted_tail);
  const actual = adjusted.rows(-tail.length);
  expect([...actual.time]).toEqual([...tail.time]);
  const sum = adjusted.values.reduce((total, value) => (Number.isNaN(value) ? total : total + value), 0);
  expect(
    relativeDifference(
      [...actual.values, adjusted.at(0), sum],
      [...tail.values, number(expected.adjusted_first), expected.adjusted_sum],
    ),
  ).toBeLessThanOrEqual(TOLERANCE);
}
