import type { ConfigValues } from "contango";
import { backtestFile } from "./backtestFile.js";
import { STRATEGY, type TradedInstrument } from "./context.js";
import { PLACES } from "./places.js";

export const BREAKOUT = "breakout";

/** What both desks of the demo are told: two strategies with half of the capital each, of which one trades by itself. */
export function strategySettings(
  instruments: readonly TradedInstrument[],
  file: string,
): Partial<ConfigValues> {
  const codes = instruments.map(({ code }) => code);
  const second = codes.filter((_, place) => place % 2 === 1);
  return {
    strategy_list: {
      [STRATEGY]: {
        automation: "automatic",
        overnight_launcher: {
          function: "runClassicSystem",
          backtest_config_filename: backtestFile(instruments, file),
        },
      },
      [BREAKOUT]: {
        automation: "manual",
        overnight_launcher: {
          function: "runBreakout",
          instruments: second.length === 0 ? codes : second,
          days: 60,
        },
      },
    },
    strategy_capital_allocation: { strategy_weights: { [STRATEGY]: 50, [BREAKOUT]: 50 } },
    production_capital_method: "half",
    csv_backup_directory: PLACES.backup,
    snapshot_directory: PLACES.snapshots,
  };
}
