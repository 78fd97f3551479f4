import { textTable } from "../series/textTable.js";

/** Rows as lines with aligned columns: a column in which every cell below the first is a number stands right, others left. */
export function alignedText(rows: readonly (readonly string[])[]): string {
  const isNumeric = (column: number): boolean => {
    const cells = rows.slice(1).map((row) => row[column] ?? "");
    return cells.some((cell) => cell !== "") && cells.every((cell) => NUMERIC.test(cell));
  };
  return textTable(rows, isNumeric).join("\n");
}

const NUMERIC = /^(?:[-+]?[\d,]*\.?\d*%?)?$/;
