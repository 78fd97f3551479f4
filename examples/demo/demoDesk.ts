import {
  type ConfigValues,
  configOf,
  type Desk,
  type DeskOptions,
  openDesk,
  openStorage,
  recordLog,
} from "contango";
import { openSqlite } from "contango/sqlite";
import { BASE_CURRENCY } from "./context.js";
import { PLACES } from "./places.js";

/** A desk over the demo's store, in UTC. Its log goes to the store, and nowhere else. */
export async function openDemoDesk(
  settings: Partial<ConfigValues> = {},
  more: Partial<DeskOptions> = {},
): Promise<Desk> {
  const storage = await openStorage(await openSqlite(PLACES.database));
  const config = configOf({ timezone: "UTC", base_currency: BASE_CURRENCY, ...settings });
  return openDesk({ storage, config, log: [recordLog(storage)], ...more });
}
