import { nearestName } from "../../errors/nearestName.js";
import type { ForecastMappingConfig } from "./backtestConfig.js";
import { type Place, refusedSetting } from "./place.js";
import { forecastScalar, requireRule } from "./readRules.js";
import { isBlock, isCode, listOf, namedValues, number, openBlock, text } from "./readValues.js";
import type { BacktestSettings, ForecastMapping, RuleVariation, Weights } from "./settings.js";

type Rules = ReadonlyMap<string, RuleVariation>;

/**
 * Reads `forecast_scalars`. Scalars of rules that are not there do no harm, unless they are misspelt: then the rule that
 * was meant would go without.
 */
export function readForecastScalars(place: Place, rules: Rules): Weights {
  const scalars = namedValues(forecastScalar)(place) ?? {};
  for (const name of Object.keys(scalars)) {
    if (rules.has(name)) continue;
    const without = [...rules.values()].filter(
      (rule) => Number.isNaN(rule.forecastScalar) && !Object.hasOwn(scalars, rule.name),
    );
    const nearest = nearestName(
      name,
      without.map((rule) => rule.name),
    );
    if (nearest === undefined) continue;
    const misspelt = { ...place, path: [...place.path, name] };
    throw refusedSetting(
      misspelt,
      `names no rule of trading_rules; did you mean "${nearest}", which has no scalar?`,
      "key",
    );
  }
  return scalars;
}

/** Reads a list of rules. */
export function readRuleList(place: Place, rules: Rules): readonly string[] {
  const check = requireRule(rules);
  const names = listOf((item) => {
    const name = text(item);
    check(item, name);
    return name;
  })(place);
  return [...new Set(names)].sort();
}

/** Reads `rule_variations`: of all instruments, or by instrument. */
export function readRuleVariations(place: Place, rules: Rules): BacktestSettings["ruleVariations"] {
  if (place.value === undefined) return undefined;
  const list = (inner: Place): readonly string[] => {
    const names = readRuleList(inner, rules);
    if (names.length === 0) throw refusedSetting(inner, "holds no rule; leave it out for all rules");
    return names;
  };
  return isBlock(place.value) ? namedValues(list, isCode)(place) : list(place);
}

const notNegative = number({ from: 0 });

/** Reads `forecast_mapping`. */
export function readForecastMapping(place: Place): Readonly<Record<string, ForecastMapping>> {
  const mapping = (inner: Place): ForecastMapping => {
    const at = openBlock<keyof ForecastMappingConfig>(inner, ["threshold", "a_param", "b_param"]);
    return {
      threshold: notNegative(at("threshold")),
      a: notNegative(at("a_param")),
      b: notNegative(at("b_param")),
    };
  };
  return namedValues(mapping, isCode)(place) ?? {};
}

/** Reads `forecast_div_multiplier`: of all instruments, or by instrument. */
export function readForecastDiversification(
  place: Place,
): BacktestSettings["forecastDiversificationMultiplier"] {
  const multiplier = number({ above: 0 });
  return isBlock(place.value) ? namedValues(multiplier, isCode)(place)! : multiplier(place);
}

/** Reads `forecast_cap` and `forecast_floor`, which is minus the cap where it is not given. */
export function readForecastLimits(
  capAt: Place,
  floorAt: Place,
): Pick<BacktestSettings, "forecastCap" | "forecastFloor"> {
  const forecastCap = number({ above: 0 })(capAt);
  const forecastFloor = floorAt.value === undefined ? -forecastCap : number()(floorAt);
  if (forecastFloor >= forecastCap) {
    throw refusedSetting(floorAt, `must be below forecast_cap, ${forecastCap}, but is ${forecastFloor}`);
  }
  return { forecastCap, forecastFloor };
}
