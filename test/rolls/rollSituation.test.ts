import { describe, expect, it } from "vitest";
import { rollParameters } from "../../src/contracts/rollParameters.js";
import { currentContracts } from "../../src/rolls/currentContracts.js";
import { expiryOf, rollDateOf, rollsBehind, wholeDaysUntil } from "../../src/rolls/rollDates.js";
import { rollInformationOf } from "../../src/rolls/rollInformation.js";
import { rollSituation } from "../../src/rolls/rollSituation.js";
import { frame, series } from "../../src/series/construct.js";
import { toTime } from "../../src/time/text.js";

const parameters = rollParameters({
  holdCycle: "HMUZ",
  pricedCycle: "HMUZ",
  rollOffsetDays: -5,
  carryOffset: 1,
  approximateExpiryOffset: 15,
});
const dates = { rollParameters: parameters };
const contracts = { priced: "20240300", forward: "20240600", carry: "20240600" };

describe("days left", () => {
  it("are whole ones, rounded down: 0 on the eve, -1 on the day", () => {
    const expiry = toTime("2024-03-16");
    expect(expiryOf("20240300", dates)).toBe(expiry);
    expect(rollDateOf("20240300", dates)).toBe(toTime("2024-03-11"));
    const left = [
      "2024-03-14 23:00",
      "2024-03-15",
      "2024-03-15 15:00",
      "2024-03-16",
      "2024-03-16 15:00",
      "2024-03-17 15:00",
    ];
    expect(left.map((now) => wholeDaysUntil(expiry, toTime(now)))).toEqual([1, 1, 0, 0, -1, -2]);
  });

  it("follow the expiry that the store knows", () => {
    const expiries = new Map([["20240300", toTime("2024-03-20")]]);
    expect(rollDateOf("20240300", { ...dates, expiries })).toBe(toTime("2024-03-15"));
  });
});

describe("rolls behind", () => {
  it.each([
    ["2024-03-10 23:59", 0],
    ["2024-03-11", 1],
    ["2024-06-10", 1],
    ["2024-06-11 12:00", 2],
    ["2025-01-05", 4],
  ])("at %s are %i", (now, behind) => {
    expect(rollsBehind(contracts, toTime(now), dates)).toBe(behind);
  });

  it("pass through the forward contract that the prices name", () => {
    const odd = { ...contracts, forward: "20241200" };
    expect(rollsBehind(odd, toTime("2024-07-01"), dates)).toBe(1);
  });
});

describe("the contracts of now", () => {
  const labels = {
    PRICE_CONTRACT: ["20240300", "202406"],
    FORWARD_CONTRACT: ["20240600", "20240900"],
    CARRY_CONTRACT: ["20240600", "20240900"],
  };
  const rows = (last: Partial<typeof labels> = {}) =>
    frame(["2024-03-08", "2024-03-11"], {
      PRICE: [1, 2],
      FORWARD: [1, 2],
      CARRY: [1, 2],
      ...labels,
      ...last,
    });

  it("are those of the last row", () => {
    expect(currentContracts(rows())).toEqual({ priced: "20240600", forward: "20240900", carry: "20240900" });
  });

  it("are refused where a label is missing or no contract", () => {
    const error = (multiple: ReturnType<typeof rows>) => () =>
      currentContracts(multiple, { instrument: "US10" });
    expect(error(rows().rows(0, 0))).toThrow(/no rows in multiple prices of US10/);
    const missing = rows({ FORWARD_CONTRACT: ["20240600", null] as unknown as string[] });
    expect(error(missing)).toThrow(/US10 have no FORWARD_CONTRACT in row 1 \(2024-03-11/);
    expect(error(rows({ CARRY_CONTRACT: ["20240600", "junk"] }))).toThrow(/CARRY_CONTRACT in row 1.*"junk"/);
  });
});

describe("a situation", () => {
  const now = toTime("2024-03-07 12:00");
  const data = {
    ...dates,
    contracts,
    pricedPosition: 2,
    pricedVolume: series(["2024-03-05 23:00", "2024-03-06 23:00"], [1000, 500]),
    forwardVolume: series(["2024-03-05 23:00", "2024-03-06 23:00"], [500, 2000]),
    now,
  };

  it("holds what decides [row 28]", () => {
    expect(rollSituation(data)).toEqual({
      contracts,
      pricedPosition: 2,
      daysToRoll: 3,
      daysToExpiry: 8,
      daysToCarryExpiry: 100,
      relativeVolume: 1500 / (2000 / 3),
      forwardVolume: 1500,
      rollsBehind: 0,
    });
  });

  it("suggests what is permitted, else leaves it to a person [row 28]", () => {
    const suggested = (
      state: "No_Roll" | "Force" | "No_Open",
      pricedPosition: number,
      forwardVolume = data.forwardVolume,
    ) => rollInformationOf("US10", { ...data, state, pricedPosition, forwardVolume }).suggestion;
    expect(suggested("No_Roll", 2)).toBe("Ask");
    expect(suggested("No_Roll", 0)).toBe("Roll_Adjusted");
    expect(suggested("Force", 0)).toBe("Roll_Adjusted");
    const illiquid = series(["2024-03-06"], [0]);
    expect(suggested("No_Open", 0, illiquid)).toBe("No_Open");
    const early = { ...data, now: toTime("2024-01-07"), forwardVolume: illiquid };
    expect(rollInformationOf("US10", { ...early, state: "No_Open", pricedPosition: 0 }).suggestion).toBe(
      "Ask",
    );
    expect(rollInformationOf("US10", { ...early, state: "No_Open", pricedPosition: 1 }).suggestion).toBe(
      "No_Roll",
    );
  });
});
