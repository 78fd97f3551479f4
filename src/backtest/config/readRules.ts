import { isContangoError } from "../../errors/contangoError.js";
import { Series } from "../../series/series.js";
import type { BuiltInRule } from "../rules/builtInRules.js";
import type { RuleInputs, TradingRule } from "../rules/rule.js";
import type { TradingRuleBlock } from "./backtestConfig.js";
import { findRule } from "./findRule.js";
import { type Place, refusedSetting, refusedValue } from "./place.js";
import { readRuleInputs } from "./readRuleInputs.js";
import { entriesOf, isBlock, number, openBlock, refusedName } from "./readValues.js";
import type { RuleVariation } from "./settings.js";

/** Scales forecasts; a negative one turns the rule round. */
export const forecastScalar = (place: Place): number => {
  const scalar = number()(place);
  if (scalar === 0) throw refusedValue(place, "a number other than 0");
  return scalar;
};

/** Reads `trading_rules`. */
export function readRules(
  place: Place,
  registered: Readonly<Record<string, TradingRule>>,
): ReadonlyMap<string, RuleVariation> {
  const entries = place.value === undefined ? [] : entriesOf(place);
  if (entries.length === 0) {
    throw refusedSetting(
      place,
      'holds no rule; give one, as in trend: { function: "ewmac", other_args: { fast: 16, slow: 64 } }',
    );
  }
  return new Map(entries.map(([name, entry]) => [name, readRule(name, entry, registered)]));
}

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.:+ -]*$/u;

function readRule(
  name: string,
  place: Place,
  registered: Readonly<Record<string, TradingRule>>,
): RuleVariation {
  if (!NAME.test(name) || name === "__proto__") {
    throw refusedSetting(place, "has no name for a rule; use letters, digits, _ . : + - and spaces", "key");
  }
  if (!isBlock(place.value)) {
    const { rule, builtIn } = findRule(place, registered);
    return { name, rule, args: readArguments(place, [], builtIn), inputs: {}, forecastScalar: Number.NaN };
  }
  const at = openBlock<keyof TradingRuleBlock>(place, ["function", "data", "other_args", "forecast_scalar"]);
  const { rule, builtIn } = findRule(at("function"), registered);
  const { own, ofData } = splitArguments(at("other_args"));
  const scalar = at("forecast_scalar");
  return {
    name,
    rule,
    args: readArguments(at("other_args"), own, builtIn),
    inputs: readRuleInputs(at("data"), ofData, builtIn),
    forecastScalar: scalar.value === undefined ? Number.NaN : forecastScalar(scalar),
  };
}

/** Arguments of the rule, and those of the k-th entry of its data, whose names start with k underscores. */
function splitArguments(place: Place) {
  const own: Place[] = [];
  const ofData = new Map<number, Place[]>();
  for (const [name, arg] of place.value === undefined ? [] : entriesOf(place)) {
    const underscores = /^_*/.exec(name)![0].length;
    if (underscores === 0) own.push(arg);
    else ofData.set(underscores, [...(ofData.get(underscores) ?? []), arg]);
  }
  return { own, ofData };
}

/** Arguments by the rule's own names; a built-in one also knows pysystemtrade's. */
function readArguments(
  block: Place,
  places: readonly Place[],
  builtIn: BuiltInRule | undefined,
): RuleVariation["args"] {
  if (builtIn === undefined) return Object.fromEntries(places.map((place) => [nameOf(place), scalar(place)]));
  const names = builtIn.argumentNames;
  const known = new Set([...Object.keys(names), ...Object.values(names)]);
  const read = new Map<string, Place>();
  for (const place of places) {
    const given = nameOf(place);
    if (!known.has(given)) throw refusedName(block, given, known);
    const name = Object.hasOwn(names, given) ? names[given]! : given;
    if (read.has(name)) throw refusedSetting(place, `gives ${name} a second time; keep one`, "key");
    read.set(name, place);
  }
  const args = Object.fromEntries([...read].map(([name, place]) => [name, scalar(place)]));
  requireUsable(builtIn, args, (name) => read.get(name) ?? block);
  return args;
}

const nameOf = ({ path }: Place): string => path.at(-1)!;

/** A rule refuses arguments before it looks at its series, and so can be asked with empty ones. */
function requireUsable(
  builtIn: BuiltInRule,
  args: RuleVariation["args"],
  placeOf: (name: string) => Place,
): void {
  const empty = new Series(new Float64Array(0), new Float64Array(0));
  const inputs = Object.fromEntries(builtIn.inputs.map((name) => [name, empty])) as unknown as RuleInputs;
  try {
    builtIn.rule(inputs, args);
  } catch (error) {
    if (!isContangoError(error)) throw error;
    const what = error.message.replace(/^(\[\w+\] )+/, "");
    throw refusedSetting(placeOf(String(error.details.argument)), `is refused: ${what}`);
  }
}

function scalar(place: Place): number | string | boolean {
  const { value } = place;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "string" || typeof value === "boolean") return value;
  throw refusedValue(place, "a number, a text, true or false");
}

/** Refuses what is not the name of a rule, with the names of all. */
export function requireRule(rules: ReadonlyMap<string, unknown>): (place: Place, name: string) => void {
  return (place, name) => {
    if (rules.has(name)) return;
    throw refusedSetting(
      place,
      `names no rule of trading_rules, which holds ${[...rules.keys()].join(", ")}`,
      "key",
    );
  };
}
