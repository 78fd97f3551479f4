import { describe, expect, it } from "vitest";
import { rollCalendar, rollCalendarFromRows } from "../../../src/prices/rollCalendar.js";
import { readAudit } from "../../../src/production/audit.js";
import { putSentTrade } from "../../../src/production/positions/sentTrades.js";
import { rollInstrument } from "../../../src/production/rollInstrument.js";
import { setRollState } from "../../../src/production/setRollState.js";
import { undoRoll } from "../../../src/production/undoRoll.js";
import { currentContracts } from "../../../src/rolls/currentContracts.js";
import { stitched } from "../../../src/rolls/planRoll.js";
import { rollPricedContract } from "../../../src/rolls/rollPricedContract.js";
import type { RollState } from "../../../src/rolls/rollState.js";
import { floatColumn } from "../../../src/series/column.js";
import { series } from "../../../src/series/construct.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import { assertSameFrame } from "../../../src/testing/assertFrame.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";
import { hold, rollDesk } from "./rollDesk.js";

const NOW = "2019-07-05 21:00";
const BOND = { instrument: "BOND" };

/** Everything that a roll may write, as it is stored. */
async function stored(desk: TestDesk, instrument: string) {
  const read = async (library: string) => (await desk.storage.series.read(library, instrument))?.frame;
  return {
    multiple: (await read(LIBRARIES.multiplePrices))!,
    adjusted: await read(LIBRARIES.adjustedPrices),
    calendar: await read(LIBRARIES.rollCalendars),
    state: await desk.data.rollStates.read(instrument),
  };
}

async function same(desk: TestDesk, instrument: string, before: Awaited<ReturnType<typeof stored>>) {
  const after = await stored(desk, instrument);
  assertSameFrame(after.multiple, before.multiple);
  expect(after.adjusted === undefined).toBe(before.adjusted === undefined);
  if (before.adjusted !== undefined) assertSameFrame(after.adjusted!, before.adjusted);
  expect(after.calendar === undefined).toBe(before.calendar === undefined);
  if (before.calendar !== undefined) assertSameFrame(after.calendar!, before.calendar);
  return after;
}

