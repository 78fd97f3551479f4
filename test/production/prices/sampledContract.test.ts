import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Contract } from "../../../src/contracts/contract.js";
import { rollParameters } from "../../../src/contracts/rollParameters.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { contractChain } from "../../../src/production/prices/contractChain.js";
import { pointSizeProblem } from "../../../src/production/prices/pointSizes.js";
import {
  type ContractFacts,
  type ExpiryAnswer,
  sameContract,
  sampledContract,
} from "../../../src/production/prices/sampledContract.js";
import { DAY } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";

const NOW = toTime("2024-03-28 20:30");
const key = { instrument: "CORN", contract: "20240500" };
const later = toTime("2024-05-14");
const past = toTime("2024-03-27");
const known = (expiry: number): ExpiryAnswer => ({ status: "known", expiry });
const notFound: ExpiryAnswer = { status: "not-found" };
const noBroker: ExpiryAnswer = { status: "unknown" };
const silent: ExpiryAnswer = { status: "unknown", error: new ContangoError("BROKER_DISCONNECTED", "x", "y") };

const facts = (values: Partial<ContractFacts>): ContractFacts => ({
  key,
  current: false,
  inChain: true,
  answer: known(later),
  approximateExpiry: toTime("2024-05-01"),
  now: NOW,
  ...values,
});
const stored = (sampling: boolean, expiry = later): Contract => ({ ...key, expiry, sampling });

describe("sampledContract [row 32]", () => {
  it("takes the broker's expiry, the stored one, or the approximate one", () => {
    expect(sampledContract(undefined, facts({ answer: known(later + 3) })).expiry).toBe(later);
    expect(sampledContract(stored(true, past), facts({})).expiry).toBe(later);
    expect(sampledContract(stored(true), facts({ answer: silent })).expiry).toBe(later);
    expect(sampledContract(undefined, facts({ answer: noBroker })).expiry).toBe(toTime("2024-05-01"));
  });

  it("samples a contract through its last day of trading, and not after it", () => {
    const lastDay = toTime("2024-03-28");
    expect(sampledContract(stored(true, lastDay), facts({ answer: known(lastDay) })).sampling).toBe(true);
    expect(sampledContract(stored(true), facts({ answer: known(past), current: true })).sampling).toBe(false);
  });

  it.each([
    ["in the chain and listed", {}, undefined, true],
    ["in the chain again", {}, stored(false), true],
    ["no longer in the chain", { inChain: false }, stored(true), false],
    ["current, out of the chain", { inChain: false, current: true }, stored(true), true],
    ["new, not listed", { answer: notFound }, undefined, false],
    ["known, no longer listed", { answer: notFound }, stored(true), false],
    ["current, not listed", { answer: notFound, current: true }, stored(true), true],
    ["new, while the broker is silent", { answer: silent }, undefined, true],
    ["sampled, while the broker is silent", { answer: silent }, stored(true), true],
    ["not sampled, while the broker is silent", { answer: silent }, stored(false), false],
    ["not sampled, without a broker", { answer: noBroker }, stored(false), true],
    ["out of the chain, while the broker is silent", { answer: silent, inChain: false }, stored(true), false],
  ] as const)("%s", (_, given, before, sampling) => {
    expect(sampledContract(before, facts(given)).sampling).toBe(sampling);
  });

  const answers = fc.oneof(
    fc.integer({ min: -200, max: 400 }).map((days) => known(NOW + days * DAY)),
    fc.constantFrom(notFound, noBroker, silent),
  );
  const contracts = fc.option(
    fc
      .tuple(fc.boolean(), fc.integer({ min: -200, max: 400 }))
      .map(([sampling, days]) => stored(sampling, Math.floor((NOW + days * DAY) / DAY) * DAY)),
    { nil: undefined },
  );

  it("decides the same again about what it decided", () => {
    fc.assert(
      fc.property(contracts, answers, fc.boolean(), fc.boolean(), (before, answer, current, inChain) => {
        const given = facts({ answer, current, inChain });
        const once = sampledContract(before, given);
        expect(sameContract(once, sampledContract(once, given))).toBe(true);
      }),
    );
  });

  it("keeps a current contract sampled until it has expired, whatever the broker says", () => {
    fc.assert(
      fc.property(contracts, answers, fc.boolean(), (before, answer, inChain) => {
        const { expiry, sampling } = sampledContract(before, facts({ answer, inChain, current: true }));
        expect(sampling).toBe(expiry >= Math.floor(NOW / DAY) * DAY);
      }),
    );
  });
});

describe("contractChain [row 32]", () => {
  const corn = rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ" });

  it("goes from the priced contract after the last current one back to 100 days ago", () => {
    const chain = contractChain(["20241200", "20240900", "20251200"], corn, NOW);
    expect(chain[0]).toBe("20240300");
    expect(chain.at(-1)).toBe("20260300");
    expect(chain).toHaveLength(11);
    const before = contractChain(["20241200", "20240900", "20251200"], corn, toTime("2024-06-09"));
    expect(before[0]).toBe("20240300");
    expect(contractChain(["20241200", "20240900", "20251200"], corn, toTime("2024-06-09 00:00:01"))[0]).toBe(
      "20240500",
    );
  });

  it("has the current contracts however old, and out of the cycle", () => {
    expect(contractChain(["20200100", "20200300", "20200500"], corn, NOW)).toEqual([
      "20200100",
      "20200300",
      "20200500",
    ]);
  });
});

describe("pointSizeProblem", () => {
  it("allows for rounding, and tells a price magnifier from another mistake", () => {
    expect(pointSizeProblem(50, 50)).toBeUndefined();
    expect(pointSizeProblem(0.1, 0.1 + 1e-17)).toBeUndefined();
    expect(pointSizeProblem(50, 5000)).toContain(
      "50 in configuration and 5000 at the broker, 100 times as much: one side may count the broker's price magnifier",
    );
    expect(pointSizeProblem(50, 0.5)).toContain("0.01 times as much");
    expect(pointSizeProblem(50, 25)).toBe(
      "its point size is 50 in configuration and 25 at the broker; correct the wrong one before trading",
    );
    expect(pointSizeProblem(50, Number.NaN)).toContain("NaN at the broker");
  });
});
