import { describe, expect, it } from "vitest";
import { rollTool } from "../../../src/interactive/rollTool.js";
import { readAudit } from "../../../src/production/audit.js";
import { rollInformation } from "../../../src/production/rollInformation.js";
import { undoRoll } from "../../../src/production/undoRoll.js";
import { currentContracts } from "../../../src/rolls/currentContracts.js";
import { floatColumn } from "../../../src/series/column.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { type ScriptedAnswers, scriptedPrompter } from "../../../src/testing/scriptedPrompter.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { hold, rollDesk } from "../../production/roll/rollDesk.js";

const NOW = "2019-07-05 21:00";

/** Runs the tool with these answers, all of which it has to ask for. */
async function run(desk: TestDesk, answers: ScriptedAnswers, options: Parameters<typeof rollTool>[1] = {}) {
  const prompt = scriptedPrompter(answers);
  const outcome = await rollTool({ ...desk, prompt }, options);
  prompt.done();
  return { outcome, transcript: prompt.transcript };
}

const priced = async (desk: TestDesk, instrument: string) =>
  currentContracts(await desk.data.multiplePrices.get(instrument, { last: 1 })).priced;

const versions = (desk: TestDesk) =>
  Promise.all(
    [LIBRARIES.multiplePrices, LIBRARIES.adjustedPrices].map(
      async (library) => (await desk.storage.series.info(library, "BOND"))?.version,
    ),
  );

