import { COLLECTIONS, LIBRARIES } from "../../storage/libraries.js";
import type { Collection } from "../../storage/recordStore.js";
import { type DataName, HOUSEKEEPING } from "../dataNames.js";

/** What a back-up leaves out: what keeps the desk going, and ids that mean something only while a broker is connected. */
const LEFT_OUT: readonly DataName[] = [...HOUSEKEEPING, "clientIds"];

/** Every kind of series. */
export const LIBRARIES_BACKED_UP = Object.entries(LIBRARIES) as readonly (readonly [
  keyof typeof LIBRARIES,
  string,
])[];

/** Every kind of record that is part of a back-up. */
export const COLLECTIONS_BACKED_UP: readonly (readonly [DataName, Collection])[] = (
  Object.entries(COLLECTIONS) as [keyof typeof COLLECTIONS, Collection][]
).filter(([name]) => !LEFT_OUT.includes(name));

export const DATA_BACKED_UP: readonly DataName[] = [
  ...LIBRARIES_BACKED_UP.map(([name]) => name),
  ...COLLECTIONS_BACKED_UP.map(([name]) => name),
];
