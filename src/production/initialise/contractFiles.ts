import { type ContractKey, contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { CONTRACT_PRICE_COLUMNS } from "../../prices/contractPrices.js";
import type { PriceScale } from "../../prices/priceScale.js";
import type { CsvDates } from "../../storage/csv/table.js";
import type { DeskFiles } from "../files.js";
import type { BarsByFrequency } from "../prices/mergedBars.js";
import {
  type ContractFile,
  type ContractFileNames,
  contractFile,
  type FileFrequency,
  ownFileName,
} from "./contractFileName.js";
import { readForeignCsv } from "./csvFiles.js";
import { repairTexts } from "./dataFolder.js";
import { barsByFrequency, barsInOurUnits, withoutFooter } from "./foreignBars.js";

/** How the files of a vendor differ from ours, and how they are called. */
export interface ContractFileLayout extends PriceScale {
  /**
   * Our column names and what the files call them: `{ DATETIME: "Time", FINAL: "Last" }`. Others have our names; without
   * DATETIME the first column is the time. Only FINAL has to be there.
   */
  readonly columns?: { readonly [Name in (typeof CONTRACT_PRICE_COLUMNS)[number] | "DATETIME"]?: string };
  /** How times are written (default `iso`): `%d.%m.%Y`, `%Y%m%d %H%M`; wall time, a zone that stands there does not count. */
  readonly dates?: CsvDates;
  /** Lines to leave out before the header, and at the end. */
  readonly skipLines?: number;
  readonly footerLines?: number;
  /** What the files hold; where their names do not say it, `Day`. */
  readonly frequency?: FileFrequency;
  /** How they are called (default: as pysystemtrade calls them, `CORN_20241200.csv`, `Day_CORN_20241200.csv`). */
  readonly names?: ContractFileNames;
  /** The instrument of all files, or our codes by what the files' names call them. */
  readonly instruments?: InstrumentCode | Readonly<Record<string, InstrumentCode>>;
}

/** The files of one contract. */
export interface FilesOfContract extends ContractKey {
  readonly files: readonly { readonly name: string; readonly frequency: FileFrequency }[];
}

/**
 * The contracts that a list of file names holds, by their keys, in order.
 *
 * @throws ContangoError `INITIALISE` where two files hold the same bars; as `contractFile`.
 */
export function contractsInFiles(
  names: readonly string[],
  layout: ContractFileLayout = {},
): ReadonlyMap<string, FilesOfContract> {
  const found = new Map<string, FilesOfContract>();
  for (const name of [...names].sort()) {
    const about = fileOf(name, layout);
    if (about === undefined) continue;
    const { instrument, contract, frequency = layout.frequency ?? "Day" } = about;
    const key = contractKey(instrument, contract);
    const files = found.get(key)?.files ?? [];
    const twice = files.find((file) => file.frequency === frequency);
    if (twice !== undefined) {
      throw new ContangoError(
        "INITIALISE",
        "initialise",
        `${twice.name} and ${name} both hold ${frequency} prices of ${key}; leave one out, or correct { names }`,
        { details: { instrument, contract, files: [twice.name, name] } },
      );
    }
    found.set(key, { instrument, contract, files: [...files, { name, frequency }] });
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const fileOf = (name: string, { names, instruments }: ContractFileLayout): ContractFile | undefined =>
  names === undefined ? ownFileName(name) : contractFile(name, names, instruments);

/**
 * Bars of a contract by frequency; a file of one frequency counts before a merged one.
 *
 * @throws ContangoError `CSV_SYNTAX`, `CSV_LAYOUT` with file and line; `SERIES_DUPLICATE_TIME`; `STORE_IO`.
 */
export async function readContractFiles(
  files: Pick<DeskFiles, "read">,
  folder: string,
  contract: FilesOfContract,
  layout: ContractFileLayout = {},
): Promise<{ readonly bars: BarsByFrequency; readonly notes: readonly string[] }> {
  let bars: BarsByFrequency = {};
  const notes: string[] = [];
  for (const { name, frequency } of contract.files) {
    const bytes = withoutFooter(await files.read(`${folder}/${name}`), layout.footerLines ?? 0);
    const { frame, repairs } = await readForeignCsv(bytes, name, {
      columns: { ...layout.columns },
      numbers: CONTRACT_PRICE_COLUMNS,
      ...(layout.dates === undefined ? {} : { dates: layout.dates }),
      ...(layout.skipLines === undefined ? {} : { skipLines: layout.skipLines }),
    });
    if (!frame.columns.has("FINAL")) throw noClose(name, frame.names, layout);
    const found = barsByFrequency(barsInOurUnits(frame, layout), frequency);
    bars = frequency === "merged" ? { ...found, ...bars } : { ...bars, ...found };
    notes.push(...repairTexts(repairs).map((text) => `${name}: ${text}`));
  }
  return { bars, notes };
}

function noClose(
  file: string,
  names: readonly string[],
  { columns = {} }: ContractFileLayout,
): ContangoError {
  const wanted = columns.FINAL ?? "FINAL";
  return new ContangoError(
    "CSV_LAYOUT",
    "initialise",
    `${file} has no column "${wanted}", only ${names.join(", ") || "the time"}; say what it calls the closing price with { columns: { FINAL: "…" } }`,
    { details: { file, column: wanted } },
  );
}
