import type { OptimalPosition } from "../positions/optimalPosition.js";
import { numberText } from "../series/series.js";
import { formatTime } from "../time/text.js";
import type { InstrumentOutcome, LauncherOutcome } from "./outcome.js";

/** An outcome as a short table. */
export function outcomeText(outcome: LauncherOutcome): string {
  const { strategy, time, status, capital, instruments, state, problems } = outcome;
  const money = capital === undefined ? "" : `, capital ${numberText(capital)}`;
  const kept = state === undefined ? "" : `, backtest ${state}`;
  return [
    `${strategy}, ${formatTime(time).slice(0, 19)}: ${status}${money}${kept}`,
    ...table(instruments.map((row) => [row.instrument, row.status, ...cells(row)])),
    ...problems.map(({ code, message }) => `${code}: ${message}`),
  ].join("\n");
}

function cells(row: InstrumentOutcome): readonly string[] {
  if (row.status === "refused") return [`${row.code}: ${row.message}`];
  return [positionText(row.position), ...(row.note === undefined ? [] : [row.note])];
}

function positionText(position: OptimalPosition): string {
  switch (position.kind) {
    case "simple":
      return `${short(position.position)} contracts`;
    case "buffered":
      return `buffer ${short(position.lower)} to ${short(position.upper)}, ${reference(position)}`;
    case "raw":
      return `optimal ${short(position.optimal)}, ${reference(position)}`;
    case "dynamic":
      return `${position.optimisedPosition} contracts (optimal ${short(position.optimal)}), ${reference(position)}`;
    case "custom":
      return Object.entries(position.values)
        .map(([name, value]) => `${name} ${typeof value === "number" ? numberText(value) : value}`)
        .join(", ");
  }
}

const short = (value: number): string => value.toFixed(2).replace(/^-(0\.00)$/, "$1");

const reference = (position: {
  readonly referencePrice: number;
  readonly referenceContract: string;
}): string => `price ${numberText(position.referencePrice)} of ${position.referenceContract}`;

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}