describe("rolling an instrument [row 37]", () => {
  it("writes prices, calendar, state and audit together", async () => {
    const earlier = { time: toTime("2018-08-20"), current: "20180900", next: "20190900", carry: "20181200" };
    await using desk = await rollDesk(NOW, { BOND: { calendar: rollCalendarFromRows([earlier]) } });
    await desk.data.rollStates.write("BOND", "Passive");
    const before = await stored(desk, "BOND");
    const { rollParameters } = { rollParameters: await desk.data.rollParameters.get("BOND") };
    const contracts = ["20191200", "20200300"];
    const contractPrices = new Map(
      await Promise.all(
        contracts.map(async (contract) => {
          const bars = await desk.data.contractPrices.read({ ...BOND, contract });
          return [contract, bars?.series("FINAL") ?? series([], [])] as const;
        }),
      ),
    );

    const outcome = await rollInstrument(desk, BOND);
    expect(outcome).toMatchObject({
      status: "done",
      items: [{ name: "BOND", status: "rolled", severity: "ok" }],
    });
    expect(outcome.message).toBe("1 rolled");
    const after = await stored(desk, "BOND");
    const expected = rollPricedContract(before.multiple, {
      rollParameters,
      contractPrices,
      instrument: "BOND",
    });
    assertSameFrame(after.multiple, expected.prices);
    expect(after.adjusted!.floats("price")).toEqual(stitched(expected.prices).values);
    expect(after.state).toBe("No_Roll");
    const calendar = rollCalendar(after.calendar!);
    expect(calendar.current).toEqual(["20180900", "20190900"]);
    expect(calendar.next.at(-1)).toBe("20191200");

    const [audit] = await readAudit(desk.storage, { item: "BOND" });
    expect(audit).toMatchObject({ tool: "rollInstrument", action: "roll", time: desk.clock.now() });
    expect(audit!.message).toBe(`rolled ${outcome.items[0]!.message}`);
    expect(audit!.message).toMatch(/^rolled 20190900 to 20191200 at 2019-07-04 23:00:00, gap -?\d/);
  });

  it("keeps the adjusted price of the contract that is held now where it trades", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await rollInstrument(desk, BOND);
    const [multiple, adjusted] = [
      await desk.data.multiplePrices.get("BOND"),
      await desk.data.adjustedPrices.get("BOND"),
    ];
    expect(adjusted.at(-1)).toBe(multiple.floats("PRICE").at(-1));
    expect(adjusted.at(-1)).toBe(adjusted.at(-2));
  });

  it("does missed rolls as one, or as many as are wanted", async () => {
    await using desk = await rollDesk(NOW, { CRUDE: { rolled: "2019-03-01" } });
    const once = await rollInstrument(desk, { instrument: "CRUDE", times: 1, dryRun: true });
    expect(once.items[0]!.message).not.toContain(";");
    const all = await rollInstrument(desk, { instrument: "CRUDE" });
    expect(all.items[0]!.message.split("; ")).toHaveLength(4);
    expect(currentContracts(await desk.data.multiplePrices.get("CRUDE", { last: 1 })).priced).toBe(
      "20190900",
    );
  });

  it("writes nothing on a dry run", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const before = await stored(desk, "BOND");
    const outcome = await rollInstrument(desk, { ...BOND, dryRun: true });
    expect(outcome.dryRun).toBe(true);
    expect((await same(desk, "BOND", before)).state).toBeUndefined();
    expect(await readAudit(desk.storage)).toEqual([]);
  });

  it("refuses where a position would be left behind, and says so", async () => {
    await using desk = await rollDesk(NOW, { BOND: {}, CRUDE: { rolled: "2019-03-01" } });
    const before = await stored(desk, "BOND");
    await hold(desk, "BOND", "20190900", -3);
    await expect(rollInstrument(desk, BOND)).rejects.toMatchObject({
      code: "ROLL_STATE",
      message: expect.stringContaining(
        "BOND holds -3 of 20190900, which would no longer be priced; close or roll",
      ),
    });
    await hold(desk, "CRUDE", "20190700", 2);
    await expect(rollInstrument(desk, { instrument: "CRUDE", times: 4 })).rejects.toMatchObject({
      code: "ROLL_STATE",
      message: expect.stringMatching(/CRUDE holds 2 of 20190700.*or roll fewer times \(\{ times: 2 \}\)/),
    });
    await same(desk, "BOND", before);
  });

  it("does missed rolls up to the contract that is held", async () => {
    await using desk = await rollDesk(NOW, { CRUDE: { rolled: "2019-03-01" } });
    await hold(desk, "CRUDE", "20190700", 2);
    const outcome = await rollInstrument(desk, { instrument: "CRUDE" });
    expect(outcome.items[0]!.message.split("; ")).toHaveLength(2);
    expect(currentContracts(await desk.data.multiplePrices.get("CRUDE", { last: 1 })).priced).toBe(
      "20190700",
    );
    await expect(rollInstrument(desk, { instrument: "CRUDE" })).rejects.toMatchObject({ code: "ROLL_STATE" });
  });

  it("waits for a trade that is at the broker, until the books have its fill", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const before = await stored(desk, "BOND");
    const time = desk.clock.now();
    const trade = { instrument: "BOND", contract: "20190900", strategy: "trend", quantity: 2, time };
    await desk.storage.atomically((batch) =>
      putSentTrade(batch, { ...trade, id: "trend/BOND", filledBefore: 0, status: "sent" }, undefined),
    );
    await expect(rollInstrument(desk, BOND)).rejects.toMatchObject({
      code: "ROLL_STATE",
      message: expect.stringContaining("BOND has a trade of 2 of 20190900 at the broker"),
    });
    await same(desk, "BOND", before);
    await desk.data.fills.write("fill", { ...trade, id: "fill", price: 100, source: "broker" });
    expect((await rollInstrument(desk, BOND)).status).toBe("done");
  });

  it("refuses prices that are missing, which filling forward may mend", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await desk.data.multiplePrices.update("BOND", (frame) => {
      const gap = frame!.floats("FORWARD").slice();
      const price = frame!.floats("PRICE").slice();
      const carry = frame!.floats("CARRY").slice();
      for (let row = 0; row < 3; row++) gap[gap.length - 1 - row] = Number.NaN;
      price[price.length - 1] = Number.NaN;
      carry[carry.length - 1] = 1;
      for (let row = 1; row < carry.length - 1; row++) carry[row] = Number.NaN;
      return frame!.with({ FORWARD: floatColumn(gap), PRICE: floatColumn(price), CARRY: floatColumn(carry) });
    });
    const before = await stored(desk, "BOND");
    await expect(rollInstrument(desk, BOND)).rejects.toMatchObject({ code: "ROLL_INFERENCE" });
    await same(desk, "BOND", before);
    expect((await rollInstrument(desk, { ...BOND, forwardFill: true })).status).toBe("done");
    expect((await undoRoll(desk, BOND)).status).toBe("done");
    await same(desk, "BOND", before);
  });

  it("needs an instrument that is there", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await expect(rollInstrument(desk)).rejects.toMatchObject({ code: "PROCESS_OPTION" });
    await expect(rollInstrument(desk, { instrument: "BUND" })).rejects.toMatchObject({
      code: "STORE_MISSING",
      message: expect.stringContaining('"BUND"'),
    });
  });
});

