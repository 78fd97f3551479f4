import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { nameIn } from "../../src/prompt/parseAnswers.js";
import type { Prompter } from "../../src/prompt/prompter.js";
import { clackPrompter } from "../../src/prompt/terminal/clackPrompter.js";
import { loadClack } from "../../src/prompt/terminal/loadClack.js";
import { terminalPrompter } from "../../src/prompt/terminal/terminalPrompter.js";

const instrument = { parse: nameIn(["CORN", "SP500"], "instrument") };
const CHOICES = [
  { value: "a", label: "accept" },
  { value: "p", label: "previous", hint: "101.25" },
];

/** What a stream has been given so far. */
function written(stream: PassThrough): () => string {
  let text = "";
  stream.on("data", (chunk) => {
    text += String(chunk);
  });
  return () => text;
}

describe("a terminal prompter without a terminal", () => {
  const piped = (text: string | readonly string[]) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const shown = written(output);
    for (const part of typeof text === "string" ? [text] : text) input.write(part);
    input.end();
    return { prompt: terminalPrompter({ input, output }), shown };
  };

  it("takes answers from lines, and shows them", async () => {
    const { prompt, shown } = piped("CRON\r\nCORN\n2\ny\n\n");
    prompt.show("\x1b[31mPrices\x1b[0m\tof\x07 today");
    expect(await prompt.ask("Which instrument", instrument)).toBe("CORN");
    expect(await prompt.choose("Which price", CHOICES)).toBe("p");
    expect(await prompt.confirm("Write")).toBe(true);
    expect(await prompt.ask("Which instrument", { ...instrument, default: "SP500" })).toBe("SP500");
    await prompt.close?.();
    expect(shown()).toBe(`Prices\tof today
Which instrument
> CRON
  there is no instrument "CRON" (did you mean "CORN"?)
Which instrument
> CORN
Which price
  1: accept
  2: previous (101.25)
> 2
Write (y/n)
> y
Which instrument <RETURN for SP500>
> 
`);
  });

  it("keeps a blank, which may be an answer", async () => {
    const { prompt } = piped(" \n");
    expect(await prompt.ask("Value", { parse: (answer) => answer })).toBe(" ");
  });

  it("reads letters that come in pieces, and a last line without an end", async () => {
    const euro = Buffer.from("€URO");
    const { prompt } = piped([euro.subarray(0, 1), euro.subarray(1)] as unknown as string[]);
    expect(await prompt.ask("Name", { parse: (answer) => answer })).toBe("€URO");
  });

  it("breaks off at the end of the input, each time it is asked", async () => {
    const { prompt, shown } = piped("CRON\n");
    for (const ask of [
      () => prompt.ask("Which instrument", instrument),
      () => prompt.confirm("Write"),
      () => prompt.choose("Which price", CHOICES),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "PROMPT_CANCELLED" });
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(shown()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  });

  it("ends whatever comes in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const { prompt, shown } = piped([Buffer.from(bytes) as unknown as string]);
        const ask = (): Promise<unknown> => prompt.ask("Which instrument", instrument);
        const ended = await ask()
          .then(ask)
          .catch((error: unknown) => error);
        expect(isContangoError(ended, "PROMPT_CANCELLED") || ended === "CORN" || ended === "SP500").toBe(
          true,
        );
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
        expect(shown()).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/);
      }),
    );
  });

  it("breaks off when it is interrupted, or closed, while it waits", async () => {
    const waiting = () => terminalPrompter({ input: new PassThrough(), output: new PassThrough().resume() });
    const interrupted = waiting().ask("Which instrument", instrument);
    await new Promise(setImmediate);
    process.emit("SIGINT");
    await expect(interrupted).rejects.toMatchObject({ code: "PROMPT_CANCELLED" });

    const prompt = waiting();
    const closed = prompt.ask("Which instrument", instrument);
    await new Promise(setImmediate);
    await prompt.close?.();
    await expect(closed).rejects.toMatchObject({ code: "PROMPT_CANCELLED" });
    expect(process.listenerCount("SIGINT")).toBe(0);
  });
});

