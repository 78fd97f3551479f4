import { launcherRegistry } from "contango";
import { runMeanReversion } from "../strategies/meanReversionLauncher.js";
import { runTrend } from "../strategies/trendLauncher.js";

/** Launchers by the name that `strategy_list` in private_config.yaml calls them; the built-in ones are there too. */
export const launchers = launcherRegistry({ runTrend, runMeanReversion });
