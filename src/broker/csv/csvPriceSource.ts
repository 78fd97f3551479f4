import { resolve } from "node:path";
import { type ContractKey, contractKey, parseContractKey } from "../../contracts/contractKey.js";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import {
  type ContractPrices,
  contractPrices,
  contractPricesFrame,
  NO_BARS,
} from "../../prices/contractPrices.js";
import type { Frame } from "../../series/frame.js";
import { between } from "../../series/slice.js";
import type { CsvPolicies } from "../../storage/csv/arrange.js";
import { dateReader } from "../../storage/csv/dates.js";
import { CONTRACT_NAMES, fileName } from "../../storage/csv/fileNames.js";
import type { ForeignLayout } from "../../storage/csv/foreignLayout.js";
import { parseCsv } from "../../storage/csv/parse.js";
import type { FileSystem } from "../../storage/files.js";
import { LIBRARIES } from "../../storage/libraries.js";
import { nodeFiles } from "../../storage/nodeFiles.js";
import { DAY } from "../../time/civil.js";
import { isClosingTime, midnightToClose } from "../../time/close.js";
import type { BarFrequency, ContractPriceSource } from "../broker.js";

export interface CsvPriceSourceOptions extends CsvPolicies {
  /** What `price_sources` and messages call it (default `csv`). */
  readonly name?: string;
  /**
   * The file of a contract, without the folder; `undefined` where there is none of this frequency. By default the files are
   * called as in a back-up: `Day_CORN_20241200.csv`, `Hour_CORN_20241200.csv`, or `CORN_20241200.csv` with both.
   */
  readonly file?: (key: ContractKey, frequency: BarFrequency) => string | undefined;
  /** How the files of a vendor differ: names of columns, form of dates, units. */
  readonly foreign?: ForeignLayout;
  readonly files?: FileSystem;
}

/** A file that may hold bars; a mixed one holds those of 23:00 (or without a time) for days, the others for hours. */
interface Place {
  readonly file: string;
  readonly mixed: boolean;
}

/**
 * Contract prices from a folder of CSV files, one a contract, read anew for each question. Times are wall time of the desk; a
 * daily bar may be stamped with its day alone. There is nothing where only the other frequency has a file.
 *
 * Its questions throw ContangoError `BROKER_NOT_FOUND` where there is no file, `CSV_SYNTAX`, `CSV_LAYOUT`,
 * `SERIES_DUPLICATE_TIME`, `SERIES_UNSORTED_TIME` with file and line, `PRICE_SOURCE` where a file cannot be read.
 *
 * @throws ContangoError `PROCESS_OPTION` for a form of dates that there is not.
 * @example
 * const vendor = csvPriceSource("vendor/corn", {
 *   name: "vendor",
 *   file: ({ contract }) => `ZC${contract.slice(2, 6)}.csv`,
 *   foreign: { columns: { DATETIME: "Date", FINAL: "Settle" }, dates: "%m/%d/%Y" },
 * });
 */
export function csvPriceSource(folder: string, options: CsvPriceSourceOptions = {}): ContractPriceSource {
  const { name = "csv", files = nodeFiles, foreign, file } = options;
  if (foreign?.dates !== undefined) dateReader(foreign.dates);
  const places = (key: ContractKey, frequency: BarFrequency): readonly Place[] => {
    const chosen = file?.(key, frequency);
    if (file !== undefined) return chosen === undefined ? [] : [{ file: chosen, mixed: false }];
    const symbol = `${key.instrument}#${key.contract}`;
    return [
      { file: `${fileName(`${frequency}@${symbol}`, CONTRACT_NAMES)}.csv`, mixed: false },
      { file: `${fileName(symbol, CONTRACT_NAMES)}.csv`, mixed: true },
    ];
  };
  const touching = async <Value>(place: Place, work: (path: string) => Promise<Value>): Promise<Value> => {
    const path = resolve(folder, place.file);
    try {
      return await work(path);
    } catch (cause) {
      if (isContangoError(cause)) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ContangoError("PRICE_SOURCE", "broker", `price source ${name} cannot read ${path}: ${why}`, {
        details: { source: name, file: path },
        cause,
      });
    }
  };
  return {
    name,
    async contractPrices(given, frequency, request = {}) {
      const key = parseContractKey(contractKey(given.instrument, given.contract));
      for (const place of places(key, frequency)) {
        const found = await touching(place, (path) => files.read(path));
        if (found === undefined) continue;
        const { frame } = await parseCsv(found.bytes, {
          file: place.file,
          library: LIBRARIES.contractPrices,
          ...(foreign === undefined ? {} : { foreign }),
          ...(options.duplicates === undefined ? {} : { duplicates: options.duplicates }),
          ...(options.unsorted === undefined ? {} : { unsorted: options.unsorted }),
        });
        return between(barsOf(frame, frequency, place.mixed), request.from);
      }
      const other = places(key, frequency === "Day" ? "Hour" : "Day");
      for (const place of other) {
        if ((await touching(place, (path) => files.stat(path))) !== undefined) return NO_BARS;
      }
      throw new ContangoError(
        "BROKER_NOT_FOUND",
        "broker",
        `price source ${name} has no file of ${key.instrument}/${key.contract} in ${folder}`,
        { details: { source: name, instrument: key.instrument, contract: key.contract, folder } },
      );
    },
  };
}

/** The bars of one frequency; daily ones at 23:00. In a mixed file midnight is an hour, unless every bar has it. */
function barsOf(frame: Frame, frequency: BarFrequency, mixed: boolean): Frame {
  const bars = contractPrices(frame);
  const daily = frequency === "Day";
  const byDay = mixed ? bars.time.every(isMidnight) : daily;
  const time = byDay ? bars.time.map(midnightToClose) : bars.time;
  if (!mixed) return contractPricesFrame({ ...bars, time });
  const rows = [...time.keys()].filter((row) => isClosingTime(time[row]!) === daily);
  const taken = Object.entries({ ...bars, time }).map(([name, values]) => [
    name,
    Float64Array.from(rows, (row) => values[row]!),
  ]);
  return contractPricesFrame(Object.fromEntries(taken) as ContractPrices);
}

const isMidnight = (time: number): boolean => time % DAY === 0;
