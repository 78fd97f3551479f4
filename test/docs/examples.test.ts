/** Every `ts` block of README.md and docs/*.md: checked against the package, run, its stated output compared. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkExamples } from "./checkExamples.js";
import { compileExamples } from "./compileExamples.js";
import { type Example, examplesOf, withoutTrailingBlanks } from "./markdown.js";
import { runExample } from "./runExample.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const guides = readdirSync(`${root}docs`).filter((name) => name.endsWith(".md"));
const pages = ["README.md", ...guides.map((name) => `docs/${name}`)];
const examples = pages.flatMap((page) => examplesOf(page, readFileSync(root + page, "utf8")));

const WRONG_PAGE = `
\`\`\`ts
import { toTime } from "contango";
console.log(toTime("2024") + 1);
\`\`\`

\`\`\`text
1704067200000
\`\`\`
\`\`\`ts
import { toTime } from "contango";
const wrong: string = toTime(1);
console.log(wrong, toTime("never"));
\`\`\`
\`\`\`ts
// shown, not run: it would ask the broker
process.exit(3);
\`\`\`

\`\`\`text
\`\`\`
`;
const wrong = examplesOf("docs/wrong.md", WRONG_PAGE);

mkdirSync(`${root}.tmp`, { recursive: true });
const folder = mkdtempSync(`${root}.tmp/docs-`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let problems: readonly string[];
beforeAll(() => {
  problems = checkExamples(root, [...examples, ...wrong]);
  compileExamples(root, folder, [...examples, ...wrong]);
}, 60_000);

describe("the examples", () => {
  it("are right by their types", () => {
    expect(problems.filter((problem) => !problem.startsWith("docs/wrong.md:"))).toEqual([]);
  });

  for (const example of examples) {
    if (example.notRun === undefined) {
      it.concurrent(`${example.file}:${example.line}`, ({ expect }) => check(example, expect));
    }
  }
});

/** Fails where an example does not run, or prints something else than its page says. */
async function check(example: Example, expectation: typeof expect): Promise<void> {
  const { status, stdout, stderr } = await runExample(folder, example);
  const place = `${example.file}:${example.line}`;
  expectation(status, `${place} ended with ${status}\n${stderr}`).toBe(0);
  if (example.prints !== undefined) {
    expectation(withoutTrailingBlanks(stdout), `${place} prints`).toBe(withoutTrailingBlanks(example.prints));
  }
}

describe("a page that is wrong", () => {
  const [prints, throws] = wrong;

  it("is taken apart", () => {
    expect(wrong).toMatchObject([
      { line: 3, notRun: undefined, prints: "1704067200000" },
      { line: 11, notRun: undefined, prints: undefined },
      { line: 16, notRun: "it would ask the broker", prints: "" },
    ]);
  });

  it("has its errors of types told by page and line", () => {
    const told = problems.filter((problem) => problem.startsWith("docs/wrong.md:"));
    expect(told).toEqual([expect.stringMatching(/^docs\/wrong\.md:12:7 TS2322: /)]);
  });

  it("has its exceptions told by page and line", async () => {
    const run = check(throws!, expect);
    await expect(run).rejects.toThrow(/^docs\/wrong\.md:11 ended with 1\n.*\/docs\/wrong\.md:13:/s);
    await expect(run).rejects.toThrow('"never" is not a time');
  });

  it("has wrong output told by page and line", async () => {
    await expect(check(prints!, expect)).rejects.toThrow(/^docs\/wrong\.md:3 prints/);
    await check({ ...prints!, prints: "1704067200001  \n\n" }, expect);
  });
});
