import { ContangoError } from "../errors/contangoError.js";
import type { RecordChange } from "./recordStore.js";
import { keyOfChange } from "./recordValues.js";
import type { SeriesVersion } from "./seriesStore.js";

/** What a store throws after `close`. */
export function storeClosed(store: string): ContangoError {
  return new ContangoError("STORE_CLOSED", "storage", `the ${store} store is closed; open it again`);
}

/** A series is not at the version that a change expects. */
export function seriesConflict(
  library: string,
  symbol: string,
  expected: SeriesVersion | null,
  stored: SeriesVersion | null,
): ContangoError {
  const text = (version: SeriesVersion | null): string =>
    version === null ? "absent" : `at version ${version}`;
  return new ContangoError(
    "STORE_VERSION_CONFLICT",
    "storage",
    `"${symbol}" of "${library}" is ${text(stored)} and was expected ${text(expected)}; another process changed it: read again and repeat`,
    { details: { library, symbol }, retryable: true },
  );
}

/** A document does not have the fields that a change expects. */
export function recordConflict(change: RecordChange): ContangoError {
  const collection = change.collection.name;
  const key = Object.values(keyOfChange(change)).join(", ");
  return new ContangoError(
    "STORE_VERSION_CONFLICT",
    "storage",
    `document ${key} of "${collection}" is not as expected; another process changed it: read again and repeat`,
    { details: { collection, key }, retryable: true },
  );
}