describe("undoing a roll [row 37]", () => {
  it.each(["BOND", "CRUDE"])("restores everything of %s as it was", async (instrument) => {
    const rolled = instrument === "CRUDE" ? { rolled: "2019-03-01" } : {};
    const calendar = rollCalendarFromRows([
      { time: toTime("2018-01-05"), current: "20180100", next: "20190100", carry: "20180100" },
      { time: toTime("2031-01-05"), current: "20310100", next: "20320100", carry: "20310100" },
    ]);
    await using desk = await rollDesk(NOW, { [instrument]: { ...rolled, calendar } });
    await desk.data.rollStates.write(instrument, "Close");
    // what was collected otherwise than by stitching comes back too
    await desk.data.adjustedPrices.update(instrument, (old) =>
      series(
        old!.time.slice(5),
        old!.values.slice(5).map((v, at) => (at % 7 === 0 ? v + 1 : v)),
      ),
    );
    const before = await stored(desk, instrument);
    await rollInstrument(desk, { instrument });
    const outcome = await undoRoll(desk, { instrument });
    expect(outcome.items[0]).toMatchObject({
      status: "undone",
      message: expect.stringContaining("the roll state is Close again"),
    });
    expect((await same(desk, instrument, before)).state).toBe("Close");
    const [audit] = await readAudit(desk.storage, { action: "undo" });
    expect(audit).toMatchObject({ tool: "undoRoll", item: instrument });
  });

  it("goes back roll by roll, and again after rolling again", async () => {
    await using desk = await rollDesk(NOW, { CRUDE: { rolled: "2019-05-01" } });
    const crude = { instrument: "CRUDE" };
    const first = await stored(desk, "CRUDE");
    await rollInstrument(desk, { ...crude, times: 1 });
    const second = await stored(desk, "CRUDE");
    await rollInstrument(desk, { ...crude, times: 1 });
    await undoRoll(desk, crude);
    await same(desk, "CRUDE", second);
    await rollInstrument(desk, { ...crude, times: 1 });
    await undoRoll(desk, crude);
    await undoRoll(desk, crude);
    await same(desk, "CRUDE", first);
    await expect(undoRoll(desk, crude)).rejects.toMatchObject({ code: "ROLL_UNDO" });
  });

  it("takes away adjusted prices that the roll made", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await desk.data.adjustedPrices.delete("BOND");
    const before = await stored(desk, "BOND");
    await rollInstrument(desk, BOND);
    await undoRoll(desk, BOND);
    await same(desk, "BOND", before);
  });

  it("refuses where something was written since", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await expect(undoRoll(desk, BOND)).rejects.toMatchObject({
      code: "ROLL_UNDO",
      message: expect.stringContaining("no roll of it is recorded"),
    });
    await rollInstrument(desk, BOND);
    await desk.data.adjustedPrices.append("BOND", series([desk.now()], [101]));
    await expect(undoRoll(desk, BOND)).rejects.toMatchObject({
      code: "ROLL_UNDO",
      message: expect.stringContaining("its adjusted prices were written after the roll"),
    });
    await desk.data.multiplePrices.update("BOND", (frame) => frame!.rows(0, -1));
    await expect(undoRoll(desk, BOND)).rejects.toMatchObject({
      code: "ROLL_UNDO",
      message: expect.stringContaining("its multiple prices were written after the last roll"),
    });
    await expect(undoRoll(desk)).rejects.toMatchObject({ code: "PROCESS_OPTION" });
  });

  it("is cheap: the audit entry holds the few rows that differ", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await rollInstrument(desk, BOND);
    const [audit] = await readAudit(desk.storage);
    const { undo } = audit!.details as { undo: { multiple: { time: unknown[]; dropped: unknown[] } } };
    expect(undo.multiple.time.length + undo.multiple.dropped.length).toBeLessThan(10);
    expect(JSON.stringify(audit!.details).length).toBeLessThan(20_000);
  });
});

