import type { InstrumentCode } from "../instruments/codes.js";
import { type ContractPriceSet, contractPriceSet } from "../prices/contractPriceSet.js";
import { updateAdjustedPrices } from "../prices/updateAdjustedPrices.js";
import { currentContracts } from "../rolls/currentContracts.js";
import { floatColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";
import type { Series } from "../series/series.js";
import type { SeriesInfo } from "../storage/seriesStore.js";
import type { Batch, Storage } from "../storage/storage.js";
import { formatTime } from "../time/text.js";
import type { Desk } from "./desk.js";
import type { OutcomeItem } from "./outcome.js";
import { chosenInstruments, type InstrumentChoice, noMultiplePrices } from "./prices/chosenInstruments.js";
import { counted } from "./prices/counted.js";
import { type ExtendedPrices, extendMultiplePrices } from "./prices/extendMultiplePrices.js";
import { recentMultiplePrices } from "./prices/recentMultiplePrices.js";
import { restitched } from "./prices/restitched.js";
import { addRows, beginSeries, changed, readColumn, readRows, replaceRows } from "./prices/storedSeries.js";
import { withLatePrices } from "./prices/withLatePrices.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface UpdateMultipleAdjustedPricesOptions extends ProcessOptions, InstrumentChoice {
  /** Stitches the adjusted prices anew from all multiple prices: after a roll that they missed, or to make the first. */
  readonly rebuild?: boolean;
}

/** What became of the multiple and adjusted prices of one instrument. */
export type MultipleAdjustedItem = OutcomeItem &
  (
    | {
        readonly status: "written" | "rebuilt";
        /** New rows of the multiple prices. */
        readonly rowsAdded: number;
        /** Prices that were missing in stored rows of the multiple prices. */
        readonly valuesFilled: number;
      }
    | { readonly status: "unchanged" }
    /** The priced contract changed after the last adjusted price. Nothing was stored. */
    | { readonly status: "roll-missed"; readonly from: string; readonly to: string }
    /** There are no adjusted prices that could be extended. Nothing was stored. */
    | { readonly status: "no-adjusted-prices" }
  );

/** How many instruments are worked on at once. */
const AT_ONCE = 4;

/**
 * Extends multiple prices with the prices of the contracts in their last row, and adjusted prices with what multiple prices
 * then have: both in one commit an instrument, until nothing more can be added. Prices are not checked for spikes here: that
 * was done when they were collected. Prices that came late join both where they belong. Only the rows since the last roll are read; new rows are appended.
 *
 * @example
 * await updateMultipleAdjustedPrices(desk, { instruments: ["CORN"], rebuild: true });
 */
export const updateMultipleAdjustedPrices = defineProcess<
  MultipleAdjustedItem,
  UpdateMultipleAdjustedPricesOptions
>({
  name: "updateMultipleAdjustedPrices",
  title: "Multiple and adjusted prices",
  options: ["rebuild", "instruments"],
  reads: ["multiplePrices", "adjustedPrices", "contractPrices"],
  writes: ["multiplePrices", "adjustedPrices"],
  async run(work, options) {
    const chosen = await chosenInstruments(work.desk, options);
    const update = options.rebuild === true ? rebuildInstrument : updateInstrument;
    const items = await work.each(chosen, (code) => update(work, code), {
      concurrency: AT_ONCE,
      label: (code) => ({ instrument_code: code }),
    });
    return { items, complete: options.instruments === undefined };
  },
});

async function updateInstrument({ desk, commit }: Work, code: InstrumentCode): Promise<MultipleAdjustedItem> {
  const { storage } = desk;
  const { multiple, adjusted } = await storedPrices(desk, code);
  if (adjusted === undefined || adjusted.rows === 0) {
    const message = "there are no adjusted prices: make them with { rebuild: true }";
    return { name: code, status: "no-adjusted-prices", severity: "attention", message };
  }
  let { rows, isWhole } = await recentMultiplePrices(storage, multiple, adjusted.last);
  let extended = await extend(desk, rows, code);
  if (isChanged(extended) && !extended.onlyLater && !isWhole) {
    rows = await readRows(storage, multiple);
    extended = await extend(desk, rows, code);
  }
  const column = adjusted.columns[0]!.name;
  const lastAdjusted = await readColumn(storage, adjusted, column, { last: 1 });
  const update = updateAdjustedPrices(lastAdjusted, extended.prices, { instrument: code });
  if (update.status === "roll-missed") {
    const { from, to, time } = update;
    const message =
      `the priced contract changed from ${from} to ${to} at ${formatTime(time)}, which the adjusted prices do not know: ` +
      "run with { rebuild: true }";
    return { name: code, status: "roll-missed", severity: "attention", from, to, message };
  }
  if (!isChanged(extended) && update.status === "nothing-new") {
    const message =
      extended.columns.PRICE === "no-prices" ? "its PRICE contract has no prices" : "no new prices";
    return { name: code, status: "unchanged", severity: "ok", message };
  }
  const isFilled = update.status === "updated" && update.lastRowFilled;
  const rewritten =
    isFilled || (isChanged(extended) && !extended.onlyLater)
      ? await rewrittenAdjusted(storage, adjusted, rows, extended.prices, code)
      : undefined;
  await commit(async (batch) => {
    await writeMultiple(desk, multiple, extended, batch);
    if (rewritten !== undefined) replaceRows(adjusted, adjustedFrame(rewritten, adjusted), batch);
    else if (update.status === "updated")
      await addRows(storage, adjusted, adjustedFrame(update.adjusted.rows(1), adjusted), batch);
  });
  return { ...changesOf(code, extended), status: "written" };
}

