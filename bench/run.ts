/** `npm run bench [-- NAME …]`: runs the benches (all, or the named ones) one after another and prints one table. */
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import type { Bench, BenchRow } from "./bench.js";

const folder = new URL("./", import.meta.url);
const wanted = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "run.ts" && file !== "bench.ts")
  .map((file) => file.slice(0, -".ts".length))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .sort();

const text = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

console.log(`Node ${process.version}, ${cpus()[0]?.model ?? "unknown processor"}, one thread\n`);
const header = ["what", "figure", "bound", "peer"];
const lines: string[][] = [];
for (const name of names) {
  process.stderr.write(`${name} …\n`);
  const { bench } = (await import(new URL(`${name}.ts`, folder).href)) as { bench: Bench };
  lines.push(
    ...(await bench()).map((row: BenchRow) => [
      row.what,
      `${text(row.value)} ${row.unit}`,
      row.bound ?? "",
      row.peer ?? "",
    ]),
  );
}
const widths = header.map((cell, column) =>
  Math.max(cell.length, ...lines.map((line) => line[column]!.length)),
);
for (const line of [header, widths.map((width) => "-".repeat(width)), ...lines]) {
  console.log(
    line
      .map((cell, column) => (column === 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}
