import type { ContractKey } from "../../contracts/contractKey.js";
import type { Frame } from "../../series/frame.js";
import type { ContractPriceKey } from "../../storage/repositories/keys.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import type { Batch } from "../../storage/storage.js";
import type { Desk } from "../desk.js";
import type { StoredBars } from "./barsBefore.js";
import { type BarsByFrequency, mergedBars, rebuiltView } from "./mergedBars.js";
import { addRows, beginSeries, joined, readRows, replaceRows } from "./storedSeries.js";

/** Adds the new bars of one contract to each frequency, and to the merged view of both. */
export async function writeBars(
  desk: Desk,
  key: ContractKey,
  stored: StoredBars,
  bars: BarsByFrequency,
  batch: Batch,
): Promise<void> {
  const { Hour, Day } = bars;
  if (Hour !== undefined) await add(desk, { ...key, frequency: "Hour" }, stored.Hour, Hour, batch);
  if (Day !== undefined) await add(desk, { ...key, frequency: "Day" }, stored.Day, Day, batch);

  const later = mergedBars(bars);
  const { merged } = stored;
  const first = merged === undefined && stored.Hour === undefined && stored.Day === undefined;
  if (first || (merged !== undefined && later.time[0]! > merged.last)) {
    await add(desk, key, merged, later, batch);
    return;
  }
  const all = async (info: SeriesInfo | undefined, rows: Frame | undefined): Promise<Frame | undefined> => {
    const before = info === undefined ? undefined : await readRows(desk.storage, info);
    return before === undefined || rows === undefined ? (before ?? rows) : joined(before, rows);
  };
  const [hours, days] = await Promise.all([all(stored.Hour, Hour), all(stored.Day, Day)]);
  const view = rebuiltView(
    { ...(hours === undefined ? {} : { Hour: hours }), ...(days === undefined ? {} : { Day: days }) },
    merged === undefined ? undefined : await readRows(desk.storage, merged),
  );
  if (merged === undefined) await add(desk, key, undefined, view, batch);
  else replaceRows(merged, view, batch);
}

/** Adds rows to what is stored under a key, or begins with them where nothing is. */
async function add(
  { data, storage }: Desk,
  key: ContractPriceKey,
  info: SeriesInfo | undefined,
  rows: Frame,
  batch: Batch,
): Promise<void> {
  if (info !== undefined) await addRows(storage, info, rows, batch);
  else await beginSeries(data.contractPrices, key, rows, batch);
}
