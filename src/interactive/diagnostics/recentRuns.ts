import type { Desk } from "../../production/desk.js";
import { type RunRecord, readRuns } from "../../production/runs.js";
import { formatTime } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";

/**
 * The last runs of a process, or of all, the last one first.
 *
 * @example
 * await recentRuns(desk, { process: "updateFxPrices", last: 5 });
 */
export async function recentRuns(
  { storage, wallTime }: Desk,
  options: { readonly process?: string; readonly last?: number } = {},
): Promise<Listing<RunRecord>> {
  return listing("runs", await readRuns(storage, options), [
    { name: "started", text: ({ started }) => formatTime(Math.floor(wallTime(started) / 1000) * 1000) },
    { name: "process", text: ({ process }) => process },
    { name: "status", text: ({ status }) => status },
    { name: "seconds", text: ({ started, ended }) => durationText(started, ended), right: true },
    { name: "items", text: ({ items }) => String(items), right: true },
    { name: "attention", text: ({ attention }) => String(attention), right: true },
    { name: "failed", text: ({ failed }) => String(failed), right: true },
    { name: "message", text: ({ message }) => message },
  ]);
}

const durationText = (started: number, ended: number | undefined): string =>
  ended === undefined ? "" : ((ended - started) / 1000).toFixed(1);
