import type { StrategyName } from "../instruments/codes.js";
import type { LauncherDesk } from "./desk.js";
import type { LauncherOutcome } from "./outcome.js";

/** What configuration says to a launcher, besides its name: the other keys of its `overnight_launcher` block. */
export type LauncherArguments = Readonly<Record<string, unknown>>;

/**
 * Runs one strategy for the night: works out what it wants to hold and stores it. What can be expected to go wrong is in the
 * outcome; it throws only where nothing can be done, and then has stored nothing. Run again at the same moment, it changes
 * nothing.
 */
export type Launcher<Desk extends LauncherDesk = LauncherDesk> = (
  strategyName: StrategyName,
  desk: Desk,
  args: LauncherArguments,
) => Promise<LauncherOutcome>;
