import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { startRepl } from "../../src/repl.js";
import { series } from "../../src/series/construct.js";
import { testDesk } from "../../src/testing/testDesk.js";

/** Types lines at the prompt, and gives what it printed. */
async function type(
  lines: readonly string[],
  { context = {}, opens = false }: { context?: Readonly<Record<string, unknown>>; opens?: boolean } = {},
): Promise<string> {
  const desk = await testDesk({ now: "2024-03-28 21:00" });
  await desk.data.adjustedPrices.write(
    "CORN",
    series(["2024-03-27 23:00", "2024-03-28 23:00"], [431, 432.5]),
  );
  const [input, output] = [new PassThrough(), new PassThrough()];
  let printed = "";
  output.on("data", (text) => {
    printed += text;
  });
  const ended = startRepl(opens ? async () => desk : desk, { input, output, context, history: false });
  for (const line of lines) {
    const before = printed.length;
    input.write(`${line}\n`);
    while (!printed.slice(before).endsWith("contango> "))
      await new Promise((resolve) => setImmediate(resolve));
  }
  input.end();
  await ended;
  await expect(
    desk.storage.records.get({ name: "x", key: ["id"] }, { id: "1" }),
    "the desk is closed",
  ).rejects.toThrow();
  return printed;
}

describe("the prompt", () => {
  it("has the desk, each repository and every export at hand, and awaits at the top level", async () => {
    const printed = await type([
      'await adjustedPrices.get("CORN", { last: 1 })',
      "desk.timezone",
      "(await status(desk)).attention",
      'const [last] = (await data.adjustedPrices.get("CORN")).values; last',
    ]);
    expect(printed).toContain("2024-03-28 23:00:00  432.5\n1 row");
    expect(printed).toContain("'UTC'");
    expect(printed).toContain("[]");
    expect(printed).toContain("431");
  });

  it("opens the desk itself where it is given what opens it, and refuses what is none", async () => {
    expect(await type(["desk.timezone"], { opens: true })).toContain("'UTC'");
    await expect(startRepl(testDesk() as never)).rejects.toThrow(/given a promise of one: await it/);
    await expect(startRepl(undefined as never)).rejects.toThrow(/given undefined: open one with openDesk/);
  });

  it("prints the outcome of a process as a table", async () => {
    expect(await type(["await morningMail(desk)"])).toMatch(/morningMail, 2024-03-28 21:00:00: done, 1 sent/);
  });

  it("takes more names, and goes on after an error", async () => {
    const context = { double: (value: number) => value * 2 };
    const printed = await type(["await missing.get()", "double(21)"], { context });
    expect(printed).toContain("ReferenceError: missing is not defined");
    expect(printed).toContain("42");
  });
});
