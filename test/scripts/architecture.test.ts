import { describe, expect, it } from "vitest";
import { violations } from "../../scripts/architecture.js";

const check = (file: string, text: string, others: Record<string, string> = {}): string[] =>
  violations(new Map([[file, text], ...Object.entries(others)]));

describe("the architecture check", () => {
  it.each([
    ["series/x.ts", 'import { readFileSync } from "node:fs";', "series may not import node:fs"],
    ["prices/x.ts", 'import { open } from "../storage/storage.js";', "prices may not import storage"],
    [
      "storage/csv/x.ts",
      'import { a } from "../sqlite/engine.js";',
      "storage/csv may not import storage/sqlite",
    ],
    ["charts/x.ts", 'import { a } from "../storage/storage.js";', "charts may not import storage"],
    ["capital/x.ts", "export const f = () => Date.now();", "Date.now"],
    ["capital/x.ts", "export const f = () => new Date();", "new Date() without an argument"],
    ["rolls/x.ts", "export const f = () => Math.random();", "Math.random"],
    ["rolls/x.ts", "export async function f() {}", "async"],
    ["time/x.ts", "export const f = () => setTimeout(() => 0, 1);", "setTimeout"],
    ["time/x.ts", "export const home = process.env.HOME;", "process"],
    ["series/x.ts", 'export const f = () => import("yaml");', "series may not import yaml"],
    ["attic/x.ts", "export {};", 'room "attic" has no rule'],
  ])("refuses %s: %s", (file, text, what) => {
    expect(check(file, text).join("\n")).toContain(what);
  });

  it("names the path by which the root would load a heavy package", () => {
    const found = check("index.ts", 'export { a } from "./config/a.js";', {
      "config/a.ts": 'import { parse } from "yaml"; export const a = parse;',
    });
    expect(found.join("\n")).toContain("loads yaml (through index.ts > config/a.ts)");
  });

  it("accepts a lazy import of a package outside the domain, and a date made from a number", () => {
    expect(check("config/a.ts", 'export const read = async () => import("yaml");')).toEqual([]);
    expect(check("time/a.ts", "export const at = (ms: number) => new Date(ms);")).toEqual([]);
    expect(check("time/a.ts", "export interface Run { readonly process: string }")).toEqual([]);
  });
});
