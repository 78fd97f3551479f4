import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import type { StrategyName } from "../instruments/codes.js";
import type { LauncherDesk } from "./desk.js";
import type { LauncherOutcome } from "./outcome.js";
import { type LauncherRegistry, launcherRegistry } from "./registry.js";

/**
 * Runs the launcher that configuration names for a strategy: `strategy_list.<strategy>.overnight_launcher.function`; the other
 * keys of that block are its arguments.
 *
 * @throws ContangoError `CONFIG_VALUE` where configuration has no such strategy, or no launcher for it; `LAUNCHER_MISSING`
 * where the registry has no launcher of that name; `LAUNCHER_OUTCOME` where the launcher returns none; what it throws.
 * @example
 * await runLauncher("trend", desk, launcherRegistry({ meanReversion: runMeanReversion }));
 */
export async function runLauncher<Desk extends LauncherDesk>(
  strategyName: StrategyName,
  desk: Desk,
  registry: LauncherRegistry<Desk> = launcherRegistry<Desk>(),
): Promise<LauncherOutcome> {
  const strategies = desk.config.get("strategy_list");
  const path = `strategy_list.${strategyName}`;
  const strategy = Object.hasOwn(strategies, strategyName) ? strategies[strategyName] : undefined;
  if (strategy === undefined) {
    const known = Object.keys(strategies);
    throw wrong(
      path,
      `is not set${didYouMean(strategyName, known)}; strategies are ${known.join(", ") || "none"}`,
    );
  }
  const { function: name, ...args } = strategy.overnight_launcher ?? {};
  if (typeof name !== "string") {
    throw wrong(
      `${path}.overnight_launcher.function`,
      `is not set; name the launcher of the strategy, one of ${registry.names.join(", ")}`,
    );
  }
  const outcome: LauncherOutcome | undefined = await registry.get(name)(strategyName, desk, args);
  if (outcome?.status !== undefined) return outcome;
  throw new ContangoError(
    "LAUNCHER_OUTCOME",
    "launchers",
    `launcher "${name}" of strategy "${strategyName}" returned no outcome; end it with return launcherOutcome({ … })`,
    { details: { strategy: strategyName, launcher: name } },
  );
}

const wrong = (key: string, what: string): ContangoError =>
  new ContangoError("CONFIG_VALUE", "launchers", `${key} ${what}`, { details: { key } });
