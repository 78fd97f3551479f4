import { describe, expect, it } from "vitest";
import { breakout } from "../../../src/backtest/rules/breakout.js";
import { BUILT_IN_RULES } from "../../../src/backtest/rules/builtInRules.js";
import { ewmac, ewmacOwnVolatility } from "../../../src/backtest/rules/ewmac.js";
import type { RuleArguments, RuleInputs } from "../../../src/backtest/rules/rule.js";
import { closes } from "../rawdata/fixtures.js";

const price = closes([1, 2, 3]);
const inputs = new Proxy({}, { get: () => price }) as RuleInputs;
const NONE = Number.NaN;

const refuses = (rule: (args: RuleArguments) => unknown, args: RuleArguments, message: string): void => {
  expect(() => rule(args)).toThrow(
    expect.objectContaining({ code: "RULE_ARGUMENT", message: expect.stringContaining(message) }),
  );
};

describe.each(Object.entries(BUILT_IN_RULES))("rule %s", (name, { rule, argumentNames }) => {
  const names = Object.values(argumentNames);
  const usable: RuleArguments = names.includes("slow")
    ? { fast: 2, slow: 8 }
    : names.includes("lookback")
      ? { lookback: 8 }
      : {};

  it("runs with the arguments that it lists", () => {
    expect(rule(inputs, usable).time).toBe(price.time);
    for (const argument of names) {
      const value = argument === "slow" ? 8 : 2;
      expect(rule(inputs, { ...usable, [argument]: value }).length).toBe(price.length);
    }
  });

  it("refuses a name that it does not know, and says which it knows", () => {
    const known = names.length === 0 ? "it takes no arguments" : `it takes ${names.join(", ")}`;
    refuses(
      (args) => rule(inputs, args),
      { ...usable, speed: 3 },
      `rule ${name} has no argument "speed"; ${known}`,
    );
  });

  it.each(names)("refuses a bad %s", (argument) => {
    const run = (args: RuleArguments): unknown => rule(inputs, { ...usable, ...args });
    for (const [bad, shown] of [
      [0, "0"],
      [-4, "-4"],
      [NONE, "NaN"],
      [Number.POSITIVE_INFINITY, "Infinity"],
      ["16", `"16"`],
      [true, "true"],
    ] as const) {
      refuses(run, { [argument]: bad }, `rule ${name} has ${argument} ${shown}; give a `);
    }
  });
});

describe("arguments", () => {
  it("that a rule cannot do without are asked for", () => {
    const run = (args: RuleArguments): unknown => ewmac({ dailyPrice: price, volatility: price }, args);
    refuses(run, { fast: 16 }, "rule ewmac needs the argument slow; give a number of at least 1");
    refuses(run, { fast: null, slow: 64 }, "rule ewmac needs the argument fast");
  });

  it("that contradict each other are refused", () => {
    refuses(
      (args) => ewmac(inputs, args),
      { fast: 64, slow: 16 },
      "fast 64 and slow 16; give a fast span below",
    );
    refuses((args) => ewmacOwnVolatility(inputs, args), { fast: 8, slow: 8 }, "fast 8 and slow 8");
    refuses(
      (args) => breakout(inputs, args),
      { lookback: 8, smooth: 8 },
      "smooth 8 and lookback 8; give a smoothing",
    );
    refuses(
      (args) => breakout(inputs, args),
      { lookback: 2.5 },
      "lookback 2.5; give a whole number of at least 2",
    );
  });

  it("without a value stand for the default", () => {
    const args = { lookback: null, smooth: undefined };
    expect(breakout({ dailyPrice: price }, args).values).toEqual(breakout({ dailyPrice: price }).values);
    expect(() =>
      breakout({ dailyPrice: price }, { ...args, speed: undefined } as RuleArguments),
    ).not.toThrow();
  });
});
