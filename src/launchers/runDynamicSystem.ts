import { optimisePositions } from "../backtest/dynamic/optimisePositions.js";
import { classicSystem } from "../backtest/system/classicSystem.js";
import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { RawPosition } from "../positions/optimalPosition.js";
import type { Repositories } from "../storage/repositories/repositories.js";
import { concurrently } from "./concurrently.js";
import { eachInstrument } from "./eachInstrument.js";
import type { Launcher } from "./launcher.js";
import { correlationsOfReturns, instrumentToOptimise } from "./optimisationInputs.js";
import type { LauncherProblem } from "./outcome.js";
import { commitPositions, planPositions, type WantedPosition } from "./storePositions.js";
import { type BuildSystem, type SystemRun, systemLauncher } from "./systemLauncher.js";
import { rawPosition } from "./systemPositions.js";

/** The name under which the ideal fractional positions of a strategy are stored, before they are optimised. */
export const rawStrategyName = (strategy: StrategyName): StrategyName => `${strategy}_raw`;

/**
 * A launcher of a system whose positions are optimised into few whole contracts: it stores the ideal fractional positions
 * under {@link rawStrategyName}, optimises them against what the strategy holds (`strategyPositions`; nothing where there is
 * none), stores the result under the strategy's own name, and keeps the backtest. Arguments as `classicLauncher`.
 */
export function dynamicLauncher(build: BuildSystem): Launcher {
  return systemLauncher(build, async (run) => {
    const { desk, strategy, time } = run;
    const raw = eachInstrument(run, (instrument) => rawPosition(run, instrument));
    const { wanted, problems } = await optimised(run, raw);
    const rawPlans = await planPositions(desk, rawStrategyName(strategy), time, raw);
    const plans = await planPositions(desk, strategy, time, wanted);
    await commitPositions(desk, [...rawPlans, ...plans]);
    const notStored = rawPlans.flatMap(({ outcome }, at): LauncherProblem[] => {
      if (outcome.status !== "refused" || "problem" in raw[at]!) return [];
      return [{ code: outcome.code, message: `the ideal position is not stored: ${outcome.message}` }];
    });
    return { instruments: plans.map(({ outcome }) => outcome), problems: [...problems, ...notStored] };
  });
}

async function optimised(
  { desk, strategy, system }: SystemRun,
  raw: readonly WantedPosition[],
): Promise<{ readonly wanted: readonly WantedPosition[]; readonly problems: readonly LauncherProblem[] }> {
  const ideal = new Map<InstrumentCode, RawPosition>();
  for (const one of raw)
    if ("position" in one && one.position.kind === "raw") ideal.set(one.instrument, one.position);
  const codes = [...ideal.keys()];
  const held = await heldPositions(desk.data, strategy, codes);
  const inputs = [...ideal].map(([code, position]) => [
    code,
    instrumentToOptimise(system, code, position, held.get(code)!),
  ]);
  const { positions, leftOut, failure } = optimisePositions(
    Object.fromEntries(inputs),
    correlationsOfReturns(system, codes),
    system.settings.smallSystem,
  );
  const wanted = raw.map((one): WantedPosition => {
    const { instrument } = one;
    const position = positions[instrument];
    const reference = ideal.get(instrument);
    if (position === undefined || reference === undefined) {
      const message = `it is left out: its ${leftOut[instrument]} is not known; no position is stored`;
      return "problem" in one ? one : { instrument, problem: { code: "OPTIMISATION", message } };
    }
    const { referencePrice, referenceContract, referenceTime } = reference;
    return {
      instrument,
      position: { ...position, referencePrice, referenceContract, referenceTime },
      note: "note" in one ? one.note : undefined,
    };
  });
  return {
    wanted,
    problems:
      failure === undefined ? [] : [{ code: "OPTIMISATION", message: `what is held is kept: ${failure}` }],
  };
}

/** What a strategy holds, in contracts; 0 where nothing is stored. */
async function heldPositions(
  data: Repositories,
  strategy: StrategyName,
  codes: readonly InstrumentCode[],
): Promise<ReadonlyMap<InstrumentCode, number>> {
  const held = await concurrently(codes, async (instrument) => {
    const last = await data.strategyPositions.read({ strategy, instrument }, { last: 1 });
    return [instrument, last === undefined || Number.isNaN(last.at(-1)) ? 0 : last.at(-1)] as const;
  });
  return new Map(held);
}

/**
 * Runs the classic system of a strategy, optimises its positions into whole contracts, and stores both.
 *
 * @throws ContangoError `LAUNCHER_ARGUMENT`, `BACKTEST_CONFIG`, `BACKTEST_DATA`, `OPTIMISATION`, and what the system and the
 * store throw; nothing is stored then.
 * @example
 * await runDynamicSystem("small", desk, { backtest_config_filename: "strategies/small.yaml" });
 */
export const runDynamicSystem: Launcher = dynamicLauncher(classicSystem);
