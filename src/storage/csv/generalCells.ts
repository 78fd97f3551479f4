import {
  boolColumn,
  type Column,
  floatColumn,
  intColumn,
  stringColumn,
  timeColumn,
} from "../../series/column.js";
import { contractLabel } from "./contractLabel.js";
import { dateReader } from "./dates.js";
import { isWhole, parseNumber } from "./decimal.js";
import type { CellText } from "./records.js";
import type { CsvKind } from "./table.js";

/** A column with the way its numbers were written. */
export interface GeneralColumn {
  readonly column: Column;
  /** Numbers: there are some, and all are written without a point. Labels: all are written with one. */
  readonly uniform: boolean;
}

/**
 * Turns cells into a column; `refuse` throws, given the row of a cell that is none and what it should be. Only text
 * tells a quoted empty cell from a missing one.
 */
export function typedColumn(
  kind: CsvKind,
  texts: readonly CellText[],
  refuse: (row: number, expected: string) => never,
): GeneralColumn {
  if (kind === "string") return { column: stringColumn(texts), uniform: false };
  const cells = texts.map((text) => (text === "" ? undefined : text));
  if (kind === "inferred") return typedColumn(inferredKind(cells), texts, refuse);
  const all = <Value>(
    parse: (text: string) => Value | undefined,
    missing: Value | undefined,
    expected: string,
  ) =>
    cells.map((text, row): Value => {
      const value = text === undefined ? missing : parse(text);
      return value ?? refuse(row, expected);
    });
  switch (kind) {
    case "float": {
      const values = Float64Array.from(all(parseNumber, Number.NaN, "a number, or nothing"));
      return { column: floatColumn(values), uniform: every(cells, isWhole) };
    }
    case "int64":
      return {
        column: intColumn(BigInt64Array.from(all(integer, undefined, "a 64-bit integer"))),
        uniform: false,
      };
    case "bool":
      return { column: boolColumn(Uint8Array.from(all(truth, undefined, "True or False"))), uniform: false };
    case "time":
      return {
        column: timeColumn(Float64Array.from(all(isoTime, Number.NaN, "a time, or nothing"))),
        uniform: false,
      };
    case "contract": {
      const labels = cells.map((text, row) =>
        text === undefined
          ? undefined
          : (contractLabel(text) ?? refuse(row, "a contract date, as in 20240300")),
      );
      return { column: stringColumn(labels), uniform: every(cells, (text) => text.includes(".")) };
    }
  }
}

/** As pandas has it: integers where nothing is missing, floats where all are numbers, else what all cells look like. */
function inferredKind(cells: readonly CellText[]): CsvKind {
  const full = !cells.includes(undefined);
  if (full && every(cells, (text) => integer(text) !== undefined)) return "int64";
  if (cells.every((text) => text === undefined || parseNumber(text) !== undefined)) return "float";
  if (full && every(cells, (text) => truth(text) !== undefined)) return "bool";
  return every(cells, (text) => isoTime(text) !== undefined) ? "time" : "string";
}

/** True where there are cells that are not missing, and all of them pass. */
function every(cells: readonly CellText[], passes: (text: string) => boolean): boolean {
  const present = cells.filter((text) => text !== undefined);
  return present.length > 0 && present.every(passes);
}

function integer(text: string): bigint | undefined {
  if (!isWhole(text)) return undefined;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

const truth = (text: string): number | undefined =>
  /^true$/i.test(text) ? 1 : /^false$/i.test(text) ? 0 : undefined;

const readIso = dateReader("iso");

const isoTime = (text: string): number | undefined => readIso(text)?.time;
