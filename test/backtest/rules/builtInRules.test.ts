import { describe, expect, it } from "vitest";
import { DATA_REFERENCES } from "../../../src/backtest/rawdata/dataReferences.js";
import { completeArguments } from "../../../src/backtest/rawdata/inputArguments.js";
import { isRawDataName, RAW_DATA } from "../../../src/backtest/rawdata/names.js";
import { BUILT_IN_RULES } from "../../../src/backtest/rules/builtInRules.js";

describe("the table of rules", () => {
  const rules = Object.values(BUILT_IN_RULES);

  it("gives each dotted name to one rule", () => {
    const aliases = rules.flatMap((rule) => rule.aliases);
    expect(new Set(aliases).size).toBe(aliases.length);
    expect(aliases.every((alias) => /^[a-z][\w.]*\.\w+$/.test(alias))).toBe(true);
  });

  it("gives each function to one name", () => {
    expect(new Set(rules.map(({ rule }) => rule)).size).toBe(rules.length);
  });

  it("reads raw data only, but for the condition that a user names", () => {
    const unknown = rules.flatMap(({ inputs }) => inputs).filter((name) => !isRawDataName(name));
    expect(unknown).toEqual(["condition"]);
  });
});

describe("the table of data references", () => {
  it.each(Object.entries(DATA_REFERENCES))(
    "%s is a series with arguments that it takes",
    (text, reference) => {
      expect(text).toMatch(/^(data|rawdata)\.\w+$/);
      const names = Object.keys(RAW_DATA[reference.name].args);
      for (const name of Object.values(reference.argumentNames ?? {})) expect(names).toContain(name);
      expect(() => completeArguments(reference.name, reference.args ?? {})).not.toThrow();
      const texts = Object.values(RAW_DATA[reference.name].args).flatMap((allowed): readonly string[] =>
        typeof allowed === "number" ? [] : allowed,
      );
      for (const value of Object.values(reference.argumentValues ?? {})) expect(texts).toContain(value);
    },
  );
});
