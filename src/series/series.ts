import { ContangoError } from "../errors/contangoError.js";
import { formatTime } from "../time/text.js";
import { textTable } from "./textTable.js";
import { checkTimeIndex, trustTimeIndex } from "./timeIndex.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * A column of numbers on a time index: `time[i]` is wall time in epoch milliseconds (microseconds as a
 * fraction), strictly ascending; `values[i]` is the value then, NaN where it is missing. Both arrays have the
 * same length and are never written again once they are here.
 *
 * @example
 * const price = new Series(Float64Array.of(0, 86_400_000), Float64Array.of(100, 101.5), "price");
 * price.length; // 2
 */
export class Series implements Iterable<readonly [time: number, value: number]> {
  readonly time: Float64Array;
  readonly values: Float64Array;
  readonly name: string;

  /** @throws ContangoError `SERIES_LENGTH`, `SERIES_DUPLICATE_TIME`, `SERIES_UNSORTED_TIME`, `TIME_VALUE`. */
  constructor(time: Float64Array, values: Float64Array, name = "value") {
    if (time.length !== values.length) {
      throw new ContangoError(
        "SERIES_LENGTH",
        "series",
        `series "${name}" has ${time.length} times and ${values.length} values; give as many values as times`,
      );
    }
    checkTimeIndex(time, `series "${name}"`);
    this.time = time;
    this.values = values;
    this.name = name;
  }

  get length(): number {
    return this.time.length;
  }

  /** The value at a row; negative rows count from the end; NaN outside. */
  at(row: number): number {
    return this.values.at(row) ?? Number.NaN;
  }

  /** The time of a row; negative rows count from the end; NaN outside. */
  timeAt(row: number): number {
    return this.time.at(row) ?? Number.NaN;
  }

  /** The same column under another name; the arrays are shared. */
  named(name: string): Series {
    return new Series(this.time, this.values, name);
  }

  /** Rows `from` (inclusive) to `to` (exclusive) by position, without a copy; negative positions count from the end. */
  rows(from: number, to?: number): Series {
    return new Series(
      trustTimeIndex(this.time.subarray(from, to)),
      this.values.subarray(from, to),
      this.name,
    );
  }

  *[Symbol.iterator](): Generator<readonly [time: number, value: number]> {
    for (let row = 0; row < this.length; row++) yield [this.time[row]!, this.values[row]!];
  }

  /** Head and tail as text, as the REPL prints it. */
  toString(): string {
    return tableText(this.time, [{ name: this.name, text: (row) => numberText(this.values[row]!) }]);
  }

  [INSPECT](): string {
    return this.toString();
  }
}

/** A number as a table cell: NaN stays NaN, others with at most ten significant digits. */
export function numberText(value: number): string {
  return Number.isNaN(value) ? "NaN" : String(Number(value.toPrecision(10)));
}

/** The first and last five rows of some columns, right-aligned under their names, then the row count. */
export function tableText(
  time: Float64Array,
  columns: readonly { readonly name: string; readonly text: (row: number) => string }[],
): string {
  const edge = 5;
  const rows =
    time.length <= 2 * edge + 1 ? [...time.keys()] : [...head(edge), -1, ...tail(time.length, edge)];
  const cells = [
    ["", ...columns.map((column) => column.name)],
    ...rows.map((row) =>
      row < 0
        ? ["…", ...columns.map(() => "…")]
        : [formatTime(time[row]!), ...columns.map((column) => column.text(row))],
    ),
  ];
  const lines = textTable(cells, (column) => column > 0);
  return `${lines.join("\n")}\n${time.length} ${time.length === 1 ? "row" : "rows"}`;
}

const head = (count: number): number[] => Array.from({ length: count }, (_, row) => row);
const tail = (length: number, count: number): number[] =>
  Array.from({ length: count }, (_, row) => length - count + row);
