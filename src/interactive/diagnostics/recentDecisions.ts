import { type AuditEntry, type AuditQuery, readAudit } from "../../production/audit.js";
import type { Desk } from "../../production/desk.js";
import { checkOptions } from "../../production/processOptions.js";
import { formatTime } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";

/**
 * What was decided in interactive tools, the last first.
 *
 * @throws ContangoError `PROCESS_OPTION` for an option that it does not have.
 * @example
 * await recentDecisions(desk, { item: "CORN/20241200" });
 */
export async function recentDecisions(
  { storage, wallTime }: Desk,
  query: AuditQuery = {},
): Promise<Listing<AuditEntry>> {
  checkOptions({ name: "recentDecisions", takes: ["tool", "action", "item", "last"] }, query);
  return listing("decisions", await readAudit(storage, query), [
    { name: "time", text: ({ time }) => formatTime(wallTime(time)).slice(0, 19) },
    { name: "tool", text: ({ tool }) => tool },
    { name: "item", text: ({ item }) => item },
    { name: "action", text: ({ action }) => action },
    { name: "message", text: ({ message }) => message },
  ]);
}
