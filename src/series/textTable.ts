/**
 * Rows of cells as lines with their columns aligned, two spaces apart, and no space at their ends. Missing cells at the end of
 * a row are empty.
 *
 * @param right true for a column whose cells end below each other, as those of numbers do.
 * @example
 * textTable([["a", "1"], ["bc", "20"]], (column) => column === 1); // ["a    1", "bc  20"]
 */
export function textTable(
  rows: readonly (readonly string[])[],
  right: (column: number) => boolean = () => false,
): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const pads = Array.from({ length: columns }, (_, column) => {
    const width = Math.max(...rows.map((row) => row[column]?.length ?? 0));
    return right(column)
      ? (cell: string): string => cell.padStart(width)
      : (cell: string): string => cell.padEnd(width);
  });
  return rows.map((row) =>
    pads
      .map((pad, column) => pad(row[column] ?? ""))
      .join("  ")
      .trimEnd(),
  );
}
