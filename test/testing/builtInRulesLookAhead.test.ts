import { describe, expect, it } from "vitest";
import { BUILT_IN_RULES } from "../../src/backtest/rules/builtInRules.js";
import type { RuleArguments } from "../../src/backtest/rules/rule.js";
import { map } from "../../src/series/arithmetic.js";
import { rangingPrice, trendingPrice } from "../../src/testing/backtestPrices.js";
import { ruleLookAhead } from "../../src/testing/ruleLookAhead.js";

/** Values for the arguments that some rule cannot do without. */
const ARGUMENTS: RuleArguments = { fast: 8, slow: 32 };

/** What rules read under names of their own. */
const inputs = {
  condition: map(trendingPrice({ days: 600, drift: 0, seed: "condition" }), (value) => value - 100),
  demeanedFactor: rangingPrice({
    days: 600,
    start: 0.1,
    range: 1,
    noise: 0.4,
    seed: "factor",
    missing: [100, 101, 300],
  }),
};

describe.each(Object.entries(BUILT_IN_RULES))("%s", (_, { rule, argumentNames }) => {
  const known = new Set(Object.values(argumentNames));
  const args = Object.fromEntries(Object.entries(ARGUMENTS).filter(([name]) => known.has(name)));

  it("knows nothing of tomorrow", () => {
    const report = ruleLookAhead(rule, args, { inputs });
    expect(report.status, String(report)).toBe("clean");
  });
});
