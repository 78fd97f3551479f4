import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Lines } from "../linePrompter.js";

/**
 * Lines from an input that is no terminal, such as piped answers, and to an output without control characters. Each answer
 * is written behind `>`, as nothing else shows it. Ctrl-C while an answer is awaited counts as the end of the input.
 */
export function readLines(input: Readable, output: Writable): Lines & { close(): void } {
  const waiting: ((line: string | undefined) => void)[] = [];
  const ready: string[] = [];
  let ended = false;
  const end = (): void => {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  const open = () => {
    const lines = createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on("line", (line) => {
      const resolve = waiting.shift();
      if (resolve === undefined) ready.push(line);
      else resolve(line);
    });
    lines.on("close", end);
    input.on("error", end);
    return lines;
  };
  let lines: ReturnType<typeof open> | undefined;
  const write = (text: string): void => {
    output.write(`${withoutControls(text)}\n`);
  };
  const next = async (): Promise<string | undefined> => {
    lines ??= open();
    if (ready.length > 0) return ready.shift();
    if (ended) return undefined;
    process.once("SIGINT", end);
    try {
      return await new Promise((resolve) => {
        waiting.push(resolve);
      });
    } finally {
      process.off("SIGINT", end);
    }
  };
  return {
    write,
    read: async () => {
      const answer = await next();
      if (answer !== undefined) write(`> ${answer}`);
      return answer;
    },
    close: () => {
      lines?.close();
      ended = true;
    },
  };
}

/** The text without what would move a cursor or change a colour. */
const withoutControls = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be left out
  text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
