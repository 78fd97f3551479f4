import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BrokerFault, FaultKind } from "../../../src/broker/simulated/brokerFault.js";
import { FAULT_KINDS } from "../../../src/broker/simulated/faultKinds.js";
import { type RandomFaultsOptions, randomFaults } from "../../../src/broker/simulated/randomFaults.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { toTime } from "../../../src/time/text.js";
import { BOND, brokerAt, EVENING, market } from "./simulatedMarket.js";

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isContangoError(error, "MARKET_PARAMETER")) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
};
const refused = (fault: BrokerFault): string => refusal(() => brokerAt(EVENING, { faults: [fault] }));

describe("a fault that cannot be is refused", () => {
  const from = "2018-10-16";
  it.each<[BrokerFault, RegExp]>([
    [{ kind: "eaten" as "zero", from }, /fault 0 \(eaten\) is of no kind; the kinds are missing, late/],
    [{ kind: "missing", from, to: "2018-10-15" }, /ends at 2018-10-15 23:59:59\S* before it begins/],
    [{ kind: "missing", from, instrument: "BOND", pair: "EURUSD" }, /names both BOND and EURUSD/],
    [{ kind: "missing", from, contract: "20181200" }, /names 20181200, but no instrument/],
    [{ kind: "missing", from, pair: "GBPUSD" }, /is of GBPUSD, which the market does not have/],
    [{ kind: "missing", from, instrument: "NICKEL" }, /is of NICKEL, which the market does not have/],
    [
      { kind: "notFound", from, instrument: "BOND", contract: "20181100" },
      /BOND\/20181100, which the market/,
    ],
    [
      { kind: "missing", from: "2018-10-20", to: "2018-10-21" },
      /is of no bar: there is none from 2018-10-20/,
    ],
    [{ kind: "zero", from: "2019-06-03", ...BOND }, /is of no bar/],
    [{ kind: "zero", from: "2031", pair: "EURUSD" }, /is of no bar/],
    [{ kind: "late", from, days: 0 }, /was 0 days; give a whole number above zero/],
    [{ kind: "late", from, days: 1.5 }, /was 1.5 days/],
    [{ kind: "spike", from, factor: 1 }, /had the factor 1; give a number above zero other than 1/],
    [{ kind: "spike", from, factor: -2 }, /had the factor -2/],
    [{ kind: "unit", from, factor: Number.NaN }, /had the factor NaN/],
    [{ kind: "zero", from, correctedAfter: -1 }, /was corrected after -1 days/],
    [{ kind: "negative", from, pair: "EURUSD" }, /cannot be of the pair EURUSD/],
    [
      { kind: "negative", from, legitimate: true, correctedAfter: 1 },
      /is legitimate; then it is in all bars/,
    ],
    [{ kind: "partial", from, pair: "EURUSD" }, /cannot be of the pair EURUSD/],
    [{ kind: "partial", from, frequency: "Hour" }, /cannot be of hourly bars/],
    [{ kind: "partial", from, share: 1 }, /was 1 of the session; give a number between 0 and 1/],
    [{ kind: "pacing", from, every: 1 }, /was for every 1. question; give a whole number above 1/],
    [{ kind: "disconnected", from, requests: [] }, /is for no questions/],
    [
      { kind: "permission", from, instrument: "BOND", requests: ["positions"] },
      /positions is not asked of an instr/,
    ],
    [{ kind: "garbled", from, how: "unsorted", requests: ["trade"] }, /can be of prices only, not trade/],
    [{ kind: "expiry", from, days: 0 }, /was 0 days; give a whole number other than 0/],
    [{ kind: "pointSize", from, factor: 0 }, /had the factor 0/],
  ])("%j", (fault, message) => {
    expect(refused(fault)).toMatch(message);
  });

  it("by its number", () => {
    const good: BrokerFault = { kind: "missing", from };
    const bad: BrokerFault = { kind: "late", from, days: -1 };
    expect(refusal(() => brokerAt(EVENING, { faults: [good, good, bad] }))).toContain("fault 2 (late)");
  });
});

describe("random faults", () => {
  const span = { market, from: "2018-03", to: "2018-11" };
  const draw = (options: Partial<RandomFaultsOptions> = {}): BrokerFault[] =>
    randomFaults({ seed: 1, ...span, ...options });

  it("follow from the seed, and any broker takes them", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 60 }), (seed, count) => {
        const faults = draw({ seed, count });
        expect(draw({ seed, count })).toEqual(faults);
        expect(faults).toHaveLength(count);
        brokerAt(EVENING, { faults });
      }),
      { numRuns: 40 },
    );
    expect(draw({ seed: 1, count: 30 })).not.toEqual(draw({ seed: 2, count: 30 }));
  });

  it("are of the kinds asked for, within the span, in order, and end after days", () => {
    const kinds = (faults: readonly BrokerFault[]): Set<FaultKind> => new Set(faults.map(({ kind }) => kind));
    const faults = draw({ count: 140 });
    const usual = FAULT_KINDS.filter((kind) => kind !== "silent" && kind !== "lostExecutions");
    expect(kinds(faults)).toEqual(new Set(usual));
    expect(kinds(draw({ count: 16, kinds: FAULT_KINDS })).size).toBe(16);
    expect(kinds(draw({ count: 5, kinds: ["zero", "late"] }))).toEqual(new Set(["zero", "late"]));
    const times = faults.map(({ from }) => toTime(from));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(toTime("2018-03-01"));
    expect(times.at(-1)).toBeLessThanOrEqual(toTime("2018-11-30"));
    for (const { from, to } of faults) expect(toTime(to!) - toTime(from)).toBeLessThanOrEqual(3 * 86_400_000);
  });

  it("come at a rate", () => {
    expect(draw({ ratePerDay: 0.5, from: "2018-03-05", to: "2018-03-30" })).toHaveLength(10);
    expect(draw({ ratePerDay: 0 })).toEqual([]);
  });

  it("are refused with what to do", () => {
    expect(refusal(() => draw())).toContain("give the faults either a count or a rate per day");
    expect(refusal(() => draw({ count: 1, ratePerDay: 1 }))).toContain("either a count or a rate");
    expect(refusal(() => draw({ count: -1 }))).toContain("-1 faults");
    expect(refusal(() => draw({ count: 1, kinds: [] }))).toContain("no kinds of faults");
    expect(refusal(() => draw({ count: 1, from: "2031", to: "2032" }))).toContain(
      "nothing trades on these days",
    );
    expect(refusal(() => draw({ count: 1, from: "2018-10-20", to: "2018-10-21" }))).toContain(
      "no business day",
    );
  });
});
