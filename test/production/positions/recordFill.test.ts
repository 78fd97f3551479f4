import { describe, expect, it } from "vitest";
import { readAttention } from "../../../src/production/attention.js";
import { attributeFill } from "../../../src/production/attributeFill.js";
import { cancelFill } from "../../../src/production/cancelFill.js";
import { type RecordFillOptions, recordFill } from "../../../src/production/recordFill.js";
import { series } from "../../../src/series/construct.js";
import { toTime } from "../../../src/time/text.js";
import { books, fillDesk, positions, want } from "./fillDesk.js";

const corn = {
  strategy: "trend",
  instrument: "CORN",
  contract: "20241200",
  quantity: 3,
  price: 432.5,
  time: "2024-03-28 15:00",
} satisfies RecordFillOptions;
const ID = "CORN/20241200 3 at 432.5, 2024-03-28T15:00:00.000Z";

describe("a fill by hand", () => {
  it("is kept, and moves the positions of its contract and its strategy [row 11] [row 16]", async () => {
    const desk = await fillDesk();
    const { status, items } = await recordFill(desk, { ...corn, commission: 2.5, currency: "USD" });
    expect(status).toBe("done");
    expect(items).toMatchObject([{ name: ID, status: "recorded", severity: "ok" }]);
    expect(items[0]?.message).toBe("3 CORN/20241200 at 432.5, 2024-03-28 15:00:00, for trend");
    expect(await desk.data.fills.get(ID)).toEqual({
      ...corn,
      id: ID,
      time: toTime(corn.time),
      commission: 2.5,
      currency: "USD",
      source: "hand",
    });
    expect(await positions(desk)).toEqual({ "CORN/20241200": 3, "trend CORN": 3 });
  });

  it("carries its own time, in the desk's zone, wherever that falls in the history", async () => {
    const desk = await fillDesk({ timezone: "America/Chicago" });
    await desk.data.strategyPositions.write(
      { strategy: "trend", instrument: "CORN" },
      series(["2024-03-27 10:00", "2024-03-28 12:00"], [1, 5]),
    );
    await recordFill(desk, { ...corn, time: "2024-03-27 15:00" });
    const { time } = (await desk.data.fills.all()).values().next().value!;
    expect(time).toBe(Date.UTC(2024, 2, 27, 20));
    const history = await desk.data.strategyPositions.get({ strategy: "trend", instrument: "CORN" });
    expect([...history]).toEqual([
      [toTime("2024-03-27 10:00"), 1],
      [toTime("2024-03-27 15:00"), 4],
      [toTime("2024-03-28 12:00"), 8],
    ]);
  });

  it("told again changes nothing, unless it has an id of its own", async () => {
    const desk = await fillDesk();
    await recordFill(desk, corn);
    const before = await books(desk.storage);
    expect((await recordFill(desk, corn)).status).toBe("unchanged");
    expect(await books(desk.storage)).toEqual(before);
    expect((await recordFill(desk, { ...corn, id: "second" })).status).toBe("done");
    expect(await positions(desk)).toEqual({ "CORN/20241200": 6, "trend CORN": 6 });
  });

  it("may name the contract by its month or its last day", async () => {
    const desk = await fillDesk();
    await recordFill(desk, { ...corn, contract: "202412" });
    await recordFill(desk, { ...corn, contract: "20241213", quantity: 1 });
    expect(await positions(desk)).toMatchObject({ "CORN/20241200": 4 });
  });

  it("without a strategy is that of the only one that trades the instrument, and says so", async () => {
    const desk = await fillDesk();
    await want(desk, "trend", "CORN", 3);
    await want(desk, "trend_raw", "CORN", 3);
    const { strategy: _, ...nobodys } = corn;
    const { items } = await recordFill(desk, nobodys);
    expect(items).toMatchObject([{ status: "guessed", severity: "ok" }]);
    expect(items[0]?.message).toContain("for trend, the only strategy that trades it");
    expect(await positions(desk)).toMatchObject({ "trend CORN": 3 });
  });

  it("without a strategy, where several trade the instrument, moves only its contract and wants a person", async () => {
    const desk = await fillDesk();
    await want(desk, "trend", "CORN", 3);
    await want(desk, "carry", "CORN", 3);
    const { strategy: _, ...nobodys } = corn;
    const { status, items } = await recordFill(desk, nobodys);
    expect([status, items[0]?.status]).toEqual(["attention", "unattributed"]);
    expect(items[0]?.message).toContain("carry, trend trade the instrument");
    expect(await positions(desk)).toEqual({ "CORN/20241200": 3 });
  });

  it("of a contract that the books do not know may add it", async () => {
    const desk = await fillDesk();
    const march = { ...corn, contract: "20250300" };
    await expect(recordFill(desk, march)).rejects.toMatchObject({
      code: "CONTRACT_MISSING",
      message: expect.stringContaining("CORN/20250300; check its date, or add it with { addContract: true }"),
    });
    await recordFill(desk, { ...march, addContract: true });
    const added = await desk.data.contracts.get("CORN/20250300");
    expect(added).toEqual({
      instrument: "CORN",
      contract: "20250300",
      expiry: toTime("2025-03-11"),
      sampling: false,
    });
    expect(await positions(desk)).toMatchObject({ "CORN/20250300": 3 });
  });

  it.each([
    ["FILL", { quantity: 0 }, "a fill of 0 contracts"],
    ["FILL", { quantity: 2.5 }, "a fill of 2.5 contracts"],
    ["FILL", { price: Number.NaN }, "the price of a fill was NaN"],
    ["FILL", { time: "2024-03-28 20:01" }, "is later than now"],
    ["FILL", { strategy: "tend" }, 'no strategy "tend" (did you mean "trend"?)'],
    ["INSTRUMENT_MISSING", { instrument: "CRN" }, 'no instrument "CRN" (did you mean "CORN"?)'],
    ["INSTRUMENT_CODE", { instrument: "CORN/X" }, '"CORN/X" cannot be an instrument code'],
    ["CONTRACT_ID", { contract: "20241300" }, '"20241300" is not a contract date'],
    ["TIME_TEXT", { time: "yesterday" }, '"yesterday" is not a time'],
    ["TIME_VALUE", { time: Number.NaN }, "a time was NaN"],
    [
      "PROCESS_OPTION",
      { time: new Date(0) as never },
      "takes the desk's wall time; write it as text without a zone",
    ],
  ])("is refused with %s: %o", async (code, wrong, message) => {
    const desk = await fillDesk();
    const before = await books(desk.storage);
    const call = recordFill(desk, { ...corn, ...wrong });
    await expect(call).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(await books(desk.storage)).toEqual(before);
  });

  it.each(["instrument", "contract", "quantity", "price", "time"])("needs the %s", async (name) => {
    const { [name as "price"]: _, ...rest } = corn;
    await expect(recordFill(await fillDesk(), rest)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining(`recordFill needs the ${name}`),
    });
  });

  it("under the id of another, or of another strategy, is refused", async () => {
    const desk = await fillDesk();
    await recordFill(desk, { ...corn, id: "x1" });
    const other = recordFill(desk, { ...corn, id: "x1", price: 433 });
    await expect(other).rejects.toMatchObject({
      code: "FILL",
      message: expect.stringContaining('under the id "x1"'),
    });
    const elses = recordFill(desk, { ...corn, id: "x1", strategy: "carry" });
    await expect(elses).rejects.toMatchObject({
      code: "FILL",
      message: expect.stringContaining('for strategy "trend"'),
    });
    expect(await positions(desk)).toEqual({ "CORN/20241200": 3, "trend CORN": 3 });
  });

  it("is not recorded on a dry run", async () => {
    const desk = await fillDesk();
    const before = await books(desk.storage);
    expect((await recordFill(desk, { ...corn, dryRun: true })).items).toMatchObject([{ status: "recorded" }]);
    expect(await books(desk.storage)).toEqual(before);
  });

  it("is recorded though another process writes at the same time", async () => {
    const desk = await fillDesk();
    const others = Array.from({ length: 8 }, (_, one) => ({ ...corn, id: `h${one}`, quantity: one + 1 }));
    // One of a kind at a time: those that met another say so, and are told again.
    let left = others;
    while (left.length > 0) {
      const outcomes = await Promise.all(left.map((fill) => recordFill(desk, fill)));
      left = left.filter((_, one) => outcomes[one]?.status === "running");
    }
    await Promise.all([cancelFill(desk, { id: "h0" }), attributeFill(desk, { id: "h7", strategy: "carry" })]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 35, "trend CORN": 27, "carry CORN": 8 });
  });
});

