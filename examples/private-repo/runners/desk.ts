import {
  type Config,
  loadConfig,
  openStorage,
  type Repositories,
  repositories,
  type Storage,
} from "contango";
import { openSqlite } from "contango/sqlite";

/** What every runner needs: the configuration, the store, and the data in it by name. */
export interface Desk {
  readonly config: Config;
  readonly storage: Storage;
  readonly data: Repositories;
}

/** Opens the desk, does the work, and closes the store whatever happens. */
export async function withDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const config = await loadConfig({ privateFile: "private_config.yaml" });
  const storage = await openStorage(await openSqlite("desk.sqlite"));
  try {
    await work({ config, storage, data: repositories(storage) });
  } finally {
    await storage.close();
  }
}
