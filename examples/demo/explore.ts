import {
  accountCurve,
  type BacktestStates,
  type ClassicSystem,
  formatTime,
  statistics,
  statisticsText,
} from "contango";
import { STRATEGY } from "./context.js";
import { say, table } from "./print.js";
import type { Tonight } from "./tonight.js";

/** What pysystemtrade says of the same system on the same prices. */
export interface Reference {
  readonly stats: Readonly<Record<string, string>>;
  readonly seconds: number;
}

const SHOWN = {
  ann_mean: "return, % a year",
  ann_std: "volatility, % a year",
  sharpe: "Sharpe ratio",
  skew: "skew of days",
  avg_drawdown: "average drawdown, %",
  time_in_drawdown: "time in drawdown",
} as const;

/** Prints what was stored, how long it took, and how the system did, net of costs, beside what pysystemtrade says of it. */
export function printRun(
  { outcome, system, seconds, secondsToLoad }: Tonight,
  reference: Reference | undefined,
): void {
  say(String(outcome));
  say("A buffer, in contracts, is left alone while the position lies in it.");
  say(
    `${seconds.toFixed(2)} s: ${secondsToLoad.toFixed(2)} s to read SQLite, the rest to run the backtest and store positions and every series.`,
  );
  if (reference !== undefined)
    say(
      `pysystemtrade took ${reference.seconds.toFixed(0)} s for the same system on the same prices; its statistics are beside ours:`,
    );
  printStatistics(system, reference);
}

function printStatistics(system: ClassicSystem, reference: Reference | undefined): void {
  const net = accountCurve(system.portfolio(), { unit: "percent" });
  const ours = statisticsText(statistics(net));
  table(
    Object.entries(SHOWN).map(([name, what]) => ({
      [`net, ${formatTime(net.timeAt(0)).slice(0, 10)} to ${formatTime(net.timeAt(-1)).slice(0, 10)}`]: what,
      contango: ours[name]!,
      ...(reference === undefined ? {} : { pysystemtrade: reference.stats[name]! }),
    })),
  );
}

/** Opens the backtest that was kept of a strategy's last night. */
export async function reopen(states: BacktestStates, instrument: string): Promise<void> {
  const state = await states.load(STRATEGY);
  const count = state.instruments.reduce((sum, code) => sum + state.names(code).length, state.names().length);
  say(
    `\nThe backtest is kept: opened ${state.id}: ${count} series, of ${state.instruments.join(", ")} and the portfolio.`,
  );
  const forecast = state.series(instrument, "combinedForecast");
  say(`state.series("${instrument}", "combinedForecast").at(-1) is ${forecast.at(-1).toFixed(5)}.`);
}
