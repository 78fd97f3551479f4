import { fileBacktestStates, type LauncherDesk, loadConfig, openStorage, repositories } from "contango";
import { openSqlite } from "contango/sqlite";

/** What every runner needs: the configuration, the store, the data in it by name, the backtests of past nights, a clock. */
export type Desk = LauncherDesk;

/** Opens the desk, does the work, and closes the store whatever happens. */
export async function withDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const config = await loadConfig({ privateFile: "private_config.yaml" });
  const storage = await openStorage(await openSqlite("desk.sqlite"));
  try {
    const states = fileBacktestStates(config.get("backtest_store_directory"));
    await work({ config, storage, data: repositories(storage), states, now: wallTimeNow });
  } finally {
    await storage.close();
  }
}

/** The machine's wall time, as stored times carry it. */
function wallTimeNow(): number {
  const now = new Date();
  return now.getTime() - now.getTimezoneOffset() * 60_000;
}
