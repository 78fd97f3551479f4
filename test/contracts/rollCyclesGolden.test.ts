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
  sameRollParameters,
} from "../../src/contracts/rollParameters.js";
import { readRollParameters } from "../support/csvFrames.js";
import { golden, hasGolden, time } from "../support/golden.js";
import { type GoldenRollParameters, goldenRollParameters } from "./goldenRollParameters.js";

interface Case {
  readonly instrument: string;
  readonly parameters: GoldenRollParameters;
  readonly cases: readonly {
    readonly contract: string;
    readonly expiry: string;
    readonly desired_roll_date: string;
    readonly letter: string;
    readonly next_priced_contract: string;
    readonly previous_priced_contract: string;
    readonly next_held_contract: string;
    readonly previous_held_contract: string;
    readonly carry_contract: string;
  }[];
}

const file = "rollcycles.json";

describe.runIf(hasGolden(file))(file, () => {
  const cases = hasGolden(file) ? golden<readonly Case[]>(file) : [];
  const configured = readRollParameters();
  test.each(cases.map((one) => [one.instrument, one] as const))("%s", (instrument, one) => {
    const parameters = goldenRollParameters(one.parameters);
    const shipped = configured.get(instrument);
    if (shipped !== undefined) expect(sameRollParameters(parameters, shipped)).toBe(true);
    for (const { contract, ...expected } of one.cases) {
      expect(
        {
          expiry: approximateExpiry(contract, parameters),
          desired_roll_date: desiredRollDate(contract, parameters),
          letter: monthLetter(contract),
          next_priced_contract: nextPricedContract(contract, parameters),
          previous_priced_contract: previousPricedContract(contract, parameters),
          next_held_contract: nextHeldContract(contract, parameters),
          previous_held_contract: previousHeldContract(contract, parameters),
          carry_contract: carryContract(contract, parameters),
        },
        contract,
      ).toEqual({
        ...expected,
        expiry: time(expected.expiry),
        desired_roll_date: time(expected.desired_roll_date),
      });
      expect(contractLetterName(contract)).toBe(contract.slice(0, 4) + expected.letter);
    }
  });
});
