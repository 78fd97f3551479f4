import { describe, expect, it } from "vitest";
import { capitalTool } from "../../../src/interactive/capitalTool.js";
import { readAudit } from "../../../src/production/audit.js";
import {
  adjustForFlow,
  initialiseTotalCapital,
  updateCapitalNow,
} from "../../../src/production/changeTotalCapital.js";
import { type ScriptedAnswers, scriptedPrompter } from "../../../src/testing/scriptedPrompter.js";
import type { TestDeskOptions } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { type AccountDesk, accountDesk } from "../../production/capital/accountDesk.js";

async function run(desk: AccountDesk, answers: ScriptedAnswers) {
  const prompt = scriptedPrompter(answers);
  const outcome = await capitalTool({ ...desk, prompt });
  prompt.done();
  return { outcome, transcript: prompt.transcript };
}

/** A desk with capital of 500,000 and a later clock. */
async function started(options: TestDeskOptions = {}): Promise<AccountDesk> {
  const desk = await accountDesk(options);
  desk.worth(500_000);
  await initialiseTotalCapital(desk);
  desk.later();
  return desk;
}

const START = [500_000, 500_000, 500_000, 0];

describe("the capital tool [row 41]", () => {
  it("starts capital, with defaults from the broker and from answer to answer [row 42]", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    const { outcome, transcript } = await run(desk, {
      "Your choice": ["1", ""],
      "Broker value": "",
      "Total capital": "400,000",
      "Maximum capital": "",
      "Accumulated P&L": "",
      "Write it": true,
    });
    expect(await desk.rows()).toEqual([[400_000, 400_000, 500_000, 0]]);
    expect(outcome).toMatchObject({ status: "done", items: [{ name: "1 start", status: "written" }] });
    expect(transcript).toContain("Capital was not started yet.");
    expect(transcript).toContain("Broker value <RETURN for 500000>");
    expect(transcript).toContain("Maximum capital (only method half uses it) <RETURN for 400000>");
    expect(transcript).toMatch(/total +400000/);
  });

  it("asks for the broker's value where there is no broker, and again after amounts that cannot be", async () => {
    await using desk = await accountDesk({ broker: undefined as never });
    const { transcript } = await run(
      { ...desk, broker: undefined },
      {
        "Your choice": ["nine", "1", ""],
        "Broker value": ["", "a lot", "1,00", "1000"],
        "Total capital": ["-5", "900"],
        "Maximum capital": "",
        "Accumulated P&L": "",
        "Write it": ["sure", "y"],
      },
    );
    expect(transcript).toContain("there is no broker to give the account value");
    expect(transcript).toContain("the amount was a lot; give a finite number");
    expect(transcript).toContain("-5 is too small; give 0 or more");
    expect(transcript).toContain('"nine" is not a valid option');
    expect(await desk.rows()).toEqual([[900, 900, 1000, 0]]);
  });

  it("starts only once, and changes only what was started", async () => {
    await using desk = await started();
    expect((await run(desk, { "Your choice": ["1", ""] })).transcript).toContain(
      "Capital was started already",
    );
    await using empty = await accountDesk();
    for (const option of ["3", "4", "5", "6", "8"]) {
      const { transcript } = await run(empty, { "Your choice": [option, ""] });
      expect(transcript).toContain("capital was never initialised");
    }
    expect(await empty.rows()).toEqual([]);
  });

  it("updates from the broker", async () => {
    await using desk = await started();
    desk.worth(510_000);
    const { transcript } = await run(desk, { "Your choice": ["2", ""], "Write it": true });
    expect((await desk.rows()).at(-1)).toEqual([510_000, 510_000, 510_000, 10_000]);
    expect(transcript).toContain("the account value is 510000, a profit of 10000 (method full)");
  });

  it("asks about a change of more than 10%", async () => {
    await using desk = await started();
    desk.worth(420_000);
    const no = await run(desk, { "Your choice": ["2", ""], "Is it really a profit or loss": [""] });
    expect(no.transcript).toContain("16% where 10% is the limit");
    expect(no.outcome.items).toMatchObject([{ status: "declined" }]);
    expect(await desk.rows()).toEqual([START]);
    await run(desk, { "Your choice": ["2", ""], "Is it really": true, "Write it": true });
    expect((await desk.rows()).at(-1)).toEqual([420_000, 420_000, 420_000, -80_000]);
  });

  it("takes a typed account value where no broker says it", async () => {
    await using desk = await started();
    await run(
      { ...desk, broker: undefined },
      { "Your choice": ["2", ""], "Account value": ["?", "501000"], "Write it": true },
    );
    expect((await desk.rows()).at(-1)).toEqual([501_000, 501_000, 501_000, 1000]);
  });

  it("enters deposits and withdrawals, showing what they change", async () => {
    await using desk = await started();
    const { transcript } = await run(desk, {
      "Your choice": ["3", ""],
      "Deposit in USD": ["0", "x", "-25,000.50"],
      "Write it": true,
    });
    expect((await desk.rows()).at(-1)).toEqual([500_000, 500_000, 474_999.5, 0]);
    expect(transcript).toContain("0 changes nothing; give an amount");
    expect(transcript).toContain("a withdrawal of 25000.5 USD");
    expect(transcript).toMatch(/broker +500000 +474999\.5\n/);
  });

  it("sets any of the amounts, the present ones as defaults [row 46]", async () => {
    await using desk = await started();
    const amounts = {
      "Total capital": "450000",
      "Maximum capital": "450000",
      "Broker value": "",
      Accumulated: "",
    };
    await run(desk, { "Your choice": ["4", ""], ...amounts, "Write it": true });
    expect((await desk.rows()).at(-1)).toEqual([450_000, 450_000, 500_000, 0]);
    desk.later();
    const same = { "Total capital": "", "Maximum capital": "", "Broker value": "", Accumulated: "" };
    const { transcript } = await run(desk, { "Your choice": ["4", ""], ...same });
    expect(transcript).toContain("Nothing was changed.");
    expect(await desk.rows()).toHaveLength(2);
  });

  it("goes back over a forgotten withdrawal [row 45]", async () => {
    await using desk = await started();
    const withdrawn = desk.now();
    desk.worth(463_000);
    await updateCapitalNow(desk);
    desk.later();
    const since = new Date(withdrawn).toISOString().slice(0, 19).replace("T", " ");
    const prompt = {
      "Your choice": ["5", "3", "2", ""],
      "Delete the rows": ["soon", since],
      Deposit: "-40000",
      "Write it": [true, true, true],
    };
    const scripted = scriptedPrompter(prompt);
    const confirm: typeof scripted.confirm = (...given) => {
      desk.clock.advance(1000);
      return scripted.confirm(...given);
    };
    const ask: typeof scripted.ask = (...given) => {
      desk.clock.advance(1000);
      return scripted.ask(...given);
    };
    await capitalTool({ ...desk, prompt: { ...scripted, confirm, ask } });
    scripted.done();
    expect(await desk.rows()).toEqual([
      START,
      [500_000, 500_000, 460_000, 0],
      [503_000, 503_000, 463_000, 3000],
    ]);
    expect(scripted.transcript).toContain("These rows go:");
  });

  it("deletes everything only for the word", async () => {
    await using desk = await started();
    const kept = await run(desk, { "Your choice": ["6", ""], "Type YESyesYES": ["yes", ""] });
    expect(kept.transcript).toContain('"yes" is not YESyesYES; nothing is deleted');
    expect(await desk.rows()).toEqual([START]);
    const { outcome } = await run(desk, { "Your choice": ["6", ""], "Type YESyesYES": "YESyesYES" });
    expect(outcome.items).toMatchObject([{ name: "1 delete everything", status: "written" }]);
    expect(await desk.rows()).toEqual([]);
  });

  it("shows profit and loss, and writes a page", async () => {
    await using desk = await started();
    desk.clock.advance(DAY);
    desk.worth(495_000);
    await updateCapitalNow(desk);
    const { transcript, outcome } = await run(desk, {
      "Your choice": ["7", "8", ""],
      "File of the page": ["out/capital", "out/capital.html"],
    });
    expect(transcript).toMatch(
      /P&L by year, net of flows\nperiod +P&L +percent +flows +capital\n +2024 +-5,000 +-1\.00% +495,000/,
    );
    expect(transcript).toContain('"out/capital" is not the name of a page');
    expect(new TextDecoder().decode(await desk.files.read("out/capital.html"))).toContain("Drawdown");
    expect(outcome.status).toBe("unchanged");
  });

  it("says what the method does, and what changing it does [row 43] [row 47]", async () => {
    await using desk = await started({ config: { production_capital_method: "half" } });
    const { transcript } = await run(desk, { "Your choice": ["9", ""] });
    expect(transcript).toContain("production_capital_method: half");
    expect(transcript).toContain("from the next update on");
    const amounts = { "Total capital": "", "Maximum capital": "480000", "Broker value": "", Accumulated: "" };
    const above = await run(desk, { "Your choice": ["4", "9", ""], ...amounts, "Write it": true });
    expect(above.transcript).toContain(
      "Total capital is 500000, above its maximum of 480000: under half the next update lowers it",
    );
  });

  it("writes nothing where the person declines or breaks off, at any question", async () => {
    await using desk = await started();
    desk.worth(600_000);
    const scripts: ScriptedAnswers[] = [
      {},
      { "Your choice": "2" },
      { "Your choice": "2", "Is it really": true },
      { "Your choice": ["2", ""], "Is it really": true, "Write it": false },
      { "Your choice": "3" },
      { "Your choice": "3", Deposit: "5" },
      { "Your choice": ["3", ""], Deposit: "5", "Write it": false },
      { "Your choice": "4", "Total capital": "5" },
      { "Your choice": "5" },
      { "Your choice": ["5", ""], Delete: "2024-01-01", "Write it": false },
      { "Your choice": "6" },
      { "Your choice": "8" },
    ];
    for (const answers of scripts) {
      const { outcome } = await run(desk, answers);
      expect(outcome.items.filter(({ status }) => status === "written")).toEqual([]);
      expect(await desk.rows()).toEqual([START]);
    }
    expect(await readAudit(desk.storage)).toHaveLength(1);
    expect(await desk.files.list("reports")).toEqual([]);
  });

  it("does not write on capital that another process changed meanwhile", async () => {
    await using desk = await started();
    const prompt = scriptedPrompter({ "Your choice": ["3", ""], Deposit: "5", "Write it": true });
    const confirm: typeof prompt.confirm = async (...given) => {
      await adjustForFlow(desk, { amount: 7 });
      desk.later();
      return prompt.confirm(...given);
    };
    await capitalTool({ ...desk, prompt: { ...prompt, confirm } });
    expect(prompt.transcript).toContain(
      "total capital was changed by another process meanwhile; look at it and decide again",
    );
    expect((await desk.rows()).at(-1)![2]).toBe(500_007);
  });

  it("needs somebody to ask", async () => {
    await using desk = await accountDesk();
    await expect(capitalTool(desk)).rejects.toMatchObject({ code: "DESK_OPTION" });
  });
});
