import type { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import type { SeriesRepository } from "../../storage/repositories/seriesRepository.js";
import type { Batch } from "../../storage/storage.js";
import type { Work } from "../work.js";
import { type InitialisedItem, initialisedItem, rowsText } from "./initialisedItem.js";
import { isWrite, type Settlement, settle } from "./settle.js";

/** A series that is to be stored under a key. */
export interface GivenSeries<Key, Data extends Series | Frame> {
  readonly name: string;
  readonly repository: SeriesRepository<Key, Data>;
  readonly key: Key;
  readonly data: Data;
  readonly overwrite: boolean;
  /** What a row is called: `roll`. */
  readonly row?: string;
  /** Sentences for the outcome, without their points. */
  readonly notes?: readonly string[];
  /** Writes what belongs to it in the same commit, unless it is refused; gives how much it wrote. */
  readonly with?: (batch: Batch) => Promise<number>;
}

/** Stores a series and what belongs to it in one commit, unless other data are there. */
export function storeSeries<Key, Data extends Series | Frame>(
  work: Work,
  given: GivenSeries<Key, Data>,
): Promise<InitialisedItem> {
  const { name, repository, key, data, overwrite, row, notes } = given;
  return work.commit(async (batch) => {
    let settlement: Settlement = { status: "unchanged" };
    await repository.update(
      key,
      (stored) => {
        settlement = settle(stored, data, overwrite);
        return isWrite(settlement) ? data : undefined;
      },
      batch,
    );
    settlement = await settledWith(settlement, batch, given.with);
    return initialisedItem(name, settlement, rowsText(data, row), notes);
  });
}

async function settledWith(
  settlement: Settlement,
  batch: Batch,
  also: ((batch: Batch) => Promise<number>) | undefined,
): Promise<Settlement> {
  if (settlement.status === "refused" || also === undefined) return settlement;
  const more = await also(batch);
  return settlement.status === "unchanged" && more > 0 ? { status: "written" } : settlement;
}
