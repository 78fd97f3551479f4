import { describe, expect, it } from "vitest";
import { readAttention } from "../../../src/production/attention.js";
import { autoRoll } from "../../../src/production/autoRoll.js";
import { putSentTrade } from "../../../src/production/positions/sentTrades.js";
import { currentContracts } from "../../../src/rolls/currentContracts.js";
import { floatColumn } from "../../../src/series/column.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { hold, rollDesk } from "./rollDesk.js";

const NOW = "2019-08-26 21:00";
const priced = async (desk: TestDesk, instrument: string) =>
  currentContracts(await desk.data.multiplePrices.get(instrument, { last: 1 })).priced;

describe("automatic rolls [row 37]", () => {
  it("roll prices where nothing is held, set states where something is, and leave the rest", async () => {
    await using desk = await rollDesk(NOW, { BOND: { rolled: "2019-07-01" }, EQUITY: {}, GRAIN: {} });
    await hold(desk, "EQUITY", "20190900", 4);
    const outcome = await autoRoll(desk, { daysAhead: 16 });
    expect(outcome.items.map(({ name, status }) => [name, status])).toEqual([
      ["BOND", "rolled"],
      ["EQUITY", "changed"],
      ["GRAIN", "unchanged"],
    ]);
    expect(await priced(desk, "BOND")).toBe("20191200");
    expect(await desk.data.rollStates.read("EQUITY")).toBe("Passive");
    const again = await autoRoll(desk, { daysAhead: 16 });
    expect(again.status).toBe("unchanged");
  });

  it("ask a person where the rule does", async () => {
    await using desk = await rollDesk(NOW, { BOND: { rolled: "2019-07-01" } });
    await hold(desk, "BOND", "20190900", 4);
    const outcome = await autoRoll(desk);
    expect(outcome.items).toEqual([
      {
        name: "BOND",
        status: "ask",
        severity: "attention",
        message:
          "20190900 has -1 days to its roll date, holding 4 in state No_Roll; decide with the roll tool",
        subject: "Roll BOND",
      },
    ]);
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Roll BOND"]);
    expect(await desk.data.rollStates.read("BOND")).toBeUndefined();
  });

  it("go on with the contract that prices were rolled to, so that a second run finds nothing to do", async () => {
    await using desk = await rollDesk(NOW, { CRUDE: { rolled: "2019-03-01" } });
    await hold(desk, "CRUDE", "20190700", 2);
    const { items } = await autoRoll(desk);
    expect(items).toMatchObject([{ name: "CRUDE", status: "rolled", severity: "ok" }]);
    expect(items[0]!.message).toMatch(/20190600 to 20190700.*; No_Roll to No_Open/);
    expect(await priced(desk, "CRUDE")).toBe("20190700");
    expect((await autoRoll(desk)).status).toBe("unchanged");
  });

  it("take a state as what to do when undecided", async () => {
    const config = { roll_status_auto_update: { default_roll_state_if_undecided: "Force" } };
    await using desk = await rollDesk(NOW, { BOND: { rolled: "2019-07-01" } }, { config });
    await hold(desk, "BOND", "20190900", 4);
    expect((await autoRoll(desk)).items[0]).toMatchObject({ status: "changed", message: "No_Roll to Force" });
    await hold(desk, "BOND", "20190900", 0);
    expect((await autoRoll(desk)).items[0]).toMatchObject({ status: "rolled" });
    expect(await desk.data.rollStates.read("BOND")).toBe("No_Roll");
  });

  it("end a state whose orders are done, even where the roll is a person's to decide", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await desk.data.rollStates.write("BOND", "Close");
    const rule = { relativeVolume: 1e9, leastVolume: 1e9 };
    const outcome = await autoRoll(desk, { rule });
    expect(outcome.items[0]).toMatchObject({ status: "changed" });
    expect(await desk.data.rollStates.read("BOND")).toBe("No_Open");
  });

  it("leave to a person what lacks prices, and go on with the others", async () => {
    await using desk = await rollDesk(NOW, {
      BOND: { rolled: "2019-07-01" },
      EQUITY: {},
      CRUDE: { rolled: "2019-07-01" },
    });
    await desk.data.multiplePrices.update("BOND", (frame) => {
      const nothing = floatColumn(new Float64Array(frame!.length).fill(Number.NaN));
      return frame!.with({ FORWARD: nothing });
    });
    await desk.data.rollParameters.delete("EQUITY");
    const outcome = await autoRoll(desk);
    expect(outcome.items.map(({ name, status, severity }) => [name, status, severity])).toEqual([
      ["BOND", "not-rolled", "attention"],
      ["CRUDE", "rolled", "ok"],
      ["EQUITY", "failed", "failed"],
    ]);
    expect(outcome.items[0]!.message).toContain("FORWARD (20191200) is missing");
  });

  it("wait for a trade that was sent, and tell a person after a business day", async () => {
    await using desk = await rollDesk(NOW, { BOND: { rolled: "2019-07-01" } });
    const id = "trend/BOND";
    const sent = { id, strategy: "trend", instrument: "BOND", contract: "20190900", quantity: -2 };
    const trade = { ...sent, time: desk.clock.now(), filledBefore: 0, status: "sent" as const };
    await desk.storage.atomically((batch) => putSentTrade(batch, trade, undefined));
    const first = await autoRoll(desk);
    expect(first.items).toEqual([
      {
        name: "BOND",
        status: "waiting",
        severity: "ok",
        message: "waits until -2 of 20190900 for trend, sent 2019-08-26 21:00:00, are filled",
      },
    ]);
    expect(desk.outbox.mails).toEqual([]);
    desk.clock.advance(DAY);
    expect((await autoRoll(desk)).items[0]).toMatchObject({ status: "waiting", severity: "ok" });
    desk.clock.advance(DAY);
    const { status, items } = await autoRoll(desk);
    expect([status, items]).toMatchObject(["attention", [{ status: "waiting", severity: "attention" }]]);
    expect(items[0]!.message).toContain(`executeTrades(desk, { forget: ["${id}"] })`);
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Roll BOND"]);
    expect(await priced(desk, "BOND")).toBe("20190900");
    const { filledBefore: _, status: __, ...fill } = trade;
    await desk.data.fills.write(id, { ...fill, price: 100, source: "broker" });
    expect((await autoRoll(desk)).items[0]).toMatchObject({ status: "rolled" });
    expect(await readAttention(desk.storage)).toEqual([]);
  });

  it("do not ask again what was decided while its trade is at the broker", async () => {
    await using desk = await rollDesk(NOW, { BOND: { rolled: "2019-07-01" } });
    await hold(desk, "BOND", "20190900", 4);
    await desk.data.rollStates.write("BOND", "Force");
    expect((await autoRoll(desk)).items[0]).toMatchObject({ status: "ask" });
    const trade = {
      id: "roll",
      strategy: "_ROLL_PSEUDO_STRATEGY",
      instrument: "BOND",
      contract: "20190900",
      quantity: -4,
      time: desk.clock.now(),
      filledBefore: 0,
      status: "sent" as const,
    };
    await desk.storage.atomically((batch) => putSentTrade(batch, trade, undefined));
    expect((await autoRoll(desk)).items[0]).toMatchObject({ status: "waiting", severity: "ok" });
    expect(await desk.data.rollStates.read("BOND")).toBe("Force");
  });

  it.each(["Force", "Force_Outright", "Close"] as const)(
    "leave %s alone until its trades are done",
    async (state) => {
      await using desk = await rollDesk(NOW, { BOND: {} });
      await hold(desk, "BOND", "20190900", 4);
      for (const rule of [{ nearDays: -1000 }, { relativeVolume: 1e9, leastVolume: 1e9 }]) {
        await desk.data.rollStates.write("BOND", "No_Roll");
        expect((await autoRoll(desk, { rule, daysAhead: 1000 })).status).not.toBe("attention");
        await desk.data.rollStates.write("BOND", state);
        expect((await autoRoll(desk, { rule, daysAhead: 1000 })).items[0]).toMatchObject({
          status: "unchanged",
          message: `${state} is under way: 4 of 20190900 still held`,
        });
        expect(await desk.data.rollStates.read("BOND")).toBe(state);
      }
    },
  );

  it("leave alone what has more than ten days, unless told otherwise", async () => {
    const statusAfter = async (days: number) => {
      await using desk = await rollDesk(NOW, { EQUITY: {} });
      desk.clock.advance(days * DAY);
      return (await autoRoll(desk)).items[0]!;
    };
    const days = Number(/, (\d+) days left/.exec((await statusAfter(0)).message)![1]);
    expect(await statusAfter(days - 11)).toMatchObject({
      status: "unchanged",
      message: "No_Roll, 11 days left",
    });
    expect((await statusAfter(days - 10)).status).toBe("rolled");
  });

  it("only say what they would do on a dry run", async () => {
    await using desk = await rollDesk(NOW, { BOND: { rolled: "2019-07-01" } });
    expect((await autoRoll(desk, { dryRun: true })).items[0]!.status).toBe("rolled");
    expect(await priced(desk, "BOND")).toBe("20190900");
  });
});
