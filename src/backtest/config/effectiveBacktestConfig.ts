import { BUILT_IN_RULES } from "../rules/builtInRules.js";
import type { TradingRule } from "../rules/rule.js";
import type { BacktestConfig } from "./backtestConfig.js";
import { DEFAULT_BACKTEST_CONFIG } from "./defaultBacktestConfig.js";
import { overDefaults } from "./overDefaults.js";
import { isBlock } from "./readValues.js";
import { BACKTEST_SETTING_NAMES } from "./settingNames.js";

/**
 * Every setting that a backtest reads, with the defaults filled in, as plain data: a function is the name under which it is
 * registered, comes with the library, or was declared. What a backtest does not read, as passwords, is left out. Read
 * again, with the same rules registered, it gives the same settings.
 */
export function effectiveBacktestConfig(
  config: BacktestConfig,
  { rules = {} }: { readonly rules?: Readonly<Record<string, TradingRule>> } = {},
): BacktestConfig {
  const whole = overDefaults(config, DEFAULT_BACKTEST_CONFIG) as Readonly<Record<string, unknown>>;
  const names = new Map<unknown, string>([
    ...Object.entries(BUILT_IN_RULES).map(([name, { rule }]) => [rule, name] as const),
    ...Object.entries(rules).map(([name, rule]) => [rule, name] as const),
  ]);
  const entries = BACKTEST_SETTING_NAMES.filter((name) => (whole[name] ?? undefined) !== undefined).map(
    (name) => [name, plain(whole[name], names)] as const,
  );
  return Object.fromEntries(entries);
}

function plain(value: unknown, names: ReadonlyMap<unknown, string>): unknown {
  if (typeof value === "function") return names.get(value) ?? (value.name || "function without a name");
  if (Array.isArray(value)) return value.map((item) => plain(item, names));
  if (!isBlock(value)) return value;
  const set = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  return Object.fromEntries(set.map(([name, inner]) => [name, plain(inner, names)]));
}
