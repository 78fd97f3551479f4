import { COLLECTIONS, LIBRARIES } from "../storage/libraries.js";

/** Kinds of data as the store keeps them: libraries of series and collections of records. */
export type DataName = keyof typeof LIBRARIES | keyof typeof COLLECTIONS;

/** What keeps the desk itself going, and so may be read and written by every process. */
export const HOUSEKEEPING: readonly DataName[] = [
  "journal",
  "leases",
  "runs",
  "attention",
  "logs",
  "mails",
  "mailControl",
  "desk",
];

/** The data that a library or a collection holds; undefined for one of another program. */
export function dataNameOf(stored: string): DataName | undefined {
  return BY_STORED.get(stored);
}

const BY_STORED: ReadonlyMap<string, DataName> = new Map([
  ...Object.entries(LIBRARIES).map(([name, library]) => [library, name as DataName] as const),
  ...Object.entries(COLLECTIONS).map(([name, { name: stored }]) => [stored, name as DataName] as const),
]);
