import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadBacktestConfig } from "../../src/config/loadBacktestConfig.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { type Random, seededRandom } from "./seededRandom.js";

const lines = readFileSync(new URL("full_backtest.yaml", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");

const VALUES = [
  "-1",
  "0",
  "1.5",
  ".nan",
  "-.inf",
  "true",
  "yes",
  "''",
  "hunter2",
  "[]",
  "[1, x]",
  "{}",
  "{ a: 1 }",
  "null",
  "1e999",
];
const NAMES = [
  "__proto__",
  "constructor",
  "weight",
  "func",
  "CORN",
  "1",
  "a b",
  "toString",
  "_x",
  "auto_weight_from_grouping",
];

const MUTATIONS: Readonly<Record<string, (text: readonly string[], random: Random) => readonly string[]>> = {
  "another value": (text, random) =>
    edit(text, random, /:/, (line) => line.replace(/: .*$|:$/, `: ${random.pick(VALUES)}`)),
  "another key": (text, random) =>
    edit(text, random, /:/, (line) => line.replace(/[\w.-]+:/, `${random.pick(NAMES)}:`)),
  "a letter of a key changed": (text, random) =>
    edit(text, random, /^ *\w\w/, (line) => {
      const at = line.search(/\w/) + random.below(3);
      return `${line.slice(0, at)}${random.pick([..."xq_1"])}${line.slice(at + 1)}`;
    }),
  "a number changed": (text, random) =>
    edit(text, random, /\d/, (line) => line.replace(/\d[\d.]*/, random.pick(VALUES))),
  "a line left out": (text, random) => edit(text, random, /\S/, () => undefined),
  "a line twice": (text, random) => edit(text, random, /\S/, (line) => `${line}\n${line}`),
  "another indentation": (text, random) =>
    edit(text, random, /\S/, (line) => `${" ".repeat(random.below(7))}${line.trim()}`),
  "two lines exchanged": (text, random) => {
    const [a, b] = [random.below(text.length), random.below(text.length)];
    return text.map((line, row) => (row === a ? text[b]! : row === b ? text[a]! : line));
  },
  "text after a value": (text, random) =>
    edit(text, random, /:/, (line) => `${line} ${random.pick(["x", "#", "]", "&a", "*a", "- 1"])}`),
  "cut short": (text, random) => text.slice(0, 1 + random.below(text.length)),
};

function edit(
  text: readonly string[],
  random: Random,
  fits: RegExp,
  change: (line: string) => string | undefined,
): readonly string[] {
  const at = random.pick([...text.keys()].filter((row) => fits.test(text[row]!)));
  return text.flatMap((line, row) => (row === at ? (change(line) ?? []) : line));
}

const PER_MUTATION = 60;
const CODES = ["BACKTEST_CONFIG", "CONFIG_SYNTAX", "CONFIG_VALUE", "CONFIG_FILE"];

describe("changed files of a backtest", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "contango-corpus-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const names = Object.keys(MUTATIONS);
  it.each(names)("are read, or refused with place and key: %s", async (name) => {
    const file = join(folder, "changed.yaml");
    let refused = 0;
    for (let index = 0; index < PER_MUTATION; index++) {
      const random = seededRandom(names.indexOf(name) * 1000 + index);
      const text = MUTATIONS[name]!(
        random.chance(0.2) ? MUTATIONS["another value"]!(lines, random) : lines,
        random,
      ).join("\n");
      writeFileSync(file, text);
      const error: unknown = await loadBacktestConfig(file).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      refused++;
      const what = `${name} ${index}: ${inspect(error)}`;
      if (!isContangoError(error)) throw new Error(what);
      expect(CODES, what).toContain(error.code);
      expect(String(error.details.file), what).toContain(dirname(file));
      if (error.code !== "BACKTEST_CONFIG") continue;
      expect(error.details.key, what).toMatch(/^[^\s]+$/);
      expect(Number(error.details.line), what).toBeGreaterThanOrEqual(1);
      expect(Number(error.details.line), what).toBeLessThanOrEqual(text.split("\n").length);
      expect(error.message, what).toContain(
        `${file}:${error.details.line}:${error.details.column}: ${error.details.key}`,
      );
    }
    expect(refused).toBeGreaterThan(0);
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});
