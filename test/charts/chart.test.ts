import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { barPanel, chart, linePanel, page, writePage } from "../../src/charts.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { frame, series } from "../../src/series/construct.js";
import { parsePage } from "./fakePage.js";

const folder = mkdtempSync(join(tmpdir(), "contango-test-"));
const made = [folder];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});
const title = (file: string): string =>
  parsePage(readFileSync(file, "utf8")).querySelector("h1")!.textContent;
const price = series(["2024-03-01", "2024-03-04"], [1, 2], { name: "CORN price/€" });

describe("chart", () => {
  it("writes where it is told, and prints as the path", () => {
    const file = join(folder, "deep", "er", "corn.html");
    const written = chart(price, file, { title: "CORN" });
    expect(written.file).toBe(file);
    expect(inspect(written)).toBe(file);
    expect(String(written)).toBe(file);
    expect(written.url).toMatch(/^file:\/\/.*corn\.html$/);
    expect(title(file)).toBe("CORN");
    expect(chart(price, { file: join(folder, "b.html") }).file).toBe(join(folder, "b.html"));
  });

  it("writes to a new temporary folder otherwise, named after the series", async () => {
    const [first, second] = [chart(price), await chart(price)];
    made.push(dirname(first.file), dirname(second.file));
    expect(first.file).not.toBe(second.file);
    expect(first.file.endsWith("CORN-price.html")).toBe(true);
    expect(title(first.file)).toBe("CORN price/€");
  });

  it("takes series, frames and panels", () => {
    const at = (name: string): string => join(folder, name);
    const five = frame(["2024-03-01"], { a: [1], b: [1], c: [1], d: [1], e: [1] });
    expect(title(chart([price, price.named("b")], at("1.html")).file)).toBe("CORN price/€, b");
    expect(title(chart(five, at("2.html")).file)).toBe("a, b, c and 2 more");
    expect(title(chart(barPanel({ a: 1 }, { title: "Weights" }), at("3.html")).file)).toBe("Weights");
    expect(title(chart(linePanel(price), at("4.html")).file)).toBe("Chart");
  });
});

describe("writePage", () => {
  it("replaces a file", () => {
    const file = join(folder, "run.html");
    writePage(file, page({ title: "first" }));
    writePage(file, page({ title: "second" }));
    expect(title(file)).toBe("second");
  });

  it("says which file it cannot write", () => {
    const blocker = join(folder, "blocker");
    writeFileSync(blocker, "");
    const file = join(blocker, "x.html");
    let caught: unknown;
    try {
      writePage(file, page({ title: "t" }));
    } catch (error) {
      caught = error;
    }
    expect(isContangoError(caught, "CHART_FILE") && caught.message).toContain(`cannot write ${file}: `);
    expect(isContangoError(caught) && caught.details.file).toBe(file);
  });
});
