import {
  type ClassicSystem,
  classicLauncher,
  classicSystem,
  DAY,
  type Desk,
  type DeskOptions,
  HOUR,
  initialiseTotalCapital,
  type LauncherOutcome,
  runBacktests,
  updateStrategyCapital,
} from "contango";
import { CAPITAL, type Demo, STRATEGY } from "./context.js";

/** A night's run: what was stored, and the system that it came from. */
export interface Tonight {
  readonly outcome: LauncherOutcome;
  readonly system: ClassicSystem;
  /** Of the whole process, and of its part until prices were in memory. */
  readonly seconds: number;
  readonly secondsToLoad: number;
}

/** What the launcher of chapter 15 has built. */
export interface Built {
  system?: ClassicSystem;
  at?: number;
}

/** The built-in launcher, but one that hands over its system: nothing needs to be computed again to look at it. */
export const handingOver = (built: Built): NonNullable<DeskOptions["launchers"]> => ({
  runClassicSystem: classicLauncher((prices, settings) => {
    built.at = performance.now();
    built.system = classicSystem(prices, settings);
    return built.system;
  }),
});

/** Starts capital, shares it out, and runs chapter 15 as a desk does at night. */
export async function runTonight({ desk }: Demo, built: Built): Promise<Tonight> {
  await initialiseTotalCapital(desk, { broker: CAPITAL });
  await updateStrategyCapital(desk);
  const started = performance.now();
  const { items } = await runBacktests(desk, { strategies: [STRATEGY] });
  const seconds = (performance.now() - started) / 1000;
  const [item] = items;
  if (built.system === undefined || item === undefined || !("launcher" in item))
    throw new Error(items.map(({ message }) => message).join());
  const secondsToLoad = (built.at! - started) / 1000;
  return { outcome: item.launcher, system: built.system, seconds, secondsToLoad };
}

/** A quarter past eleven on the day of the last price. */
export async function lastEvening({ data }: Desk, codes: readonly string[]): Promise<number> {
  let last = Number.NEGATIVE_INFINITY;
  for (const code of codes)
    last = Math.max(last, (await data.adjustedPrices.get(code, { last: 1 })).timeAt(-1));
  return Math.floor(last / DAY) * DAY + 23.25 * HOUR;
}
