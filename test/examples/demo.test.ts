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
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { OWN_DATA } from "../support/folders.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Run {
  readonly cwd: string;
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

function demo(cwd: string, ...args: string[]): Run {
  const { FORCE_COLOR, NODE_OPTIONS, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}node_modules/tsx/dist/cli.mjs`, `${root}examples/demo/run.ts`, ...args],
    { cwd, env: { ...env, TSX_TSCONFIG_PATH: `${root}tsconfig.json` }, encoding: "utf8" },
  );
  return { cwd, status, out: stdout, error: stderr };
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), "contango-demo-"));

const numbersOf = (out: string, name: string): readonly string[] =>
  out
    .split("\n")
    .find((line) => line.trimStart().startsWith(name))!
    .trim()
    .split(/ {2,}/)
    .slice(1);

/** What is printed below a heading, up to the next one. */
function section(out: string, title: string): string {
  const [, rest = ""] = out.split(new RegExp(`^\\d+\\. ${title}.*\\n─+\\n`, "m"));
  return rest.split(/^\d+\. .*\n─+$/m)[0]!;
}

describe("examples/demo/run.ts on the six instruments of the repository [row 1]", () => {
  let run: Run;
  beforeAll(() => {
    run = demo(newFolder());
  }, 180_000);
  afterAll(() => rmSync(run.cwd, { recursive: true, force: true }));

  test("ends well; the first line and the last ones say where the pages are", () => {
    expect(run.error).toBe("");
    expect(run.status).toBe(0);
    expect(run.out.split("\n")[0]).toContain("out/backtest.html");
    const ending = run.out.trimEnd().split("\n").slice(-6).join("\n");
    for (const name of ["backtest", "demo", "rolls", "capital"]) expect(ending).toContain(`out/${name}.html`);
  });

  test("runs the chapter-15 system and agrees with pysystemtrade", () => {
    for (const name of ["return, % a year", "volatility, % a year", "Sharpe ratio", "skew of days"]) {
      const [ours, theirs] = numbersOf(run.out, name);
      expect(Number.isFinite(Number(ours))).toBe(true);
      expect(ours).toBe(theirs);
    }
    expect(readdirSync(join(run.cwd, "out/backtests/chapter15"))).toHaveLength(2);
  });

  test("goes through weeks with all that can happen, in its order", () => {
    const happened = section(run.out, "20 trading days")
      .split("\n")
      .map((line) => line.slice(14).split(/ {2,}/)[0]!)
      .filter((what) => what !== "");
    const rest = happened.filter((what) => what !== "rolled" && what !== "ask" && what !== "decided");
    expect(rest.filter((what, place) => what !== rest[place - 1])).toEqual([
      "withdrawal",
      ...["spike", "settled"],
      ...["no broker", "caught up"],
      ...["spike", "settled"],
      ...["deposit", "refused", "settled"],
    ]);
    expect(happened).toContain("rolled");
    expect(happened).toContain("decided");
    const weeks = section(run.out, "20 trading days");
    expect(weeks).toMatch(/CORN: there was no such price/);
    expect(weeks).toMatch(/V2X: it really happened/);
    expect(weeks).toMatch(/rolled +MXP: 20230900 to 20231200/);
  });

  test("has books in order at the end", () => {
    expect(section(run.out, "Positions")).toMatch(/Books and broker: no breaks in [1-9]\d* contracts held/);
    expect(section(run.out, "Positions")).toMatch(/Fills: [1-9]\d* picked up .*, [1-9]\d* recorded by hand/);
    expect(section(run.out, "Capital")).toMatch(/2023-09 .* 65,000 /);
    expect(section(run.out, "Status")).toContain("Waiting for a person: nothing");
    expect(section(run.out, "Status")).not.toContain("overdue");
    expect(section(run.out, "The log")).toContain("V2X/20230900: spike");
    expect(section(run.out, "Mails")).toContain("Large capital change");
  });

  test("backs up, restores the same, and takes a snapshot", () => {
    const backup = section(run.out, "Backup");
    expect(backup).toMatch(/restoreFromCsv: done/);
    expect(backup).toMatch(/[\d,]{7,} rows of 9 kinds of series are equal, 0 series differ/);
    expect(readdirSync(join(run.cwd, "out/snapshots"))).toHaveLength(1);
    expect(existsSync(join(run.cwd, "out/backup/multiple_prices/CORN.csv"))).toBe(true);
  });

  test.each([
    ["backtest", "At a glance"],
    ["demo", "made up from here"],
    ["rolls", "Days to the roll date"],
    ["capital", "Drawdown"],
  ])("leaves a page %s", (name, text) => {
    expect(readFileSync(join(run.cwd, `out/${name}.html`), "utf8")).toContain(text);
  });
});

describe("examples/demo/run.ts on a folder of the user [row 1]", () => {
  let cwd = "";
  beforeEach(() => {
    cwd = newFolder();
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

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
    const { status, out, error } = demo(cwd, "--data", cornOnly());
    expect(error).toBe("");
    expect(status).toBe(0);
    expect(out).toContain("EUROSTX is left out: it has prices, but no FX prices EURUSD.");
    expect(out).toMatch(/opened \d{8}_\d{6}: \d+ series, of CORN and the portfolio/);
    expect(section(out, "Positions")).toContain("no breaks in 1 contracts held");
    expect(existsSync(join(cwd, "out/capital.html"))).toBe(true);
  }, 120_000);

  test.each([
    ["that does not exist", (folder: string) => `${folder}/nowhere`, "does not exist"],
    ["without prices", (folder: string) => folder, "has no prices"],
  ])("a folder %s ends with a message and status 2", (_what, data, message) => {
    const { status, out, error } = demo(cwd, "--data", data(cwd));
    expect(status).toBe(2);
    expect(error).toContain(message);
    expect(error).toContain("give a pysystemtrade data folder");
    expect(error).not.toContain("    at ");
    expect(out).toBe("");
  });

  test("a damaged file ends with its name and status 2", () => {
    const folder = cornOnly();
    writeFileSync(join(folder, "multiple_prices_csv/CORN.csv"), "DATETIME,junk\n2023-01-02,1\n");
    const { status, error } = demo(cwd, "--data", folder);
    expect(status).toBe(2);
    expect(error).toContain("CORN.csv");
    expect(error).not.toContain("    at ");
    expect(existsSync(join(cwd, "out/backtest.html"))).toBe(false);
  });

  test("a misspelt option ends with a message and status 2", () => {
    const { status, error } = demo(cwd, "--folder", "x");
    expect(status).toBe(2);
    expect(error).toContain("Unknown option '--folder'");
  });
});
