import { ContangoError } from "../errors/contangoError.js";
import { fillId } from "../positions/checkFill.js";
import type { Desk } from "./desk.js";
import { bookPrepared } from "./positions/bookFills.js";
import { FILL_READS, FILL_WRITES } from "./positions/fillData.js";
import { bookedItem, type FillItem, knownItem } from "./positions/fillItem.js";
import { type FillLine, type FillTableLayout, fillLines, placedError } from "./positions/fillTable.js";
import { type PreparedFill, prepareFill } from "./positions/prepareFill.js";
import { readTraders } from "./positions/traders.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import type { Work } from "./work.js";

export interface ImportFillsOptions extends ProcessOptions, FillTableLayout {
  /** The path of a CSV file; or give its `text`. */
  readonly file?: string;
  readonly text?: string;
  /** True: contracts that the books do not know are added to them. */
  readonly addContracts?: boolean;
}

/**
 * Records the fills of a CSV file, as `recordFill` does, all of them or, where one cannot be, none. It needs the columns
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
  options: ["file", "text", "addContracts", "columns", "dateFormat"],
  reads: FILL_READS,
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
  const { parseDate } = await import("../storage/csv/dates.js");
  const { parseNumber } = await import("../storage/csv/decimal.js");
  const content = text ?? (file === undefined ? noFile() : decoded(await files.read(file), name));
  return fillLines(
    await readRecords(content, name),
    name,
    layout,
    { date: parseDate, number: parseNumber },
    instant,
  );
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
  const items: FillItem[] = [];
  const fresh: PreparedFill[] = [];
  for (const { line, fill: told } of lines) {
    try {
      const alike = fillId(told);
      const count = (counts.get(alike) ?? 0) + 1;
      counts.set(alike, count);
      const addContract = options.addContracts ?? false;
      const prepared = await prepareFill(desk, told, {
        source: "csv",
        traders,
        addContract,
        latest: desk.clock.now(),
        count,
      });
      const { fill } = prepared;
      if (items.some(({ name }) => name === fill.id)) throw sameId(fill.id);
      const stored = await desk.data.fills.read(fill.id);
      if (stored === undefined) fresh.push(prepared);
      items.push(
        stored === undefined ? bookedItem(desk, prepared) : knownItem(desk, fill, stored, told.strategy),
      );
    } catch (error) {
      throw placedError(error, file, line, options);
    }
  }
  if (fresh.length > 0) await commit((batch) => bookPrepared(desk, fresh, batch));
  return items;
}

const sameId = (id: string): ContangoError =>
  new ContangoError(
    "FILL",
    "positions",
    `the id "${id}" stands on an earlier line too; give every fill an id of its own`,
    { details: { fill: id, field: "id" } },
  );
