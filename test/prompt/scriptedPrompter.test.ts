import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { nameIn, numberWithin } from "../../src/prompt/parseAnswers.js";
import { scriptedPrompter } from "../../src/testing/scriptedPrompter.js";

const instrument = { parse: nameIn(["CORN", "SP500"], "instrument") };

describe("a scripted prompter", () => {
  it("answers in order, and repeats a question after a wrong answer", async () => {
    const prompt = scriptedPrompter(["CRON", "CORN", true, 2, "3.5"]);
    prompt.show("Prices");
    expect(await prompt.ask("Which instrument", instrument)).toBe("CORN");
    expect(await prompt.confirm("Write")).toBe(true);
    expect(
      await prompt.choose("Which store", [
        { value: "a", label: "memory" },
        { value: "b", label: "sqlite", hint: "a file" },
      ]),
    ).toBe("b");
    expect(await prompt.ask("How many", { parse: numberWithin(), default: "7" })).toBe(3.5);
    prompt.done();
    expect(prompt.transcript).toBe(
      [
        "Prices",
        "Which instrument",
        "> CRON",
        '  there is no instrument "CRON" (did you mean "CORN"?)',
        "Which instrument",
        "> CORN",
        "Write (y/n)",
        "> y",
        "Which store",
        "  1: memory",
        "  2: sqlite (a file)",
        "> 2",
        "How many <RETURN for 7>",
        "> 3.5",
      ].join("\n"),
    );
    expect(inspect(prompt)).toBe(prompt.transcript);
    expect(String(prompt)).toBe(prompt.transcript);
  });

  it("answers by a part of the question, each answer once", async () => {
    const prompt = scriptedPrompter({ "which INSTRUMENT": ["SP500", "CORN"], Write: false });
    expect(await prompt.ask("Which instrument?", instrument)).toBe("SP500");
    expect(prompt.left).toEqual(["which INSTRUMENT: CORN", "Write: n"]);
    expect(await prompt.confirm("Write it")).toBe(false);
    expect(await prompt.ask("Which instrument?", instrument)).toBe("CORN");
    await expect(prompt.confirm("Write it")).rejects.toMatchObject({
      code: "PROMPT_CANCELLED",
      details: { question: "Write it" },
    });
    expect(prompt.transcript).toMatch(/> \(no answer\)$/);
  });

  it("takes an empty answer for the default, and no default as an answer to be read", async () => {
    const prompt = scriptedPrompter(["", "", "", "", "y", ""]);
    expect(await prompt.ask("Which instrument", { ...instrument, default: "CORN" })).toBe("CORN");
    const choices = [
      { value: 1, label: "one" },
      { value: 2, label: "two" },
    ];
    expect(await prompt.choose("Number", choices, { default: 2 })).toBe(2);
    expect(await prompt.confirm("Sure", { default: false })).toBe(false);
    expect(await prompt.confirm("Sure")).toBe(true);
    expect(prompt.transcript).toContain('"" is neither yes nor no; answer y or n');
    expect(await prompt.confirm("Sure", { default: true })).toBe(true);
  });

  it("takes a choice by number, label or the beginning of it", async () => {
    const choices = [
      { value: "p", label: "Passive" },
      { value: "f", label: "Force" },
      { value: "o", label: "Force outright" },
    ];
    const prompt = scriptedPrompter(["pas", "force", "force o", "0", "4", "fo", "", "x", "3"]);
    expect(await prompt.choose("State", choices)).toBe("p");
    expect(await prompt.choose("State", choices)).toBe("f");
    expect(await prompt.choose("State", choices)).toBe("o");
    expect(await prompt.choose("State", choices)).toBe("o");
    expect(prompt.transcript.match(/is not one of them; give a number from 1 to 3/g)).toHaveLength(5);
  });

  it("fails where the script runs out, or has more than was asked", async () => {
    await expect(scriptedPrompter([]).ask("Which instrument", instrument)).rejects.toMatchObject({
      code: "PROMPT_CANCELLED",
      message: expect.stringContaining('there was no answer to "Which instrument"'),
    });
    await expect(scriptedPrompter(["CRON"]).ask("Which instrument", instrument)).rejects.toMatchObject({
      code: "PROMPT_CANCELLED",
    });
    expect(() => scriptedPrompter(["CORN", "y"]).done()).toThrow(
      'these answers were never asked for: "CORN", "y"',
    );
  });

  it("lets other errors of a parser through", async () => {
    const parse = (): never => {
      throw new TypeError("a bug");
    };
    await expect(scriptedPrompter(["1"]).ask("?", { parse })).rejects.toThrow(TypeError);
  });
});
