import type { BacktestConfig } from "../backtest/config/backtestConfig.js";
import type { BacktestSettings } from "../backtest/config/settings.js";
import type { TradingRule } from "../backtest/rules/rule.js";
import { loadBacktestConfig } from "../config/loadBacktestConfig.js";
import { ContangoError } from "../errors/contangoError.js";
import { nearestName } from "../errors/nearestName.js";
import type { StrategyName } from "../instruments/codes.js";
import type { LauncherDesk } from "./desk.js";
import type { LauncherArguments } from "./launcher.js";

/** What a launcher runs: the configuration of a backtest, in full and as it is read. */
export interface BacktestOfLauncher {
  readonly config: BacktestConfig;
  readonly settings: BacktestSettings;
  /** Whether the series of each rule are kept with the backtest. */
  readonly keepsRules: boolean;
}

const ARGUMENTS = ["backtest_config_filename", "config", "backtest_state"] as const;

/** How much of a backtest is kept: every series, or those that are not of single rules. */
const KEEPING = ["full", "positions"] as const;

/**
 * The configuration of a backtest from the arguments of a launcher: the file `backtest_config_filename` or the object
 * `config`, over the desk's own (but for its risk target), over the defaults. Capital is the strategy's, the base currency
 * the desk's. `backtest_state` says how much of the run is kept: `full` (default), or `positions`, without the series of single
 * rules.
 *
 * @throws ContangoError `LAUNCHER_ARGUMENT` for arguments that are neither, or both; as `loadBacktestConfig`.
 */
export async function backtestOfLauncher(
  desk: LauncherDesk,
  strategy: StrategyName,
  args: LauncherArguments,
  capital: number,
): Promise<BacktestOfLauncher> {
  const { files, values, rules } = givenConfig(strategy, args);
  const keepsRules = keeping(strategy, args) === "full";
  const loaded = await loadBacktestConfig(files, {
    config: desk.config,
    values: {
      ...values,
      notional_trading_capital: capital,
      base_currency: desk.config.get("base_currency"),
    },
    rules: { ...desk.rules, ...rules },
  });
  return { ...loaded, keepsRules };
}

function keeping(strategy: StrategyName, { backtest_state = "full" }: LauncherArguments): string {
  const known = KEEPING.find((word) => word === backtest_state);
  if (known !== undefined) return known;
  throw wrong(`${launcherKey(strategy)}.backtest_state`, `must be one of ${KEEPING.join(", ")}`);
}

const launcherKey = (strategy: StrategyName): string => `strategy_list.${strategy}.overnight_launcher`;

interface GivenConfig {
  readonly files: readonly string[];
  readonly values: BacktestConfig;
  readonly rules: Readonly<Record<string, TradingRule>>;
}

function givenConfig(strategy: StrategyName, args: LauncherArguments): GivenConfig {
  const key = launcherKey(strategy);
  const unknown = Object.keys(args).find((name) => !ARGUMENTS.some((known) => known === name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, ARGUMENTS);
    const hint = nearest === undefined ? `it takes ${ARGUMENTS.join(", ")}` : `did you mean "${nearest}"?`;
    throw wrong(`${key}.${unknown}`, `is not an argument of this launcher; ${hint}`);
  }
  const { backtest_config_filename: file, config } = args;
  if ((file === undefined) === (config === undefined)) {
    const has = file === undefined ? "neither" : "both";
    throw wrong(
      key,
      `has ${has} of backtest_config_filename (a YAML file) and config (a block of settings); give one`,
    );
  }
  if (file === undefined) {
    if (typeof config === "object" && config !== null && !Array.isArray(config)) return ownRules(config);
    throw wrong(`${key}.config`, "must be a block of settings of a backtest");
  }
  if (typeof file === "string" && file !== "") return { files: [file], values: {}, rules: {} };
  throw wrong(`${key}.backtest_config_filename`, "must be the path of a YAML file");
}

/** Settings in which a function that stands in `trading_rules` is named instead, so that they are plain data. */
function ownRules(config: BacktestConfig): GivenConfig {
  const rules: Record<string, TradingRule> = {};
  const named = (name: string, rule: unknown): unknown => {
    if (typeof rule !== "function") return rule;
    const own = `${name} (own)`;
    rules[own] = rule as TradingRule;
    return own;
  };
  const blocks = Object.entries(config.trading_rules ?? {}).map(([name, block]) => [
    name,
    typeof block === "object" && block !== null
      ? { ...block, function: named(name, block.function) }
      : named(name, block),
  ]);
  const values = blocks.length === 0 ? config : { ...config, trading_rules: Object.fromEntries(blocks) };
  return { files: [], values, rules };
}

const wrong = (key: string, what: string): ContangoError =>
  new ContangoError("LAUNCHER_ARGUMENT", "launchers", `${key} ${what}`, { details: { key } });
