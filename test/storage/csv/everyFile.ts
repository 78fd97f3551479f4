import { readdirSync, readFileSync } from "node:fs";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { FUTURES } from "../../support/folders.js";

/** Folders of series under the data folder, and their libraries. */
const FOLDERS: Readonly<Record<string, string>> = {
  adjusted_prices_csv: LIBRARIES.adjustedPrices,
  multiple_prices_csv: LIBRARIES.multiplePrices,
  fx_prices_csv: LIBRARIES.fxPrices,
  roll_calendars_csv: LIBRARIES.rollCalendars,
};

export interface DataFile {
  /** `multiple_prices_csv/CORN.csv`. */
  readonly file: string;
  readonly library: string;
  readonly symbol: string;
  readonly bytes: () => Buffer;
}

/** Every series file of the data folder. */
export const EVERY_FILE: readonly DataFile[] = Object.entries(FOLDERS).flatMap(([folder, library]) =>
  readdirSync(`${FUTURES}/${folder}`)
    .filter((name) => name.endsWith(".csv"))
    .map((name) => ({
      file: `${folder}/${name}`,
      library,
      symbol: name.slice(0, -".csv".length),
      bytes: () => readFileSync(`${FUTURES}/${folder}/${name}`),
    })),
);
