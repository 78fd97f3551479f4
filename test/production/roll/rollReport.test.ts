import { describe, expect, it } from "vitest";
import { configOf } from "../../../src/config/config.js";
import { autoRollRule } from "../../../src/production/roll/autoRollRule.js";
import { rollInformation } from "../../../src/production/rollInformation.js";
import { rollReport } from "../../../src/production/rollReport.js";
import { floatColumn } from "../../../src/series/column.js";
import { hold, rollDesk } from "./rollDesk.js";

const NOW = "2019-08-12 21:00";
const ALL = { BOND: {}, CRUDE: {}, GRAIN: {} };

describe("roll information [row 28]", () => {
  it("tells states, days, contracts, volumes and position, the next to roll first", async () => {
    await using desk = await rollDesk(NOW, ALL);
    await hold(desk, "BOND", "20190900", 5);
    await desk.data.rollStates.write("BOND", "Passive");
    const { rows, problems, time } = await rollInformation(desk);
    expect(problems).toEqual([]);
    expect(time).toBe(desk.now());
    expect(rows.map(({ instrument }) => instrument)).toEqual(["CRUDE", "BOND", "GRAIN"]);
    const bond = rows[1]!;
    expect(bond).toMatchObject({
      state: "Passive",
      contracts: { priced: "20190900", forward: "20191200", carry: "20191200" },
      daysToRoll: 13,
      daysToExpiry: 38,
      daysToCarryExpiry: 129,
      pricedPosition: 5,
      rollsBehind: 0,
      suggestion: "Passive",
    });
    expect(bond.relativeVolume).toBeGreaterThan(0.01);
    expect(bond.forwardVolume).toBeGreaterThan(100);
  });

  it("takes one, or those that are near", async () => {
    await using desk = await rollDesk(NOW, ALL);
    const names = async (options: Parameters<typeof rollInformation>[1]) =>
      (await rollInformation(desk, options)).rows.map(({ instrument }) => instrument);
    expect(await names({ instruments: ["GRAIN"] })).toEqual(["GRAIN"]);
    expect(await names({ daysAhead: 13 })).toEqual(["CRUDE", "BOND"]);
    expect(await names({ daysAhead: -9 })).toEqual([]);
  });

  it("passes over stale instruments, and goes on where one cannot be told", async () => {
    const config = { stale_instruments: ["GRAIN"] };
    await using desk = await rollDesk(NOW, ALL, { config });
    await desk.data.rollParameters.delete("CRUDE");
    const table = await rollInformation(desk);
    expect(table.rows.map(({ instrument }) => instrument)).toEqual(["BOND"]);
    expect(table.problems).toEqual([
      { instrument: "CRUDE", message: 'there are no roll parameters for "CRUDE"; load them first' },
    ]);
    expect(String(table)).toContain("CRUDE: there are no roll parameters");
  });

  it("prints as a table", async () => {
    await using desk = await rollDesk(NOW, ALL);
    expect(String(await rollInformation(desk, { instruments: ["BOND"] }))).toMatchInlineSnapshot(`
      "instrument  status   roll_expiry  price_expiry  carry_expiry  contract_priced  contract_fwd  position_priced  relative_volume_fwd  contract_volume_fwd  suggestion
      BOND        No_Roll           13            38           129         20190900      20191200                0                0.021               17,275  Roll_Adjusted"
    `);
    expect(String(await rollInformation(desk, { instruments: [] }))).toBe(
      "no instrument has roll information",
    );
  });

  it("knows no volume of contracts without prices", async () => {
    await using desk = await rollDesk(NOW, ALL);
    await desk.data.contractPrices.delete({ instrument: "BOND", contract: "20191200" });
    const [row] = (await rollInformation(desk, { instruments: ["BOND"] })).rows;
    expect(row).toMatchObject({ relativeVolume: 0, forwardVolume: 0, suggestion: "No_Roll" });
  });

  it("writes nothing", async () => {
    await using desk = await rollDesk(NOW, ALL);
    const info = await desk.storage.series.info("futures_multiple_prices", "BOND");
    await rollInformation({ ...desk, readOnly: true });
    expect(await desk.storage.series.info("futures_multiple_prices", "BOND")).toEqual(info);
  });
});

describe("the rule of automatic rolls", () => {
  const rule = (roll_status_auto_update: object) => autoRollRule(configOf({ roll_status_auto_update }));

  it("is that of configuration", () => {
    expect(rule({})).toEqual({
      relativeVolume: 1,
      leastRelativeVolume: 0.01,
      leastVolume: 100,
      nearDays: 10,
      undecided: "Ask",
      rollExpired: true,
    });
    const chosen = rule({
      near_expiry_days: 4,
      default_roll_state_if_undecided: "Force_Outright",
      auto_roll_expired: false,
    });
    expect(chosen).toMatchObject({ nearDays: 4, undecided: "Force_Outright", rollExpired: false });
  });

  it("refuses a state that does not exist", () => {
    expect(() => rule({ default_roll_state_if_undecided: "Forse" })).toThrow(
      /default_roll_state_if_undecided is "Forse" \(did you mean "Force"\?\)/,
    );
  });
});

describe("the roll report [row 28]", () => {
  it("is mailed as text and as a page", async () => {
    await using desk = await rollDesk(NOW, ALL);
    const outcome = await rollReport(desk);
    expect(outcome).toMatchObject({ status: "done", message: "3 instruments, sent" });
    expect(outcome.items.map(({ name, status, severity }) => [name, status, severity])).toEqual([
      ["CRUDE", "No_Roll", "ok"],
      ["BOND", "No_Roll", "ok"],
      ["GRAIN", "No_Roll", "ok"],
    ]);
    const [mail] = desk.outbox.mails;
    expect(mail!.subject).toBe("Roll report");
    expect(mail!.text).toContain("Status and time to roll in days");
    expect(mail!.text).toMatch(/BOND +No_Roll +13 +38 +129 +20190900/);
    expect(mail!.html).toContain("<title>Roll report</title>");
    await rollReport(desk);
    expect(desk.outbox.mails).toHaveLength(2);
  });

  it("is for some, without mail, in a file, or not at all", async () => {
    await using desk = await rollDesk(NOW, ALL);
    const file = "reports/rolls.html";
    await rollReport(desk, { instruments: ["BOND"], mail: false, file, dryRun: true });
    expect(await desk.files.list("reports")).toEqual([]);
    const outcome = await rollReport(desk, { instruments: ["BOND"], mail: false, file });
    expect(outcome.message).toBe("1 instrument, not mailed");
    expect(new TextDecoder().decode(await desk.files.read(file))).toContain("BOND");
    expect(desk.outbox.mails).toEqual([]);
  });

  it("tells a person of an instrument whose data are wrong", async () => {
    await using desk = await rollDesk(NOW, ALL);
    await desk.data.multiplePrices.update("BOND", (frame) => {
      const labels = frame!.strings("PRICE_CONTRACT");
      const values = labels.values.slice();
      values[values.length - 1] = -1;
      return frame!.with({
        PRICE_CONTRACT: { ...labels, values },
        PRICE: floatColumn(frame!.floats("PRICE")),
      });
    });
    const outcome = await rollReport(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items.at(-1)).toMatchObject({
      name: "BOND",
      status: "no-information",
      message: expect.stringContaining("have no PRICE_CONTRACT"),
    });
    expect(desk.outbox.mails.map(({ subject }) => subject)).toContain("Roll report: BOND");
  });
});
