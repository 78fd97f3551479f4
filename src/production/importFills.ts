import { contractKey } from "../contracts/contractKey.js";
import { ContangoError } from "../errors/contangoError.js";
import { fillId } from "../positions/checkFill.js";
import type { Fill } from "../positions/fill.js";
import type { Desk } from "./desk.js";
import { FILL_READS, FILL_WRITES } from "./positions/fillData.js";
import type { FillItem } from "./positions/fillItem.js";
import { type FillLine, type FillTableLayout, fillLines, placedError } from "./positions/fillTable.js";
import { type NearFills, readNearFills } from "./positions/nearFills.js";
import { type PreparedFill, prepareFill } from "./positions/prepareFill.js";
import { toldAgain } from "./positions/toldAgain.js";
import { readTraders, type Traders } from "./positions/traders.js";
import { unusualPrice } from "./positions/unusualPrice.js";
import { bookWeighed, type WeighedFill, weighFill } from "./positions/weighFill.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import type { Work } from "./work.js";

export interface ImportFillsOptions extends ProcessOptions, FillTableLayout {
  /** The path of a CSV file; or give its `text`. */
  readonly file?: string;
  readonly text?: string;
  /** True: contracts that the books do not know are added to them. */
  readonly addContracts?: boolean;
  /** True: prices of more than twice, or less than half, a contract's last stored one are right. */
  readonly unusualPrice?: boolean;
}

/**
 * Records the fills of a CSV file, as `recordFill` does, all of them or, where one cannot be, none; only one of an unusual price is
 * `refused` while the others are recorded. It needs the columns
 * instrument, contract, quantity, price and time; side, strategy, id, commission, currency and account may be there. A file
 * that is imported again, or one that has grown, brings what is new.
 *
 * @throws ContangoError `PROCESS_OPTION`; `STORE_IO` where the file cannot be read; `CSV_LAYOUT`, `CSV_SYNTAX`, and as
 * `recordFill`, with file, line and column.
 * @example
 * await importFills(desk, { file: "fills.csv", columns: { instrument: "Symbol", time: "Date" }, dateFormat: "%d/%m/%Y" });
 */
export const importFills = defineProcess<FillItem, ImportFillsOptions>({
  name: "importFills",
  title: "Fills from a file",
  byHand: true,
  options: ["file", "text", "addContracts", "unusualPrice", "columns", "dateFormat"],
  reads: [...FILL_READS, "contractPrices"],
  writes: FILL_WRITES,
  run: async (work, options) => {
    const file = options.file ?? "CSV text";
    const lines = await readFillLines(work.desk, options, file);
    return { items: await repeatOnConflict(() => book(work, lines, file, options)) };
  },
});

async function readFillLines(
  { files, instant }: Desk,
  { file, text, ...layout }: ImportFillsOptions,
  name: string,
): Promise<readonly FillLine[]> {
  const { decoded, readRecords } = await import("../storage/csv/records.js");
  const { dateReader } = await import("../storage/csv/dates.js");
  const { parseNumber } = await import("../storage/csv/decimal.js");
  const date = dateReader(layout.dateFormat ?? "iso");
  const content = text ?? (file === undefined ? noFile() : decoded(await files.read(file), name));
  return fillLines(await readRecords(content, name), name, layout, { date, number: parseNumber }, instant);
}

function noFile(): never {
  throw new ContangoError(
    "PROCESS_OPTION",
    "positions",
    "importFills needs a file; call it as importFills(desk, { file }) or importFills(desk, { text })",
  );
}

async function book(
  { desk, commit }: Work,
  lines: readonly FillLine[],
  file: string,
  options: ImportFillsOptions,
): Promise<readonly FillItem[]> {
  const traders = await readTraders(desk);
  const counts = new Map<string, number>();
  const prepared = new Map<string, PreparedFill>();
  const items = new Map<string, FillItem>();
  for (const { line, fill: told } of lines) {
    try {
      const alike = fillId(told);
      const count = (counts.get(alike) ?? 0) + 1;
      counts.set(alike, count);
      const addContract = options.addContracts ?? false;
      const one = await prepareFill(desk, told, {
        source: "csv",
        traders,
        addContract,
        latest: desk.clock.now(),
        count,
      });
      const { id } = one.fill;
      if (prepared.has(id)) throw sameId(id);
      prepared.set(id, one);
      const stored = await desk.data.fills.read(id);
      if (stored !== undefined)
        items.set(id, await toldAgain(desk, one.fill, stored, told.strategy, traders));
      else if (options.unusualPrice !== true) {
        const doubt = await unusualPrice(desk, one.fill);
        if (doubt !== undefined) items.set(id, refusedItem(one.fill, `${file}, line ${line}: ${doubt}`));
      }
    } catch (error) {
      throw placedError(error, file, line, options);
    }
  }
  const fresh = [...prepared.values()].filter(({ fill }) => !items.has(fill.id));
  const weighed = await weighAll(desk, fresh, traders);
  if (weighed.size > 0) await bookWeighed({ desk, commit }, [...weighed.values()]);
  return [...prepared.keys()].map((id) => items.get(id) ?? weighed.get(id)!.item);
}

/** Holds fills against the books, and each against those before it, so that no two are taken for one execution. */
async function weighAll(
  desk: Desk,
  prepared: readonly PreparedFill[],
  traders: Traders,
): Promise<ReadonlyMap<string, WeighedFill>> {
  const weighed = new Map<string, WeighedFill>();
  const byContract = new Map<string, NearFills>();
  for (const one of prepared) {
    const { id, instrument, contract } = one.fill;
    const key = contractKey(instrument, contract);
    const near = byContract.get(key) ?? (await readNearFills(desk, one.fill, timesIn(key, prepared)));
    const told = weighFill(desk, one, near, traders);
    weighed.set(id, told);
    byContract.set(key, { ...near, fills: [...near.fills, ...told.booking.added] });
  }
  return weighed;
}

const timesIn = (key: string, prepared: readonly PreparedFill[]): readonly number[] =>
  prepared
    .filter(({ fill }) => contractKey(fill.instrument, fill.contract) === key)
    .map(({ fill }) => fill.time);

const refusedItem = (fill: Fill, message: string): FillItem => ({
  name: fill.id,
  status: "refused",
  severity: "attention",
  message,
  fill,
});

const sameId = (id: string): ContangoError =>
  new ContangoError(
    "FILL",
    "positions",
    `the id "${id}" stands on an earlier line too; give every fill an id of its own`,
    { details: { fill: id, field: "id" } },
  );
