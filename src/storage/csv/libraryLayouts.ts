import { MULTIPLE_PRICE_COLUMNS } from "../../prices/multiplePrices.js";
import { LIBRARIES } from "../libraries.js";
import {
  CONTRACT_NAMES,
  escapeName,
  type NameForm,
  SAME_NAMES,
  strategyNames,
  unescapeName,
} from "./fileNames.js";
import type { CsvKind, CsvShape } from "./table.js";

/** Where the files of a library lie, what they are called and what they hold. */
export interface LibraryLayout {
  readonly folder: string;
  readonly names: NameForm;
  readonly shape: CsvShape;
}

const TIME_COLUMNS = ["DATETIME", "DATE_TIME", "index", "Date", "date", ""];

/** A column of contract dates, by its name. */
const isContractColumn = (column: string): boolean => /(?:^|_)contract$/i.test(column);

const known = (
  kind: CsvKind,
  options: { readonly index?: string; readonly required?: readonly string[] } = {},
): CsvShape => ({
  index: options.index ?? "DATETIME",
  aliases: TIME_COLUMNS,
  dates: "iso",
  renamed: new Map(),
  kind: (column) => (isContractColumn(column) ? "contract" : kind),
  required: options.required ?? [],
});

/** What a file holds of which nothing is known but that its first column is the time. */
export const ANY_SHAPE: CsvShape = {
  index: "DATETIME",
  dates: "iso",
  renamed: new Map(),
  kind: (column) => (isContractColumn(column) ? "contract" : "inferred"),
  required: [],
};

/** Columns of optimal positions of any kind; those of other names are numbers. */
const OPTIMAL_POSITION_KINDS: Readonly<Record<string, CsvKind>> = {
  reference_contract: "string",
  reference_date: "time",
  reduce_only: "bool",
  dont_trade: "bool",
};

const optimalPositions: CsvShape = {
  ...known("inferred"),
  kind: (column) => OPTIMAL_POSITION_KINDS[column] ?? "inferred",
};

const LIBRARY_SHAPES: Readonly<Record<string, CsvShape>> = {
  [LIBRARIES.adjustedPrices]: known("float", { required: ["price"] }),
  [LIBRARIES.multiplePrices]: known("float", { required: MULTIPLE_PRICE_COLUMNS }),
  // The file says PRICE where every other store of the reference says price.
  [LIBRARIES.fxPrices]: {
    ...known("float", { required: ["price"] }),
    renamed: new Map([["PRICE", "price"]]),
  },
  [LIBRARIES.contractPrices]: known("float", { required: ["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"] }),
  [LIBRARIES.rollCalendars]: known("contract", {
    index: "DATE_TIME",
    required: ["current_contract", "next_contract", "carry_contract"],
  }),
  [LIBRARIES.capital]: known("inferred"),
  [LIBRARIES.contractPositions]: known("inferred", { required: ["position"] }),
  [LIBRARIES.strategyPositions]: known("inferred", { required: ["position"] }),
  [LIBRARIES.optimalPositions]: optimalPositions,
};

/** What the files of a library hold. */
export const libraryShape = (library: string): CsvShape =>
  Object.hasOwn(LIBRARY_SHAPES, library) ? LIBRARY_SHAPES[library]! : ANY_SHAPE;

/** Folders as in pysystemtrade's `data/futures`; kinds of data that it does not keep there, as its back-up has them. */
export const FUTURES_FOLDERS: Readonly<Record<string, string>> = {
  [LIBRARIES.adjustedPrices]: "adjusted_prices_csv",
  [LIBRARIES.multiplePrices]: "multiple_prices_csv",
  [LIBRARIES.fxPrices]: "fx_prices_csv",
  [LIBRARIES.rollCalendars]: "roll_calendars_csv",
  [LIBRARIES.contractPrices]: "contract_prices",
};

/** Folders as pysystemtrade's back-up to CSV writes them. */
export const BACKUP_FOLDERS: Readonly<Record<string, string>> = {
  [LIBRARIES.adjustedPrices]: "adjusted_prices",
  [LIBRARIES.multiplePrices]: "multiple_prices",
  [LIBRARIES.fxPrices]: "fx_prices",
  [LIBRARIES.rollCalendars]: "roll_calendars_csv",
  [LIBRARIES.contractPrices]: "contract_prices",
};

/** Layouts by library, and libraries by folder. */
export interface LibraryLayouts {
  of(library: string): LibraryLayout;
  libraryOf(folder: string): string;
}

/** Finds the layout of a library; a library that pysystemtrade does not have lies in a folder of its name. */
export function libraryLayouts(
  folders: Readonly<Record<string, string>>,
  strategies: readonly string[],
): LibraryLayouts {
  const strategyForm = strategyNames(strategies);
  const forms: Readonly<Record<string, NameForm>> = {
    [LIBRARIES.contractPrices]: CONTRACT_NAMES,
    [LIBRARIES.contractPositions]: CONTRACT_NAMES,
    [LIBRARIES.strategyPositions]: strategyForm,
    [LIBRARIES.optimalPositions]: strategyForm,
  };
  const libraries = new Map(Object.entries(folders).map(([library, folder]) => [folder, library]));
  const folderOf = (library: string): string => {
    if (Object.hasOwn(folders, library)) return folders[library]!;
    const folder = escapeName(library);
    // A library that is called like the folder of another one gives up its first character.
    return libraries.has(folder)
      ? `%${folder.charCodeAt(0).toString(16).toUpperCase()}${folder.slice(1)}`
      : folder;
  };
  return {
    of: (library) => ({
      folder: folderOf(library),
      names: Object.hasOwn(forms, library) ? forms[library]! : SAME_NAMES,
      shape: libraryShape(library),
    }),
    libraryOf: (folder) => libraries.get(folder) ?? unescapeName(folder),
  };
}
