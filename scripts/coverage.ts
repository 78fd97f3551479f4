/**
 * `npm run coverage -- [--check] REPORT.json…` makes docs/coverage.md from test reports (vitest's JSON): which function, test and
 * example stand for each feature of pysystemtrade's production documentation. With `--check` it only compares, and fails where
 * a row has no passing test, a function is not exported, an example did not run, or the page is not up to date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as charts from "../src/charts.js";
import * as csv from "../src/csv.js";
import * as root from "../src/index.js";
import * as sqlite from "../src/sqlite.js";
import * as testing from "../src/testing.js";
import { COVERAGE_ROWS, type CoverageRow } from "./coverageRows.js";

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const folder = fileURLToPath(new URL("..", import.meta.url));
const page = `${folder}docs/coverage.md`;
const args = process.argv.slice(2);
const reports = args
  .filter((argument) => argument !== "--check")
  .map((file): Report => JSON.parse(readFileSync(file, "utf8")));
const tests = passingTests(reports);
const exported = new Set([charts, csv, root, sqlite, testing].flatMap((entry) => Object.keys(entry)));

const problems = COVERAGE_ROWS.flatMap((row) => problemsOf(row));
const text = pageText();
if (args.includes("--check")) {
  if (readFileSync(page, "utf8") !== text)
    problems.push("docs/coverage.md is not up to date: npm run coverage -- REPORT.json");
} else writeFileSync(page, text);
for (const problem of problems) console.error(problem);
console.log(`coverage: ${COVERAGE_ROWS.length} rows, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Files with passing tests of each row; a file in which a test of the row failed is left out. */
function passingTests(all: readonly Report[]): ReadonlyMap<number, ReadonlySet<string>> {
  const passing = new Map<number, Set<string>>();
  for (const { testResults } of all) {
    for (const { name, assertionResults } of testResults) {
      const file = relative(folder, name);
      const failing = new Set(
        assertionResults.flatMap((test) => (test.status === "failed" ? rowsOf(test.fullName) : [])),
      );
      for (const { fullName, status } of assertionResults) {
        if (status !== "passed") continue;
        for (const row of rowsOf(fullName)) {
          if (!failing.has(row)) passing.set(row, (passing.get(row) ?? new Set()).add(file));
        }
      }
    }
  }
  return passing;
}

function rowsOf(name: string): readonly number[] {
  return [...name.matchAll(/\[row (\d+)\]/g)].map(([, row]) => Number(row));
}

function problemsOf({ row, functions, example }: CoverageRow): string[] {
  const found: string[] = [];
  if (!tests.has(row)) found.push(`row ${row} has no passing test`);
  for (const name of functions) if (!exported.has(name)) found.push(`row ${row}: ${name} is not exported`);
  const [file = "", section] = example.split("#");
  if (!existsSync(folder + file)) return [...found, `row ${row}: there is no ${file}`];
  if (section !== undefined && !sections(file).has(section))
    found.push(`row ${row}: ${file} has no section ${section}`);
  if (!exampleRan(file)) found.push(`row ${row}: the tests did not run the example ${file}`);
  return found;
}

function sections(file: string): ReadonlySet<string> {
  const titles = readFileSync(folder + file, "utf8").matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...titles].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** A page's examples and a script are run by a test whose name holds the file's. */
function exampleRan(file: string): boolean {
  return reports.some(({ testResults }) =>
    testResults.some(({ assertionResults }) =>
      assertionResults.some(({ fullName, status }) => status === "passed" && fullName.includes(file)),
    ),
  );
}

function pageText(): string {
  const link = (file: string): string => `[${file.split("/").at(-1)}](../${file})`;
  const lines = COVERAGE_ROWS.map(({ row, feature, functions, example, completedBy }) => {
    const shown = [...(tests.get(row) ?? [])].sort();
    const more = completedBy === undefined ? "" : ` (completed by ${completedBy})`;
    return `| ${row} | ${feature}${more} | ${functions.map((name) => `\`${name}\``).join(", ")} | ${shown.map(link).join(", ")} | ${link(example)} |`;
  });
  return `# Coverage

What pysystemtrade's production documentation lists, row by row: the functions that do it, tests that prove it, and an example that
runs. Made by \`npm run coverage\` from the reports of the tests; \`.ci/run\` fails where a row has no passing test.

| row | feature | functions | tests | example |
|---|---|---|---|---|
${lines.join("\n")}
`;
}
