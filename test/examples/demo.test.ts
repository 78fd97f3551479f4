/** The demo as a user runs it: a process of its own, in an empty working directory. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OWN_DATA } from "../support/folders.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "contango-demo-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function demo(...args: string[]): {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
} {
  const { FORCE_COLOR, NODE_OPTIONS, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}node_modules/tsx/dist/cli.mjs`, `${root}examples/demo/run.ts`, ...args],
    { cwd, env: { ...env, TSX_TSCONFIG_PATH: `${root}tsconfig.json` }, encoding: "utf8" },
  );
  return { status, out: stdout, error: stderr };
}

const numbersOf = (out: string, name: string): readonly string[] =>
  out
    .split("\n")
    .find((line) => line.trimStart().startsWith(name))!
    .trim()
    .split(/ {2,}/)
    .slice(1);

describe("on the six instruments of the repository", () => {
  test("runs the chapter-15 system, agrees with pysystemtrade, and leaves two pages", () => {
    const { status, out, error } = demo();
    expect(error).toBe("");
    expect(status).toBe(0);
    const report = join(cwd, "out/backtest.html");
    expect(out.split("\n")[0]).toContain("out/backtest.html");
    expect(out.trimEnd().split("\n").slice(-5).join("\n")).toContain("out/backtest.html");
    expect(readFileSync(report, "utf8")).toContain("At a glance");
    expect(readFileSync(join(cwd, "out/demo.html"), "utf8")).toContain("Tonight&#39;s trades");
    for (const name of ["return, % a year", "volatility, % a year", "Sharpe ratio", "skew of days"]) {
      const [ours, theirs] = numbersOf(out, name);
      expect(Number.isFinite(Number(ours))).toBe(true);
      expect(ours).toBe(theirs);
    }
    expect(readdirSync(join(cwd, "out/backtests/chapter15"))).toHaveLength(2);
  });
});

describe("on a folder of the user", () => {
  /** CORN alone, with what a desk may not have yet: adjusted prices, calendars, FX prices. */
  function cornOnly(): string {
    const folder = join(cwd, "data");
    mkdirSync(join(folder, "multiple_prices_csv"), { recursive: true });
    mkdirSync(join(folder, "csvconfig"));
    const copy = (file: string): void =>
      writeFileSync(join(folder, file), readFileSync(join(OWN_DATA, "futures", file)));
    for (const code of ["CORN", "EUROSTX"]) copy(`multiple_prices_csv/${code}.csv`);
    for (const file of readdirSync(join(OWN_DATA, "futures/csvconfig"))) copy(`csvconfig/${file}`);
    return folder;
  }

  test("runs on the instruments that have everything, and says what the others lack", () => {
    const { status, out, error } = demo("--data", cornOnly());
    expect(error).toBe("");
    expect(status).toBe(0);
    expect(out).toContain("EUROSTX is left out: it has prices, but no FX prices EURUSD.");
    expect(out).toMatch(/opened \d{8}_\d{6}: \d+ series, of CORN and the portfolio/);
    expect(existsSync(join(cwd, "out/backtest.html"))).toBe(true);
  });

  test.each([
    ["that does not exist", (folder: string) => `${folder}/nowhere`, "does not exist"],
    ["without prices", (folder: string) => folder, "has no prices"],
  ])("a folder %s ends with a message and status 2", (_what, data, message) => {
    const { status, out, error } = demo("--data", data(cwd));
    expect(status).toBe(2);
    expect(error).toContain(message);
    expect(error).toContain("give a pysystemtrade data folder");
    expect(error).not.toContain("    at ");
    expect(out).toBe("");
  });

  test("a damaged file ends with its name and status 2", () => {
    const folder = cornOnly();
    writeFileSync(join(folder, "multiple_prices_csv/CORN.csv"), "DATETIME,junk\n2023-01-02,1\n");
    const { status, error } = demo("--data", folder);
    expect(status).toBe(2);
    expect(error).toContain("CORN.csv");
    expect(error).not.toContain("    at ");
    expect(existsSync(join(cwd, "out/backtest.html"))).toBe(false);
  });
});

test("a misspelt option ends with a message and status 2", () => {
  const { status, error } = demo("--folder", "x");
  expect(status).toBe(2);
  expect(error).toContain("Unknown option '--folder'");
});
