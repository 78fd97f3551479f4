import { type AttentionEntry, readAttention } from "../../production/attention.js";
import type { Desk } from "../../production/desk.js";
import { formatTime } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";

/**
 * What a person has to see to, of one process or of all, oldest first.
 *
 * @example
 * await openAttention(desk);
 */
export async function openAttention(
  { storage, wallTime }: Desk,
  process?: string,
): Promise<Listing<AttentionEntry>> {
  return listing("items that need anybody", await readAttention(storage, process), [
    { name: "since", text: ({ since }) => formatTime(wallTime(since)).slice(0, 16) },
    { name: "process", text: (entry) => entry.process },
    { name: "item", text: ({ item }) => item },
    { name: "status", text: ({ status }) => status },
    { name: "message", text: ({ message }) => message },
  ]);
}
