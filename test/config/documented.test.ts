/** docs/configuration.md has a row for every setting, with its default. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../../src/config/defaults.js";
import { PRODUCTION_SETTINGS } from "../../src/config/schema.js";

const page = readFileSync(fileURLToPath(new URL("../../docs/configuration.md", import.meta.url)), "utf8");
const rows = [...page.matchAll(/^\| `(\w+)` \| (.*?) ?\| (.*) ?\|$/gm)].map(
  ([, name = "", value = "", what = ""]) => ({
    name,
    value,
    what: what.trim(),
  }),
);

test("every setting has one row, and every row a setting", () => {
  expect(rows.map(({ name }) => name).sort()).toEqual([...PRODUCTION_SETTINGS].sort());
});

const isWord = (value: unknown): boolean => typeof value !== "object";

test("each row has the default", () => {
  const defaults = new Map<string, unknown>(Object.entries(DEFAULT_CONFIG));
  const words = rows.filter(({ name }) => !defaults.has(name) || isWord(defaults.get(name)));
  expect(words.length).toBeGreaterThan(50);
  for (const { name, value } of words) expect(value, name).toBe(String(defaults.get(name) ?? ""));
});