describe("whose a fill is", () => {
  it("can be said later, and the positions follow as of the fill's time", async () => {
    const desk = await fillDesk();
    await want(desk, "trend", "CORN", 3);
    await want(desk, "carry", "CORN", 3);
    const { strategy: _, ...nobodys } = corn;
    await recordFill(desk, nobodys);
    const { items } = await attributeFill(desk, { id: ID, strategy: "trend" });
    expect(items).toMatchObject([{ status: "recorded", fill: { strategy: "trend" } }]);
    const history = await desk.data.strategyPositions.get({ strategy: "trend", instrument: "CORN" });
    expect([...history]).toEqual([[toTime(corn.time), 3]]);
    expect((await attributeFill(desk, { id: ID, strategy: "trend" })).status).toBe("unchanged");
    await attributeFill(desk, { id: ID, strategy: "carry" });
    expect(await positions(desk)).toEqual({ "CORN/20241200": 3, "trend CORN": 0, "carry CORN": 3 });
  });

  it("is no longer waited for once it was said, or the fill taken back", async () => {
    const desk = await fillDesk();
    const { strategy: _, ...nobodys } = corn;
    await recordFill(desk, nobodys);
    await recordFill(desk, { ...nobodys, id: "never was" });
    const open = async () => (await readAttention(desk.storage)).map(({ item }) => item);
    expect(await open()).toEqual([ID, "never was"]);
    await cancelFill(desk, { id: "never was" });
    expect(await open()).toEqual([ID]);
    await attributeFill(desk, { id: ID, strategy: "trend" });
    expect(await open()).toEqual([]);
  });

  it.each([
    ["FILL", { id: "nothing", strategy: "trend" }, 'there is no fill "nothing"'],
    ["FILL", { id: ID, strategy: "tend" }, 'did you mean "trend"'],
    ["PROCESS_OPTION", { id: ID }, "needs a fill and a strategy"],
  ])("is refused with %s: %o", async (code, options, message) => {
    const desk = await fillDesk();
    await recordFill(desk, corn);
    const before = await books(desk.storage);
    await expect(attributeFill(desk, options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(await books(desk.storage)).toEqual(before);
  });
});

describe("a fill that is taken back", () => {
  it("leaves positions as if it had not been, and stays on record with its opposite", async () => {
    const desk = await fillDesk();
    await recordFill(desk, { ...corn, time: "2024-03-27 10:00", quantity: -1 });
    await recordFill(desk, corn);
    const { items } = await cancelFill(desk, { id: ID });
    expect(items).toMatchObject([
      { name: ID, status: "recorded", fill: { id: `cancel ${ID}`, quantity: -3 } },
    ]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": -1, "trend CORN": -1 });
    expect([...(await desk.data.fills.all()).keys()]).toContain(ID);
    const before = await books(desk.storage);
    expect((await cancelFill(desk, { id: ID })).status).toBe("unchanged");
    expect((await recordFill(desk, corn)).status).toBe("unchanged");
    expect(await books(desk.storage)).toEqual(before);
  });

  it.each([
    [{ id: "nothing" }, "FILL", 'there is no fill "nothing"'],
    [{ id: `cancel ${ID}` }, "FILL", "takes a fill back and cannot be taken back itself"],
    [{}, "PROCESS_OPTION", "cancelFill needs a fill"],
  ])("has to be one: %o", async (options, code, message) => {
    const desk = await fillDesk();
    await recordFill(desk, corn);
    await cancelFill(desk, { id: ID });
    await expect(cancelFill(desk, options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it("is nobody's any more", async () => {
    const desk = await fillDesk();
    await recordFill(desk, corn);
    await cancelFill(desk, { id: ID });
    await expect(attributeFill(desk, { id: ID, strategy: "carry" })).rejects.toMatchObject({
      code: "FILL",
      message: expect.stringContaining("it was taken back"),
    });
  });
});
