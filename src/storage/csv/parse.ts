import { scaledPrices } from "../../prices/priceScale.js";
import { Frame, type FrameMeta } from "../../series/frame.js";
import { arrange, type CsvPolicies, type CsvRepairs } from "./arrange.js";
import { afterLines, type ForeignLayout, foreignShape } from "./foreignLayout.js";
import { readGeneral } from "./general.js";
import { ANY_SHAPE, libraryShape } from "./libraryLayouts.js";
import { readPlain } from "./plain.js";
import type { CsvKind, CsvShape } from "./table.js";

export interface CsvOptions extends CsvPolicies {
  /** The file's name, for messages. */
  readonly file?: string;
  /** The library whose columns the file must have, as `futures_multiple_prices`; absent = any columns. */
  readonly library?: string;
  /** How to read columns of these names: as `float`, `contract`, `int64`, `bool`, `time` or `string`. */
  readonly kinds?: Readonly<Record<string, CsvKind>>;
  /** How a file that was made elsewhere differs. */
  readonly foreign?: ForeignLayout;
}

export interface CsvRead {
  readonly frame: Frame;
  readonly repairs: CsvRepairs;
}

/**
 * Reads a CSV file: a header, then one line a row, the time first (`YYYY-MM-DD HH:MM:SS`, or all `YYYY-MM-DD`). An
 * empty field is missing. Columns named `…_CONTRACT` hold contract dates as text (`20241200.0` reads as `20241200`);
 * what other columns hold follows from the library, else from how their cells look. How the file is written is kept
 * as `meta.csv`, so that {@link formatCsv} can write it back byte for byte.
 *
 * @throws ContangoError `CSV_SYNTAX` for a line that is no such row, `CSV_LAYOUT` for a header without the library's
 * columns, `SERIES_DUPLICATE_TIME` and `SERIES_UNSORTED_TIME`: all with file and line.
 * `PROCESS_OPTION` for a form of dates that there is not.
 * @example
 * const { frame } = await parseCsv(await readFile("CORN.csv"), { library: "futures_adjusted_prices" });
 */
export async function parseCsv(file: Uint8Array | string, options: CsvOptions = {}): Promise<CsvRead> {
  const { kinds = {}, foreign = {} } = options;
  const name = options.file ?? "CSV text";
  const shape = options.library === undefined ? ANY_SHAPE : libraryShape(options.library);
  const wanted: CsvShape = {
    ...foreignShape(shape, foreign),
    kind: (column) => (Object.hasOwn(kinds, column) ? kinds[column]! : shape.kind(column)),
  };
  return readShape(typeof file === "string" ? Buffer.from(file) : file, wanted, name, options);
}

/** Reads a file of a given shape. */
export async function readShape(
  file: Uint8Array,
  shape: CsvShape,
  name: string,
  { foreign = {}, ...policies }: CsvPolicies & { readonly foreign?: ForeignLayout },
): Promise<CsvRead> {
  const skipped = foreign.skipLines ?? 0;
  const bytes = skipped === 0 ? file : file.subarray(afterLines(file, skipped));
  const table = readPlain(bytes, shape, skipped) ?? (await readGeneral(bytes, shape, name, skipped));
  const { time, columns, repairs } = arrange(table, policies, name);
  const meta: FrameMeta = Object.keys(table.format).length === 0 ? {} : { csv: { ...table.format } };
  return { frame: scaledPrices(new Frame(time, columns, meta), foreign), repairs };
}