describe("setting a roll state [row 37]", () => {
  it("checks what is permitted with the position", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const set = (state: RollState) => setRollState(desk, { ...BOND, state });
    expect((await set("Passive")).items[0]).toMatchObject({
      status: "changed",
      message: "No_Roll to Passive",
    });
    expect(await set("Passive")).toMatchObject({ status: "unchanged" });
    await expect(set("Force")).rejects.toMatchObject({
      code: "ROLL_STATE",
      message: expect.stringContaining("it can go to Roll_Adjusted, Passive, No_Roll, No_Open"),
    });
    await hold(desk, "BOND", "20190900", 2);
    expect((await set("Force")).status).toBe("done");
    await expect(set("Roll_Adjusted")).rejects.toMatchObject({ code: "ROLL_STATE" });
    expect(await desk.data.rollStates.read("BOND")).toBe("Force");
    const audits = await readAudit(desk.storage, { action: "rollState" });
    expect(audits.map(({ message }) => message).sort()).toEqual([
      "No_Roll to Passive, holding 0 of 20190900",
      "Passive to Force, holding 2 of 20190900",
    ]);
  });

  it("rolls prices for Roll_Adjusted, from a state whose orders are done too", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await desk.data.rollStates.write("BOND", "Force");
    const outcome = await setRollState(desk, { ...BOND, state: "Roll_Adjusted" });
    expect(outcome.items[0]).toMatchObject({ status: "rolled" });
    expect(await desk.data.rollStates.read("BOND")).toBe("No_Roll");
  });

  it("refuses what is no state", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await expect(setRollState(desk, BOND)).rejects.toMatchObject({ code: "PROCESS_OPTION" });
    await expect(setRollState(desk, { ...BOND, state: "passive" as RollState })).rejects.toMatchObject({
      code: "ROLL_STATE",
      message: expect.stringContaining('"passive" is not a roll state (did you mean "Passive"?)'),
    });
  });

  it("is not overwritten by a roll that was prepared before", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const { prepareRoll } = await import("../../../src/production/roll/prepareRoll.js");
    const { writeRoll } = await import("../../../src/production/roll/commitRoll.js");
    const prepared = await prepareRoll(desk, "BOND");
    await setRollState(desk, { ...BOND, state: "Passive" });
    const before = await stored(desk, "BOND");
    const write = desk.storage.atomically((batch) => writeRoll(batch, desk, prepared, "test"));
    await expect(write).rejects.toMatchObject({ code: "STORE_VERSION_CONFLICT" });
    await same(desk, "BOND", before);
    expect(
      (await desk.storage.records.find(COLLECTIONS.audit, { equals: { action: "roll" } })).documents,
    ).toEqual([]);
  });

  it("is not made of prices or a calendar that others replaced, nor while somebody holds what is left", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const { prepareRoll } = await import("../../../src/production/roll/prepareRoll.js");
    const { writeRoll } = await import("../../../src/production/roll/commitRoll.js");
    const rollAfter = async (change: () => Promise<unknown>) => {
      const prepared = await prepareRoll(desk, "BOND");
      await change();
      const before = await stored(desk, "BOND");
      const write = desk.storage.atomically((batch) => writeRoll(batch, desk, prepared, "test"));
      const error = await write.catch(({ code }) => code);
      await same(desk, "BOND", before);
      return error;
    };
    const { adjustedPrices, rollCalendars } = desk.data;
    const adjusted = await adjustedPrices.get("BOND");
    expect(await rollAfter(() => adjustedPrices.write("BOND", adjusted.rows(1)))).toBe(
      "STORE_VERSION_CONFLICT",
    );
    const earlier = { time: toTime("2018-08-20"), current: "20180900", next: "20190900", carry: "20181200" };
    const calendar = rollCalendarFromRows([earlier]);
    expect(await rollAfter(() => rollCalendars.write("BOND", calendar))).toBe("STORE_VERSION_CONFLICT");
    const { priced } = currentContracts(await desk.data.multiplePrices.get("BOND"), BOND);
    expect(await rollAfter(() => hold(desk, "BOND", priced, 1))).toBe("ROLL_STATE");
  });
});
