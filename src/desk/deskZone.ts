import { ContangoError } from "../errors/contangoError.js";
import { COLLECTIONS } from "../storage/libraries.js";
import type { Storage } from "../storage/storage.js";
import { timeZone, type Zone } from "../time/zone.js";

/**
 * The zone whose wall time the store carries. A store that has none yet takes the wanted one, or the machine's, for good.
 *
 * @throws ContangoError `TIME_ZONE` where another zone is wanted than the one that the store has.
 */
export async function deskZone(
  storage: Storage,
  wanted: string | undefined,
  readOnly: boolean,
): Promise<Zone> {
  const key = { name: "timezone" };
  const stored = (await storage.records.get(COLLECTIONS.desk, key))?.value;
  if (stored === undefined) {
    const zone = timeZone(wanted ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
    if (readOnly) return zone;
    const document = { ...key, value: zone.name };
    const first = await storage.records.compareAndSet({
      kind: "put",
      collection: COLLECTIONS.desk,
      document,
      expected: null,
    });
    return first ? zone : deskZone(storage, wanted, readOnly);
  }
  const zone = timeZone(String(stored));
  if (wanted === undefined || timeZone(wanted).name === zone.name) return zone;
  throw new ContangoError(
    "TIME_ZONE",
    "desk",
    `timezone is ${wanted}, but the times in the store are wall time of ${zone.name}; set timezone: ${zone.name}, or begin with an empty store`,
    { details: { wanted, stored: zone.name } },
  );
}
