/** The decisions behind initialisation: pure functions. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextPricedContract, rollParameters } from "../../../src/contracts/rollParameters.js";
import { allSpikes } from "../../../src/production/initialise/allSpikes.js";
import { contractsToSeed } from "../../../src/production/initialise/contractsToSeed.js";
import { lastContracts, registered } from "../../../src/production/initialise/registerContracts.js";
import { firstDifference, settle, settleValue } from "../../../src/production/initialise/settle.js";
import { planContract } from "../../../src/production/initialise/storeContract.js";
import { frame, series } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import { toTime } from "../../../src/time/text.js";

const prices = (values: readonly number[], labels?: readonly (string | undefined)[]): Frame =>
  frame(
    values.map((_, at) => toTime("2024-01-01") + at * 86_400_000),
    labels === undefined ? { PRICE: values } : { PRICE: values, PRICE_CONTRACT: labels },
  );

describe("given rows", () => {
  it("are written where nothing is stored, and unchanged where all they say is stored", () => {
    const given = prices([1, Number.NaN, 3]);
    expect(settle(undefined, given, false)).toEqual({ status: "written" });
    expect(settle(given, given, false)).toEqual({ status: "unchanged" });
    expect(settle(prices([1, 2, 3, 4]), given, false)).toEqual({ status: "unchanged" });
    expect(settle(given, given, true)).toEqual({ status: "unchanged" });
    expect(settle(prices([1, 2, 3, 4]), given, true)).toEqual({ status: "replaced" });
  });

  it("are refused where they differ, with the first place, or replace what is stored", () => {
    const stored = prices([1, 2, 3], ["20240300", "20240300", "20240600"]);
    const given = prices([1, 2, 3], ["20240300", "20240600", "20240600"]);
    expect(settle(stored, given, false)).toEqual({
      status: "refused",
      difference: "PRICE_CONTRACT at 2024-01-02 00:00:00 is 20240300, and 20240600 is given",
    });
    expect(settle(stored, given, true)).toEqual({ status: "replaced" });
    expect(firstDifference(prices([1, Number.NaN]), prices([1, 2]))).toContain(
      "PRICE at 2024-01-02 00:00:00 is missing",
    );
    expect(firstDifference(prices([1]), prices([1, 2]))).toBe(
      "there is no row at 2024-01-02 00:00:00, which is given",
    );
    expect(firstDifference(prices([1]), prices([1, 2]), { commonRows: true })).toBeUndefined();
    expect(firstDifference(prices([1, 5]), prices([1, 2]), { commonRows: true })).toContain(
      "is 5, and 2 is given",
    );
  });

  it("differ in nothing from themselves and from what holds them, and are never lost", () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (a, b) => {
        const [stored, given] = [prices(a), prices(b)];
        const settled = settle(stored, given, false);
        const holds = b.every((wanted, at) => at < a.length && (Number.isNaN(wanted) || a[at] === wanted));
        expect(settled.status).toBe(holds ? "unchanged" : "refused");
      }),
    );
  });

  it("may be one record, in which absent and missing are the same", () => {
    const corn = { code: "CORN", pointSize: 50, spreadCost: Number.NaN, commission: { perBlock: 2.8 } };
    expect(settleValue(undefined, corn, false)).toEqual({ status: "written" });
    expect(settleValue({ ...corn, region: undefined }, corn, true)).toEqual({ status: "unchanged" });
    const other = { ...corn, commission: { perBlock: 3 } };
    expect(settleValue(corn, other, false)).toEqual({
      status: "refused",
      difference: "commission.perBlock is 2.8, and 3 is given",
    });
    expect(settleValue({ ...corn, region: "US" }, corn, false)).toMatchObject({
      difference: 'region is "US", and missing is given',
    });
    expect(settleValue(corn, other, true)).toEqual({ status: "replaced" });
  });
});

describe("bars of a contract", () => {
  const bars = (from: string, values: readonly number[]): Frame => {
    const times = values.map((_, at) => toTime(from) + at * 86_400_000);
    return frame(times, { OPEN: values, HIGH: values, LOW: values, FINAL: values, VOLUME: values });
  };
  const wanted = { overwrite: false, fillGaps: false };

  it("are refused as a whole where one frequency differs", () => {
    const stored = { Day: bars("2024-01-01 23:00", [1, 2]) };
    const given = { Day: bars("2024-01-01 23:00", [1, 3]), Hour: bars("2024-01-01 14:00", [5]) };
    expect(planContract(stored, given, wanted)).toMatchObject({
      settlement: { status: "refused" },
      writes: {},
    });
    const plan = planContract(stored, given, { ...wanted, overwrite: true });
    expect(plan.settlement.status).toBe("replaced");
    expect([...plan.merged.floats("FINAL")]).toEqual([5, 1, 3]);
  });

  it("are merged with what is stored of the other frequency", () => {
    const plan = planContract(
      { Hour: bars("2024-01-01 14:00", [5]) },
      { Day: bars("2024-01-01 23:00", [6]) },
      wanted,
    );
    expect([...plan.merged.floats("FINAL")]).toEqual([5, 6]);
    expect(Object.keys(plan.writes)).toEqual(["Day"]);
  });

  it("without a row are nothing", () => {
    const plan = planContract({}, { Day: bars("2024-01-01", []) }, wanted);
    expect(plan).toMatchObject({ settlement: { status: "unchanged" }, writes: {} });
  });
});

describe("contracts", () => {
  const given = { instrument: "CORN", contract: "20241200", expiry: toTime("2024-12-15"), sampling: true };
  const [before, after] = [toTime("2024-12-15 22:00"), toTime("2024-12-16")];

  it("are made known once, and sampled while they trade", () => {
    expect(registered(undefined, given, before)).toEqual(given);
    expect(registered(undefined, given, after)).toEqual({ ...given, sampling: false });
    expect(registered(given, given, before)).toBeUndefined();
    const known = { ...given, expiry: toTime("2024-12-13"), sampling: false };
    expect(registered(known, given, toTime("2024-12-13"))).toEqual({ ...known, sampling: true });
    expect(registered(known, given, before)).toBeUndefined();
    expect(registered({ ...given, sampling: true }, { ...given, sampling: false }, before)).toBeUndefined();
  });

  it("of the last row of multiple prices are those that it names", () => {
    const labels = { PRICE_CONTRACT: ["20240300"], CARRY_CONTRACT: ["202406"], FORWARD_CONTRACT: ["202406"] };
    expect(lastContracts(frame(["2024-01-02"], { PRICE: [1], ...labels }))).toEqual(["20240300", "20240600"]);
    expect(lastContracts(frame([], { PRICE: [], PRICE_CONTRACT: [] as string[] }))).toEqual([]);
  });

  it("to seed are priced ones from the first that expires in the period to the last that is needed now", () => {
    const corn = rollParameters({
      holdCycle: "Z",
      pricedCycle: "HKNUZ",
      rollOffsetDays: -60,
      approximateExpiryOffset: 14,
    });
    const contracts = contractsToSeed(corn, { from: toTime("2023-05-20"), now: toTime("2024-03-28") });
    expect(contracts).toEqual([
      "20230700",
      "20230900",
      "20231200",
      "20240300",
      "20240500",
      "20240700",
      "20240900",
      "20241200",
      "20250300",
      "20250500",
      "20250700",
      "20250900",
      "20251200",
    ]);
    const bond = rollParameters({
      holdCycle: "HMUZ",
      pricedCycle: "HMUZ",
      rollOffsetDays: -5,
      carryOffset: 1,
      approximateExpiryOffset: 20,
    });
    expect(contractsToSeed(bond, { from: toTime("2023-12-30"), now: toTime("2024-03-28") })).toEqual([
      "20240300",
      "20240600",
      "20240900",
      "20241200",
    ]);
  });

  it("to seed always hold what is held, rolled into and measured against", () => {
    const months = fc.subarray([..."FGHJKMNQUVXZ"], { minLength: 1 });
    const day = fc.integer({ min: toTime("1990"), max: toTime("2040") });
    fc.assert(
      fc.property(
        months,
        months,
        fc.constantFrom(1, -1),
        fc.integer({ min: -120, max: 0 }),
        day,
        (hold, more, carryOffset, rollOffsetDays, now) => {
          const pricedCycle = [...new Set([...hold, ...more])].join("");
          const parameters = rollParameters({
            holdCycle: hold.join(""),
            pricedCycle,
            carryOffset,
            rollOffsetDays,
          });
          const contracts = contractsToSeed(parameters, { from: now - 300 * 86_400_000, now });
          for (const [at, contract] of contracts.entries()) {
            expect(pricedCycle).toContain("FGHJKMNQUVXZ"[Number(contract.slice(4, 6)) - 1]);
            if (at > 0) expect(contract).toBe(nextPricedContract(contracts[at - 1]!, parameters));
          }
          expect(contracts.length).toBeGreaterThan(1);
        },
      ),
    );
  });
});

describe("spikes", () => {
  it("are all found: the bad price, and the way back", () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 + (at % 2));
    values[60] = 1000;
    const times = values.map((_, at) => toTime("2024-01-01") + at * 86_400_000);
    expect(allSpikes(series(times, values), 8).map(({ row }) => row)).toEqual([60, 61]);
    expect(allSpikes(series(times, values), 1000)).toEqual([]);
    values[60] = Number.POSITIVE_INFINITY;
    expect(allSpikes(series(times, values), 8).map(({ row }) => row)).toEqual([60]);
  });
});
