import { COLLECTIONS } from "../../storage/libraries.js";
import type { OutcomeItem } from "../outcome.js";
import type { Work } from "../work.js";
import { clientIdHolder, usedClientIds } from "./clientIds.js";

export interface ClientIdItem extends OutcomeItem {
  readonly status: "cleared" | "in use";
}

/** Clears the ids that nobody is connected under, or all. */
export async function clearClientIds(work: Work, all: boolean): Promise<readonly ClientIdItem[]> {
  const { storage } = work.desk;
  const items: ClientIdItem[] = [];
  for (const id of await usedClientIds(storage)) {
    const name = `client ${id}`;
    const holder = all ? undefined : await clientIdHolder(storage, id);
    if (holder !== undefined) {
      const message = `${holder.text} is connected under it; it was left`;
      items.push({ name, status: "in use", severity: "ok", message });
      continue;
    }
    await work.commit((batch) => batch.deleteRecord(COLLECTIONS.clientIds, { client_id: id }));
    items.push({ name, status: "cleared", severity: "ok", message: "it may be used again" });
  }
  return items;
}