/** All adjusted prices, with what came late and what came after; undefined where no stored one changes and none joins them. */
async function rewrittenAdjusted(
  storage: Storage,
  info: SeriesInfo,
  before: Frame,
  after: Frame,
  code: InstrumentCode,
): Promise<Series | undefined> {
  const stored = await readColumn(storage, info, info.columns[0]!.name);
  const complete = withLatePrices(stored, before, after);
  const update = updateAdjustedPrices(complete, after, { instrument: code });
  const changes = complete !== stored || (update.status === "updated" && update.lastRowFilled);
  return changes && update.status !== "roll-missed" ? update.adjusted : undefined;
}

async function rebuildInstrument(
  { desk, commit }: Work,
  code: InstrumentCode,
): Promise<MultipleAdjustedItem> {
  const { storage, data } = desk;
  const { multiple, adjusted } = await storedPrices(desk, code);
  const extended = await extend(desk, await readRows(storage, multiple), code);
  const stored =
    adjusted === undefined ? undefined : await readColumn(storage, adjusted, adjusted.columns[0]!.name);
  const stitched = restitched(extended.prices, stored, code);
  if (!isChanged(extended) && stitched === undefined) {
    const message = "the adjusted prices are what the multiple prices give";
    return { name: code, status: "unchanged", severity: "ok", message };
  }
  await commit(async (batch) => {
    await writeMultiple(desk, multiple, extended, batch);
    if (stitched === undefined) return;
    if (adjusted !== undefined) replaceRows(adjusted, adjustedFrame(stitched, adjusted), batch);
    else await beginSeries(data.adjustedPrices, code, stitched, batch);
  });
  return { ...changesOf(code, extended), status: "rebuilt" };
}

async function storedPrices(
  desk: Desk,
  code: InstrumentCode,
): Promise<{ readonly multiple: SeriesInfo; readonly adjusted: SeriesInfo | undefined }> {
  const [multiple, adjusted] = await Promise.all([
    desk.data.multiplePrices.info(code),
    desk.data.adjustedPrices.info(code),
  ]);
  if (multiple === undefined) throw await noMultiplePrices(desk, code);
  return { multiple, adjusted };
}

async function extend(desk: Desk, rows: Frame, code: InstrumentCode): Promise<ExtendedPrices> {
  const contracts = [...new Set(Object.values(currentContracts(rows, { instrument: code })))];
  const infos = (): Promise<readonly (SeriesInfo | undefined)[]> =>
    Promise.all(contracts.map((contract) => desk.data.contractPrices.info({ instrument: code, contract })));
  const before = await infos();
  const closes: [string, Series][] = [];
  for (const [place, info] of before.entries()) {
    if (info !== undefined) closes.push([contracts[place]!, await readColumn(desk.storage, info, "FINAL")]);
  }
  const after = await infos();
  if (after.some((info, place) => info?.version !== before[place]?.version)) throw changed(code);
  const set: ContractPriceSet = contractPriceSet(closes);
  return extendMultiplePrices(rows, set, code);
}

const isChanged = ({ rowsAdded, valuesFilled }: ExtendedPrices): boolean => rowsAdded > 0 || valuesFilled > 0;

async function writeMultiple(
  { storage }: Desk,
  info: SeriesInfo,
  extended: ExtendedPrices,
  batch: Batch,
): Promise<void> {
  const { prices, rowsAdded, onlyLater } = extended;
  if (!isChanged(extended)) return;
  if (onlyLater) await addRows(storage, info, prices.rows(prices.length - rowsAdded), batch);
  else replaceRows(info, prices, batch);
}

/** Adjusted prices under the name that their column has in the store. */
const adjustedFrame = ({ time, values }: Series, { columns, meta }: SeriesInfo): Frame =>
  new Frame(time, { [columns[0]!.name]: floatColumn(values) }, meta);

const changesOf = (name: string, { prices, rowsAdded, valuesFilled }: ExtendedPrices) => {
  const filled = valuesFilled === 0 ? "" : ` and ${counted(valuesFilled, "missing value")} filled`;
  const message = `${counted(rowsAdded, "row")} added${filled}, up to ${formatTime(prices.time.at(-1)!)}`;
  return { name, severity: "ok" as const, rowsAdded, valuesFilled, message };
};
