import type { Config } from "../../config/config.js";
import type { AutomationLevel } from "../../config/configValues.js";
import type { StrategyName } from "../../instruments/codes.js";

/** How much of a strategy's trading the program does; that of the desk for one that does not say so itself. */
export function automationOf(config: Config, strategy: StrategyName): AutomationLevel {
  const strategies = config.get("strategy_list");
  const own = Object.hasOwn(strategies, strategy) ? strategies[strategy]!.automation : undefined;
  return own ?? config.get("automation");
}

/** The strategies of `strategy_list` with a level of automation, in order of name. */
export function strategiesAt(config: Config, levels: readonly AutomationLevel[]): readonly StrategyName[] {
  return Object.keys(config.get("strategy_list"))
    .filter((strategy) => levels.includes(automationOf(config, strategy)))
    .sort();
}
