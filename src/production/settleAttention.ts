import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import { printsAs } from "../series/printsAs.js";
import { COLLECTIONS } from "../storage/libraries.js";
import { formatTime } from "../time/text.js";
import { type AttentionEntry, readAttention } from "./attention.js";
import { putAudit } from "./audit.js";
import type { Desk } from "./desk.js";
import { checkOptions } from "./processOptions.js";
import { repeatOnConflict } from "./repeatOnConflict.js";

export interface SettleAttentionOptions {
  /** The process that told of it: `initialiseFromFolder`. */
  readonly process: string;
  /** What it told of, as the list has it: `CORN/20241200`. */
  readonly item: string;
}

/**
 * Takes an entry off the list of what waits for a person, who has seen to it, or leaves it as it is; with an audit entry. What
 * is still so when the process runs again comes back with that run. Settled a second time it is refused, as it is no longer
 * there, and nothing changes.
 *
 * @returns what was settled.
 * @throws ContangoError `ATTENTION_MISSING` where no such entry is open, with those that are; `PROCESS_OPTION`;
 * `STORE_READ_ONLY`.
 * @example
 * await settleAttention(desk, { process: "initialiseFromFolder", item: "CORN" });
 */
export async function settleAttention(desk: Desk, options: SettleAttentionOptions): Promise<AttentionEntry> {
  checkOptions({ name: "settleAttention", takes: ["process", "item"], needs: ["process", "item"] }, options);
  return repeatOnConflict(() => settle(desk, options));
}

async function settle(
  { storage, clock, wallTime }: Desk,
  asked: SettleAttentionOptions,
): Promise<AttentionEntry> {
  const { process, item } = asked;
  const open = await readAttention(storage);
  const entry = open.find((one) => one.process === process && one.item === item);
  if (entry === undefined) throw notOpen(asked, open);
  const { severity, status, message } = entry;
  const text = `${process}, ${item}: ${status} since ${formatTime(wallTime(entry.since)).slice(0, 16)}, ${message}`;
  await storage.atomically((batch) => {
    batch.deleteRecord(COLLECTIONS.attention, { process, item }, { status, message });
    putAudit(batch, {
      time: clock.now(),
      tool: "settleAttention",
      action: "settle",
      item,
      message: text,
      details: { process, severity, status, message, since: new Date(entry.since) },
    });
  });
  return printsAs(entry, () => `settled: ${text}`);
}

function notOpen({ process, item }: SettleAttentionOptions, open: readonly AttentionEntry[]): ContangoError {
  const processes = [...new Set(open.map((entry) => entry.process))].sort();
  const items = open.filter((entry) => entry.process === process).map((entry) => entry.item);
  const what =
    items.length > 0
      ? `nothing called "${item}" is open of ${process}${didYouMean(item, items)}; there is ${items.join(", ")}`
      : `nothing is open of "${process}"${didYouMean(process, processes)}; there is something of ${processes.join(", ") || "no process"}`;
  return new ContangoError("ATTENTION_MISSING", "production", `${what}. Nothing was settled`, {
    details: { process, item },
  });
}