describe("the roll tool, one instrument [row 37]", () => {
  it("shows the report, suggests, shows prices before and after, and writes", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const { outcome, transcript } = await run(
      desk,
      { "Roll state of BOND": "", "Write the rolled": true },
      { instrument: "BOND" },
    );
    expect(outcome).toMatchObject({ status: "done", items: [{ name: "BOND", status: "written" }] });
    expect(await priced(desk, "BOND")).toBe("20191200");
    expect(transcript).toMatch(/instrument +status +roll_expiry/);
    expect(transcript).toContain("1: Roll_Adjusted (roll multiple and adjusted prices now; suggested)");
    expect(transcript).toContain("3: No_Roll (trade only the priced contract; as it is)");
    expect(transcript).toContain("Multiple prices now");
    expect(transcript).toContain("Multiple prices after the roll");
    expect(transcript).toMatch(/Adjusted prices\n +now +after +change\n2019-/);
    expect(transcript).toMatch(/rolled 20190900 to 20191200 at 2019-07-04 23:00:00, gap -?[\d.]+/);
    const [audit] = await readAudit(desk.storage, { item: "BOND" });
    expect(audit).toMatchObject({ tool: "rollTool", action: "roll" });
    expect((await undoRoll(desk, { instrument: "BOND" })).status).toBe("done");
    expect(await priced(desk, "BOND")).toBe("20190900");
  });

  it("writes nothing where the person declines or breaks off, at any question", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const before = await versions(desk);
    const declined = await run(
      desk,
      { "Roll state": "Roll_Adjusted", "Write the rolled": false },
      { instrument: "BOND" },
    );
    expect(declined.outcome.items).toMatchObject([{ status: "declined" }]);
    for (const answers of [{}, { "Roll state": "Roll_Adjusted" }, { "Roll state": "Passive" }] as const) {
      const { outcome } = await run(desk, answers, { instrument: "BOND" });
      expect(outcome).toMatchObject({ status: "stopped", items: [] });
    }
    expect(await versions(desk)).toEqual(before);
    expect(await desk.data.rollStates.read("BOND")).toBeUndefined();
    expect(await readAudit(desk.storage)).toEqual([]);
  });

  it("changes states that are permitted with the position, after another question", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await hold(desk, "BOND", "20190900", -2);
    const no = await run(
      desk,
      { "Roll state of BOND, which holds -2": "Force", "Change BOND from No_Roll to Force": false },
      { instrument: "BOND" },
    );
    expect(no.outcome.items).toMatchObject([{ status: "declined", message: "stays in No_Roll" }]);
    expect(no.transcript).not.toContain("Roll_Adjusted (");
    const yes = await run(desk, { "Roll state": "Force", Change: true }, { instrument: "BOND" });
    expect(yes.outcome.items).toMatchObject([{ status: "written", message: "No_Roll to Force" }]);
    expect(await desk.data.rollStates.read("BOND")).toBe("Force");
    const stay = await run(desk, { "Roll state": "Force" }, { instrument: "BOND" });
    expect(stay.outcome).toMatchObject({ status: "unchanged", items: [{ status: "unchanged" }] });
  });

  it("asks again after a wrong answer", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const { outcome, transcript } = await run(
      desk,
      {
        "How do you want": ["7", ""],
        "Which instrument": ["BUND", "bond", ""],
        "Roll state": ["Sideways", "9", "Pass"],
        Change: ["perhaps", "yes"],
      },
      {},
    );
    expect(outcome.items).toMatchObject([{ status: "written", message: "No_Roll to Passive" }]);
    expect(transcript).toContain('there is no instrument "BUND" (did you mean "BOND"?)');
    expect(transcript).toContain('"Sideways" is not one of them; give a number from 1 to 4');
    expect(transcript).toContain('"perhaps" is neither yes nor no');
  });

  it("tells that a state whose orders are done counts as Passive", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await desk.data.rollStates.write("BOND", "Force");
    const { transcript, outcome } = await run(desk, { "Roll state": "leave Force" }, { instrument: "BOND" });
    expect(transcript).toContain(
      "BOND is in Force, but holds nothing of 20190900: it counts as Passive. Roll its prices.",
    );
    expect(outcome.status).toBe("unchanged");
  });

  it("offers missed rolls as one, or the first of them", async () => {
    await using desk = await rollDesk(NOW, { CRUDE: { rolled: "2019-03-01" } });
    const one = await run(
      desk,
      { "Roll state": "", "4 rolls behind": false, Write: false },
      { instrument: "CRUDE" },
    );
    expect(one.transcript).toMatch(/CRUDE would be rolled 20190500 to 20190600 [^;]*\n/);
    await run(desk, { "Roll state": "", "4 rolls behind": "", Write: true }, { instrument: "CRUDE" });
    expect(await priced(desk, "CRUDE")).toBe("20190900");
  });

  it("offers to fill prices forward where they are missing", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await desk.data.multiplePrices.update("BOND", (frame) => {
      const missing = (name: string, from: number) => {
        const values = frame!.floats(name).slice();
        return floatColumn(values.fill(Number.NaN, values.length - from));
      };
      return frame!.with({ FORWARD: missing("FORWARD", 400), CARRY: missing("CARRY", 400) });
    });
    const before = await versions(desk);
    const no = await run(desk, { "Roll state": "", "Fill missing": false }, { instrument: "BOND" });
    expect(no.outcome.items).toMatchObject([{ status: "declined" }]);
    expect(no.transcript).toContain("FORWARD (20191200) is missing");
    expect(await versions(desk)).toEqual(before);
    const yes = await run(
      desk,
      { "Roll state": "", "Fill missing": true, Write: true },
      { instrument: "BOND" },
    );
    expect(yes.outcome.items).toMatchObject([{ status: "written" }]);
  });

  it("begins again where prices were written meanwhile", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const prompt = scriptedPrompter({ "Roll state": ["", ""], Write: [true, false] });
    let asked = 0;
    const interfering = {
      ...prompt,
      confirm: async (...given: Parameters<typeof prompt.confirm>) => {
        if (asked++ === 0) await desk.data.multiplePrices.update("BOND", (frame) => frame!.rows(0, -1));
        return prompt.confirm(...given);
      },
    };
    const outcome = await rollTool({ ...desk, prompt: interfering }, { instrument: "BOND" });
    prompt.done();
    expect(prompt.transcript).toMatch(/BOND.* written by another process meanwhile; it is begun again/);
    expect(outcome.items).toMatchObject([{ status: "declined" }]);
    expect(await priced(desk, "BOND")).toBe("20190900");
  });

  it("goes on after an instrument that cannot be rolled", async () => {
    await using desk = await rollDesk(NOW, { BOND: {}, CRUDE: {} });
    await desk.data.rollParameters.delete("CRUDE");
    const { outcome } = await run(
      desk,
      { "Which instrument": ["CRUDE", "BOND", ""], "Roll state": "No_Roll" },
      { mode: "manual" },
    );
    expect(outcome.items).toMatchObject([
      { name: "CRUDE", status: "failed", code: "STORE_MISSING" },
      { name: "BOND", status: "unchanged" },
    ]);
  });

  it("needs somebody to ask, and a desk that may write", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await expect(rollTool(desk)).rejects.toMatchObject({ code: "DESK_OPTION" });
    const prompt = scriptedPrompter([]);
    await expect(rollTool({ ...desk, prompt, readOnly: true })).rejects.toMatchObject({
      code: "STORE_READ_ONLY",
    });
  });
});

