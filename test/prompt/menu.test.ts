import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import { type MenuEntry, menu } from "../../src/prompt/menu.js";
import { numberWithin } from "../../src/prompt/parseAnswers.js";
import type { Prompter } from "../../src/prompt/prompter.js";
import { scriptedPrompter } from "../../src/testing/scriptedPrompter.js";

function entriesOf(done: string[], prompt: Prompter): MenuEntry[] {
  return [
    { number: 10, label: "Roll", run: () => done.push("roll") },
    {
      number: 3,
      label: "Prices",
      entries: [
        { number: 30, label: "Contract", run: async () => void done.push("contract") },
        {
          number: 31,
          label: "Fails",
          run: () => {
            throw new ContangoError("STORE_MISSING", "storage", "there are no prices; load them first");
          },
        },
        {
          number: 32,
          label: "Asks",
          run: async () => void done.push(`asked ${await prompt.ask("How many", { parse: numberWithin() })}`),
        },
      ],
    },
  ];
}

describe("a menu", () => {
  it("is sorted by number, opens menus below, comes back after each choice, and ends with RETURN", async () => {
    const done: string[] = [];
    const prompt = scriptedPrompter(["3", "30", "", "4", "10", ""]);
    await menu(prompt, "DIAGNOSTICS", entriesOf(done, prompt));
    prompt.done();
    expect(done).toEqual(["contract", "roll"]);
    expect(prompt.transcript).toBe(`
DIAGNOSTICS
 3: Prices
10: Roll
Your choice? <RETURN for EXIT>
> 3

Prices
30: Contract
31: Fails
32: Asks
Your choice? <RETURN for Back>
> 30

Prices
30: Contract
31: Fails
32: Asks
Your choice? <RETURN for Back>
>

DIAGNOSTICS
 3: Prices
10: Roll
Your choice? <RETURN for EXIT>
> 4
  "4" is not a valid option; give a number of the menu
Your choice? <RETURN for EXIT>
> 10

DIAGNOSTICS
 3: Prices
10: Roll
Your choice? <RETURN for EXIT>
>`);
  });

  it("shows what an option could not do, and goes on", async () => {
    const done: string[] = [];
    const prompt = scriptedPrompter(["3", "31", "30", "", ""]);
    await menu(prompt, "DIAGNOSTICS", entriesOf(done, prompt));
    expect(done).toEqual(["contract"]);
    expect(prompt.transcript).toContain("\nthere are no prices; load them first\n");
  });

  it("is left when the person breaks off, from any depth", async () => {
    for (const answers of [[], ["3"], ["3", "32"], ["10", "3", "32", "x"]]) {
      const done: string[] = [];
      const prompt = scriptedPrompter(answers);
      await menu(prompt, "DIAGNOSTICS", entriesOf(done, prompt));
      expect(done).toEqual(answers[0] === "10" ? ["roll"] : []);
    }
  });

  it("does not hide a bug", async () => {
    const run = (): never => {
      throw new TypeError("a bug");
    };
    await expect(menu(scriptedPrompter(["1"]), "MENU", [{ number: 1, label: "Bug", run }])).rejects.toThrow(
      TypeError,
    );
  });

  it("ends whatever is answered", async () => {
    const answer = fc.oneof(fc.constantFrom("3", "10", "30", "31", "32", "", "7"), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 30 }), async (answers) => {
        const prompt = scriptedPrompter(answers);
        await menu(prompt, "DIAGNOSTICS", entriesOf([], prompt));
      }),
    );
  });
});
