import type { StrategyName } from "../../instruments/codes.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import type { RecordDocument } from "../../storage/recordStore.js";
import type { Batch, Storage } from "../../storage/storage.js";
import { fromLongDate, toLongDate } from "../../time/longDate.js";

/** The name under which the margin of the whole account is kept among those of the strategies. */
export const TOTAL_MARGIN = "_TOTAL_MARGIN";

/** Margin as of a wall time, in the base currency. */
export interface MarginRow {
  readonly time: number;
  readonly margin: number;
}

/** The margins of a strategy, or of {@link TOTAL_MARGIN}, in order of time. */
export async function readMargin(storage: Storage, strategy: StrategyName): Promise<readonly MarginRow[]> {
  const document = await storage.records.get(COLLECTIONS.margin, { strategy_name: strategy });
  return Object.entries(document ?? {})
    .filter(([field]) => /^\d+$/.test(field))
    .map(([field, margin]) => ({ time: fromLongDate(BigInt(field)), margin: Number(margin) }))
    .sort((a, b) => a.time - b.time);
}

/** Collects the write of one more margin, beside those that are stored; another one of the same time is replaced. */
export async function putMargin(
  storage: Storage,
  strategy: StrategyName,
  { time, margin }: MarginRow,
  batch: Batch,
): Promise<void> {
  const stored = await storage.records.get(COLLECTIONS.margin, { strategy_name: strategy });
  const field = BigInt(toLongDate(time)).toString();
  if (stored?.[field] === margin) return;
  const document: RecordDocument = { strategy_name: strategy, ...stored, [field]: margin };
  batch.putRecord(COLLECTIONS.margin, document, stored ?? null);
}
