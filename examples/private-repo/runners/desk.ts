import { type Desk, type DeskOptions, openDesk } from "contango";
import { openSqlite } from "contango/sqlite";
import { broker } from "./broker.js";
import { launchers } from "./launchers.js";

/** Opens the desk: configuration, the store, the broker, launchers. Whoever opens it closes it (`await using`). */
export async function openMyDesk(more: Partial<DeskOptions> = {}): Promise<Desk> {
  return openDesk({
    config: "private_config.yaml",
    storage: await openSqlite("desk.sqlite"),
    ...(await broker()),
    launchers,
    ...more,
  });
}
