import { describe, expect, test } from "vitest";
import { contractLetterName, monthLetter } from "../../src/contracts/rollCycle.js";
import {
  approximateExpiry,
  carryContract,
  desiredRollDate,
  nextHeldContract,
  nextPricedContract,
  previousHeldContract,
  previousPricedContract,
  type RollParameters,
  sameRollParameters,
} from "../../src/contracts/rollParameters.js";
import { readRollParameters } from "../support/csvFrames.js";
import { golden, hasGolden, orRefuses, type Refused, time } from "../support/golden.js";
import { type GoldenRollParameters, goldenRollParameters } from "./goldenRollParameters.js";

interface Answers {
  readonly expiry: string;
  readonly desired_roll_date: string;
  readonly letter: string;
  readonly next_priced_contract: string;
  readonly previous_priced_contract: string;
  readonly next_held_contract: string;
  readonly previous_held_contract: string;
  readonly carry_contract: string;
}

interface Case {
  readonly instrument: string;
  readonly parameters: GoldenRollParameters;
  readonly cases: readonly ({ readonly contract: string } & (Answers | Refused))[];
}

const answers = (contract: string, parameters: RollParameters) => ({
  expiry: approximateExpiry(contract, parameters),
  desired_roll_date: desiredRollDate(contract, parameters),
  letter: monthLetter(contract),
  next_priced_contract: nextPricedContract(contract, parameters),
  previous_priced_contract: previousPricedContract(contract, parameters),
  next_held_contract: nextHeldContract(contract, parameters),
  previous_held_contract: previousHeldContract(contract, parameters),
  carry_contract: carryContract(contract, parameters),
});

const file = "rollcycles.json";

describe.runIf(hasGolden(file))(file, () => {
  const cases = hasGolden(file) ? golden<readonly Case[]>(file) : [];
  const configured = readRollParameters();
  test("reads the file", () => {
    expect(cases).toBeInstanceOf(Array);
  });
  test.each(cases.map((one) => [one.instrument, one] as const))("%s", (instrument, one) => {
    const parameters = goldenRollParameters(one.parameters);
    const shipped = configured.get(instrument);
    if (shipped !== undefined) expect(sameRollParameters(parameters, shipped)).toBe(true);
    for (const { contract, ...expected } of one.cases) {
      orRefuses<object, Answers>(
        () => answers(contract, parameters),
        expected,
        {},
        (made, wanted) => {
          const times = { expiry: time(wanted.expiry), desired_roll_date: time(wanted.desired_roll_date) };
          expect(made, contract).toEqual({ ...wanted, ...times });
          expect(contractLetterName(contract)).toBe(contract.slice(0, 4) + wanted.letter);
        },
      );
    }
  });
});
