/** How the demo prints: headings, sentences, tables, and a progress line that a log does not fill up with. */

export function heading(text: string): void {
  console.log(`\n${text}\n${"─".repeat(text.length)}`);
}

export function say(text: string): void {
  console.log(text);
}

/** A table of rows with the same keys: text to the left, numbers to the right; `decimals` by column. */
export function table(
  rows: readonly Readonly<Record<string, string | number>>[],
  decimals: Readonly<Record<string, number>> = {},
): void {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => cellText(row[name]!, decimals[name])));
  const widths = names.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]!.length)),
  );
  const numeric = names.map((name) => rows.every((row) => typeof row[name] === "number"));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  console.log([names, ...cells].map((row) => `  ${line(row)}`).join("\n"));
}

function cellText(value: string | number, decimals: number | undefined): string {
  if (typeof value === "string") return value;
  if (decimals === undefined) return value.toLocaleString("en", { maximumSignificantDigits: 9 });
  return value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Shows how far something is: on a terminal in one line that is written over, elsewhere not at all. */
export function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${text}`);
}

/** Takes the progress line away. */
export function progressDone(): void {
  if (process.stdout.isTTY) process.stdout.write("\r\x1b[2K");
}
