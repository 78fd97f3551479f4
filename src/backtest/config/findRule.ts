import { didYouMean } from "../../errors/nearestName.js";
import { BUILT_IN_RULES, type BuiltInRule } from "../rules/builtInRules.js";
import type { TradingRule } from "../rules/rule.js";
import { type Place, refusedSetting } from "./place.js";

/** A rule, and what is known of it where it comes with the library. */
export interface FoundRule {
  readonly rule: TradingRule;
  readonly builtIn: BuiltInRule | undefined;
}

const BUILT_IN: readonly BuiltInRule[] = Object.values(BUILT_IN_RULES);
const BY_ALIAS = new Map(BUILT_IN.flatMap((builtIn) => builtIn.aliases.map((alias) => [alias, builtIn])));
/** The function's own name, for modules of pysystemtrade in which it stands too. */
const BY_FUNCTION = new Map(
  [...BY_ALIAS].map(([alias, builtIn]) => [alias.slice(alias.lastIndexOf(".") + 1), builtIn]),
);

/** What is known of a rule that comes with the library. */
export function builtInRule(rule: TradingRule): BuiltInRule | undefined {
  return BUILT_IN.find((builtIn) => builtIn.rule === rule);
}

/** The rule that a function or its name stands for; names in `registered` come before the library's own. */
export function findRule(place: Place, registered: Readonly<Record<string, TradingRule>>): FoundRule {
  const { value } = place;
  if (typeof value === "function") {
    const rule = value as TradingRule;
    return { rule, builtIn: builtInRule(rule) };
  }
  if (typeof value !== "string") {
    throw refusedSetting(place, "must be a function or the name of one");
  }
  if (Object.hasOwn(registered, value)) {
    const rule = registered[value]!;
    if (typeof rule === "function") return { rule, builtIn: builtInRule(rule) };
    throw refusedSetting(
      place,
      `names the rule ${JSON.stringify(value)}, which is registered and no function`,
    );
  }
  const builtIn = named(value);
  if (builtIn !== undefined) return { rule: builtIn.rule, builtIn };
  throw unknownRule(place, value, registered);
}

function named(name: string): BuiltInRule | undefined {
  if (Object.hasOwn(BUILT_IN_RULES, name)) return BUILT_IN_RULES[name];
  if (!name.startsWith("systems.")) return undefined;
  return BY_ALIAS.get(name) ?? BY_FUNCTION.get(name.slice(name.lastIndexOf(".") + 1));
}

function unknownRule(place: Place, name: string, registered: Readonly<Record<string, TradingRule>>) {
  const known = [...Object.keys(registered), ...Object.keys(BUILT_IN_RULES)];
  const hint = didYouMean(name.slice(name.lastIndexOf(".") + 1), [...known, ...BY_FUNCTION.keys()]);
  const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return refusedSetting(
    place,
    `names the rule ${JSON.stringify(shown)}, which does not exist${hint}; there are ${known.join(", ")}. ` +
      `Register one of your own with { rules: { ${JSON.stringify(shown)}: yourRule } }`,
  );
}
