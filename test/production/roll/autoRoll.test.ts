import { describe, expect, it } from "vitest";
import { autoRoll } from "../../../src/production/autoRoll.js";
import { currentContracts } from "../../../src/rolls/currentContracts.js";
import { floatColumn } from "../../../src/series/column.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
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

  it("only say what they would do on a dry run", async () => {
    await using desk = await rollDesk(NOW, { BOND: { rolled: "2019-07-01" } });
    expect((await autoRoll(desk, { dryRun: true })).items[0]!.status).toBe("rolled");
    expect(await priced(desk, "BOND")).toBe("20190900");
  });
});
