import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import { printsAs } from "../series/printsAs.js";
import type { LauncherDesk } from "./desk.js";
import type { Launcher } from "./launcher.js";
import { runClassicSystem } from "./runClassicSystem.js";
import { runDynamicSystem } from "./runDynamicSystem.js";

const BUILT_IN: Readonly<Record<string, Launcher>> = { runClassicSystem, runDynamicSystem };

/** Names by which pysystemtrade calls what is built in. */
const ALIASES: Readonly<Record<string, Launcher>> = {
  "sysproduction.strategy_code.run_system_classic.run_system_classic": runClassicSystem,
  "sysproduction.strategy_code.run_system_classic.runSystemClassic": runClassicSystem,
  "sysproduction.strategy_code.run_dynamic_optimised_system.runSystemCarryTrendDynamic": runDynamicSystem,
};

/** Launchers by name. */
export interface LauncherRegistry<Desk extends LauncherDesk = LauncherDesk> {
  /** Names that there are, without pysystemtrade's. */
  readonly names: readonly string[];
  /** @throws ContangoError `LAUNCHER_MISSING`. */
  get(name: string): Launcher<Desk>;
}

/**
 * The built-in launchers, `runClassicSystem` and `runDynamicSystem`, also under the names that they have in pysystemtrade,
 * and those that are given; one of a built-in's name takes its place.
 *
 * @throws ContangoError `LAUNCHER_ARGUMENT` for a launcher that is no function.
 * @example
 * const registry = launcherRegistry({ meanReversion: runMeanReversion });
 */
export function launcherRegistry<Desk extends LauncherDesk = LauncherDesk>(
  own: Readonly<Record<string, Launcher<Desk>>> = {},
): LauncherRegistry<Desk> {
  for (const [name, launcher] of Object.entries(own)) {
    if (typeof launcher === "function") continue;
    throw new ContangoError(
      "LAUNCHER_ARGUMENT",
      "launchers",
      `the launcher "${name}" is ${typeof launcher}; give a function (strategyName, desk, args) => outcome`,
      { details: { launcher: name } },
    );
  }
  const launchers = new Map<string, Launcher<Desk>>(Object.entries({ ...BUILT_IN, ...own }));
  const aliases = new Map<string, Launcher<Desk>>(Object.entries(ALIASES));
  const names = [...launchers.keys()].sort();
  const registry: LauncherRegistry<Desk> = {
    names,
    get: (name) => launchers.get(name) ?? aliases.get(name) ?? missing(name, names),
  };
  return printsAs(registry, () => `launchers: ${names.join(", ")}`);
}

function missing(name: string, names: readonly string[]): never {
  throw new ContangoError(
    "LAUNCHER_MISSING",
    "launchers",
    `there is no launcher "${name}"${didYouMean(name, names)}; there are ${names.join(", ")}. Register your own: launcherRegistry({ "${name}": yourFunction })`,
    { details: { launcher: name, known: names } },
  );
}