describe("a terminal prompter in a terminal", () => {
  const terminal = () => {
    const stream = () => Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
    const [input, output] = [Object.assign(stream(), { setRawMode: () => undefined }), stream()];
    const shown = written(output);
    const until = async (text: string, from = 0): Promise<number> => {
      for (let tries = 0; tries < 500; tries++) {
        const at = shown().indexOf(text, from);
        if (at >= 0) return at + text.length;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`"${text}" was not shown, but ${shown().slice(from)}`);
    };
    return { input, output, until, prompt: terminalPrompter({ input, output }) };
  };

  it("says what is wrong with an answer, and takes a better one", async () => {
    const { input, prompt, until } = terminal();
    const answer = prompt.ask("Which instrument", instrument);
    await until("Which instrument");
    input.write("CRON\r");
    await until('did you mean "CORN"?');
    input.write("\x7f\x7f\x7fORN\r");
    expect(await answer).toBe("CORN");
  });

  it("shows a default, and takes RETURN for it", async () => {
    const { input, prompt, until } = terminal();
    const answer = prompt.ask("Which instrument", { ...instrument, default: "SP500" });
    await until("<RETURN for SP500>");
    input.write("\r");
    expect(await answer).toBe("SP500");
  });

  it("chooses with the arrows, from the default on", async () => {
    const { input, prompt, until } = terminal();
    const first = prompt.choose("Which price", CHOICES);
    await until("previous");
    input.write("\x1b[B");
    await new Promise((resolve) => setTimeout(resolve, 20));
    input.write("\r");
    expect(await first).toBe("p");
    const second = prompt.choose("Which price now", CHOICES, { default: "p" });
    await until("Which price now");
    input.write("\r");
    expect(await second).toBe("p");
  });

  it("takes y and n, and RETURN only where there is a default", async () => {
    const { input, prompt, until } = terminal();
    const spelt = prompt.confirm("Write");
    await until("Write (y/n)");
    input.write("\r");
    await until("neither yes nor no");
    input.write("y\r");
    expect(await spelt).toBe(true);
    const usual = prompt.confirm("Send it", { default: true });
    await until("Send it");
    input.write("\r");
    expect(await usual).toBe(true);
  });

  it.each([
    ["Ctrl-C", (input: PassThrough) => input.write("\x03")],
    ["Ctrl-D", (input: PassThrough) => input.write("\x04")],
    ["the end of the input", (input: PassThrough) => input.end()],
  ])("breaks off at %s, in every kind of question", async (_, end) => {
    const kinds: ((prompt: Prompter) => Promise<unknown>)[] = [
      (prompt) => prompt.ask("Question", instrument),
      (prompt) => prompt.choose("Question", CHOICES),
      (prompt) => prompt.confirm("Question"),
      (prompt) => prompt.confirm("Question", { default: true }),
    ];
    for (const ask of kinds) {
      const { input, prompt, until } = terminal();
      const answer = ask(prompt).catch((error: unknown) => error);
      await until("Question");
      end(input);
      expect(isContangoError(await answer, "PROMPT_CANCELLED")).toBe(true);
    }
  });

  it("breaks off where the input has ended before", async () => {
    const { input, prompt } = terminal();
    input.end();
    input.resume();
    await new Promise((resolve) => input.once("end", resolve));
    await expect(prompt.ask("Question", instrument)).rejects.toMatchObject({ code: "PROMPT_CANCELLED" });
  });

  it("lets a bug in a parser through", async () => {
    const { input, prompt, until } = terminal();
    const parse = (): never => {
      throw new TypeError("a bug");
    };
    const answer = prompt.ask("Question", { parse }).catch((error: unknown) => error);
    await until("Question");
    input.write("1\r");
    expect(await answer).toBeInstanceOf(TypeError);
  });

  it("takes lines where the terminal has no room", async () => {
    const { input, output } = terminal();
    const prompt = terminalPrompter({ input, output: Object.assign(output, { columns: 0 }) });
    const answer = prompt.ask("Which instrument", instrument);
    input.write("CORN\n");
    expect(await answer).toBe("CORN");
    await prompt.close?.();
  });

  it("says how to install what it needs", async () => {
    const { input, output } = terminal();
    const missing = () => loadClack(() => Promise.reject(new Error("Cannot find package")));
    await expect(clackPrompter(missing, { input, output }).confirm("Write")).rejects.toMatchObject({
      code: "DEPENDENCY_MISSING",
      message: expect.stringContaining("npm install @clack/prompts"),
    });
  });
});
