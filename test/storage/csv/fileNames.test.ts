import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CONTRACT_NAMES,
  escapeName,
  fileName,
  fileSymbol,
  nameSymbol,
  SAME_NAMES,
  strategyNames,
  unescapeName,
} from "../../../src/storage/csv/fileNames.js";
import { FUTURES_FOLDERS, libraryLayouts } from "../../../src/storage/csv/libraryLayouts.js";

const FORMS = {
  same: SAME_NAMES,
  contracts: CONTRACT_NAMES,
  strategies: strategyNames([]),
  "named strategies": strategyNames(["dynamic_TF", "dynamic_TF_slow", "dynamic"]),
};

const symbol = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom("A", "_", "@", "#", "%", " ", ".", "/", "2", "0", "D", "-", "~"),
    maxLength: 12,
  }),
  fc
    .tuple(
      fc.constantFrom("", "Day@", "Hour@", "15M@", "Day_"),
      fc.constantFrom("CORN", "GOLD_micro", "Day_X", "A%B", "US10"),
      fc.constantFrom("#20240300", "_20240300", "#2024", ".20240300", "/20240300"),
    )
    .map((parts) => parts.join("")),
  fc
    .tuple(
      fc.constantFrom("dynamic", "dynamic_TF", "slow", "a b", "dynamic_TF-raw"),
      fc.constantFrom(" ", "_"),
      fc.constantFrom("CORN", "GOLD_micro", "TF_X"),
    )
    .map((parts) => parts.join("")),
);

describe.each(Object.entries(FORMS))("%s", (_, form) => {
  test("every symbol has a name of its own that leads back to it", () => {
    fc.assert(
      fc.property(symbol, (text) => {
        const name = fileName(text, form);
        expect(nameSymbol(name, form)).toBe(text);
        expect(fileSymbol(`${name}.csv`, form)).toBe(text);
        expect(name).not.toMatch(/["*/:<>?\\|\0]|^\.|^$/);
      }),
      { numRuns: 2000 },
    );
  });

  test("every name stands for at most one symbol, and that symbol has no other", () => {
    fc.assert(
      fc.property(symbol, (name) => {
        const found = nameSymbol(name, form);
        if (found !== undefined) expect(fileName(found, form)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });
});

test("names are pysystemtrade's where they can be", () => {
  expect(fileName("GOLD_micro", SAME_NAMES)).toBe("GOLD_micro");
  expect(fileName("CORN#20240300", CONTRACT_NAMES)).toBe("CORN_20240300");
  expect(fileName("Day@GOLD_micro#20240300", CONTRACT_NAMES)).toBe("Day_GOLD_micro_20240300");
  expect(fileSymbol("Hour_EU-DJ_X_20240300.csv", CONTRACT_NAMES)).toBe("Hour@EU-DJ_X#20240300");
  expect(fileName("slow GOLD_micro", FORMS.strategies)).toBe("slow_GOLD_micro");
  expect(fileSymbol("dynamic_TF_GOLD_micro.csv", FORMS["named strategies"])).toBe("dynamic_TF GOLD_micro");
  expect(fileSymbol("dynamic_TF-raw_GOLD_micro.csv", FORMS["named strategies"])).toBe(
    "dynamic_TF-raw GOLD_micro",
  );
  // Without the strategy's name the underscore may end it; then the symbol keeps its blank.
  expect(fileName("dynamic_TF GOLD", FORMS.strategies)).toBe("dynamic_TF GOLD");
});

test("other files and hidden ones stand for nothing", () => {
  for (const file of ["notes.txt", ".CORN.csv", "CORN.csv.bak", ".csv", "CORN.CSV"]) {
    expect(fileSymbol(file, SAME_NAMES)).toBeUndefined();
  }
  expect(fileSymbol("A%2.csv", SAME_NAMES)).toBeUndefined();
});

test("escapes are read back", () => {
  for (const text of ["", ".", "..", "a/b", "%", "%41", "\ud800", "\u0007", "~x"]) {
    expect(unescapeName(escapeName(text))).toBe(text);
  }
  expect(escapeName("a/b")).toBe("a%2Fb");
});

test("a library lies in the folder of its name, unless another one has that", () => {
  const layouts = libraryLayouts(FUTURES_FOLDERS, []);
  for (const library of [
    "futures_adjusted_prices",
    "adjusted_prices_csv",
    "spreads",
    "a/b",
    ".",
    "",
    "toString",
  ]) {
    expect(layouts.libraryOf(layouts.of(library).folder)).toBe(library);
  }
  expect(layouts.of("adjusted_prices_csv").folder).not.toBe(layouts.of("futures_adjusted_prices").folder);
  expect(layouts.of("capital").folder).toBe("capital");
});
