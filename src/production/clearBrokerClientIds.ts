import { type ClientIdItem, clearClientIds } from "./housekeeping/clearClientIds.js";
import { defineProcess, type ProcessOptions } from "./process.js";

export interface ClearBrokerClientIdsOptions extends ProcessOptions {
  /** True: also those of processes that seem to be connected. Only where the broker's gateway is certainly down. */
  readonly all?: boolean;
}

/**
 * Forgets the ids under which processes were connected to the broker that have ended without giving them back, such as after
 * the machine went down.
 */
export const clearBrokerClientIds = defineProcess<ClientIdItem, ClearBrokerClientIdsOptions>({
  name: "clearBrokerClientIds",
  title: "Broker client ids",
  options: ["all"],
  reads: ["clientIds"],
  writes: ["clientIds"],
  run: async (work, { all = false }) => {
    const items = await clearClientIds(work, all);
    const cleared = items.filter(({ status }) => status === "cleared").length;
    const message = items.length === 0 ? "no id is used" : `${cleared} of ${items.length} ids cleared`;
    return { items, message, complete: true };
  },
});