describe("the roll tool, all that are near [row 37]", () => {
  const near = { BOND: {}, CRUDE: { rolled: "2019-03-01" }, GRAIN: {} };

  it("goes through them, decided by the person", async () => {
    await using desk = await rollDesk(NOW, near);
    const { outcome, transcript } = await run(desk, {
      "How do you want": "2",
      "How many days": ["soon", "60"],
      "Roll state of CRUDE": "No_Roll",
      "Roll state of BOND": "Passive",
      "Change BOND": true,
    });
    expect(outcome.items.map(({ name, status }) => [name, status])).toEqual([
      ["CRUDE", "unchanged"],
      ["BOND", "written"],
    ]);
    expect(transcript).toContain('"soon" is not a number');
  });

  it("decides by rule, and lets the person confirm price rolls", async () => {
    await using desk = await rollDesk(NOW, near);
    await hold(desk, "BOND", "20190900", 1);
    const { outcome } = await run(desk, {
      "How do you want": "3",
      "How many days": "60",
      "Decide by these rules": true,
      "4 rolls behind": true,
      "Write the rolled prices of CRUDE": true,
    });
    expect(outcome.items.map(({ name, status, message }) => [name, status, message.slice(0, 18)])).toEqual([
      ["CRUDE", "written", "rolled 20190500 to"],
      ["BOND", "written", "No_Roll to Passive"],
    ]);
  });

  it("asks where the rule cannot decide, by rules that may be changed", async () => {
    await using desk = await rollDesk(NOW, near);
    await hold(desk, "BOND", "20190900", 1);
    const { outcome, transcript } = await run(
      desk,
      {
        "Decide by these rules": false,
        "A relative volume": ["much", "2"],
        "So is one": "",
        "… with more": "",
        "Fewer days": ["1.5", "90"],
        "State where": ["Forse", "Ask"],
        "Roll prices at once": "",
        "Roll state of BOND": "Force",
        "Change BOND from No_Roll to Force": true,
      },
      { mode: "automatic", daysAhead: 60 },
    );
    expect(outcome.items.map(({ name, status }) => [name, status])).toEqual([
      ["CRUDE", "written"],
      ["BOND", "written"],
    ]);
    expect(transcript).toContain("relative volume is above 2, or above 0.01");
    expect(transcript).toContain('"Forse" (did you mean "Force"?)');
    expect(await priced(desk, "CRUDE")).toBe("20190900");
  });

  it("takes a state as what to do when undecided, and rolls without a question", async () => {
    const config = {
      roll_status_auto_update: { default_roll_state_if_undecided: "Close", near_expiry_days: 90 },
    };
    await using desk = await rollDesk(NOW, near, { config });
    await hold(desk, "BOND", "20190900", 1);
    const { outcome } = await run(
      desk,
      { "Decide by these rules": true },
      { mode: "automatic", daysAhead: 60 },
    );
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "written"]);
    expect(await desk.data.rollStates.read("BOND")).toBe("Close");
  });

  it("says so where nothing is near", async () => {
    await using desk = await rollDesk(NOW, { GRAIN: {} });
    const { outcome, transcript } = await run(desk, [], { mode: "cycle", daysAhead: 5 });
    expect(outcome.status).toBe("unchanged");
    expect(transcript).toContain("Nothing is to be rolled in 5 days.");
  });

  it("refuses options that do not exist", async () => {
    await using desk = await rollDesk(NOW, {});
    const misspelt = { instruments: ["BOND"] };
    await expect(rollTool(desk, misspelt as object)).rejects.toThrow(/"instruments".*"instrument"/s);
    await expect(rollInformation(desk, { instrument: "BOND" } as object)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
    });
  });

  it("refuses a rule in configuration that does not exist", async () => {
    const config = { roll_status_auto_update: { default_roll_state_if_undecided: "Later" } };
    await using desk = await rollDesk(NOW, { GRAIN: {} }, { config });
    await expect(run(desk, [])).rejects.toMatchObject({ code: "CONFIG_VALUE" });
  });
});
