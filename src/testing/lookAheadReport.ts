import { printsAs } from "../series/printsAs.js";
import { numberText } from "../series/series.js";
import { textTable } from "../series/textTable.js";
import { formatTime } from "../time/text.js";
import type { Comparison, LookAhead } from "./lookAheadCompare.js";

interface Checked {
  /** How many outputs there were, and how many of their values were compared, those left out that are missing both times. */
  readonly outputs: number;
  readonly compared: number;
  /** Where the data was cut, epoch milliseconds of wall time. */
  readonly cuts: readonly number[];
  toString(): string;
}

/** What a search for look-ahead found; a REPL prints it as a table. */
export type LookAheadReport =
  | (Checked & { readonly status: "clean" })
  /** One finding for each output that knew the future, in the order of the outputs. */
  | (Checked & { readonly status: "look-ahead"; readonly findings: readonly LookAhead[] });

/** A comparison as the report that a caller gets. */
export function lookAheadReport(comparison: Comparison, cuts: readonly number[]): LookAheadReport {
  const { outputs, compared, findings } = comparison;
  const text = reportText(comparison, cuts);
  const checked = { outputs, compared, cuts };
  const report: LookAheadReport =
    findings.length === 0 ? { status: "clean", ...checked } : { status: "look-ahead", ...checked, findings };
  return printsAs(report, () => text);
}

function reportText({ outputs, compared, findings }: Comparison, cuts: readonly number[]): string {
  const scope = `${count(outputs, "output")} at ${count(cuts.length, "cut")}, ${count(compared, "value")} compared`;
  if (findings.length === 0) return `clean: ${scope}`;
  const header = ["output", "rows", "first", "known at", "then", "with all data"];
  const rows = findings.map(({ output, count: changed, time, cut, before, after }) => [
    output,
    changed.toLocaleString("en-US"),
    formatTime(time),
    formatTime(cut).slice(0, 19),
    valueText(before),
    valueText(after),
  ]);
  const lines = textTable([header, ...rows], (column) => NUMERIC.has(column));
  return [`look-ahead in ${findings.length} of ${scope}`, ...lines].join("\n");
}

/** Columns of numbers, which stand right-aligned. */
const NUMERIC: ReadonlySet<number> = new Set([1, 4, 5]);

const valueText = (value: number | undefined): string => (value === undefined ? "no row" : numberText(value));

const count = (number: number, what: string): string =>
  `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
