import type { OptimalPosition } from "../positions/optimalPosition.js";
import { numberText } from "../series/series.js";
import { textTable } from "../series/textTable.js";
import { formatTime } from "../time/text.js";
import type { InstrumentOutcome, LauncherOutcome } from "./outcome.js";

/** An outcome as a short table. */
export function outcomeText(outcome: LauncherOutcome): string {
  const { strategy, time, status, capital, instruments, state, problems } = outcome;
  const money = capital === undefined ? "" : `, capital ${numberText(capital)}`;
  const kept = state === undefined ? "" : `, backtest ${state}`;
  return [
    `${strategy}, ${formatTime(time).slice(0, 19)}: ${status}${money}${kept}`,
    ...textTable(instruments.map((row) => [row.instrument, row.status, whatCame(row)])).map(
      (line) => `  ${line}`,
    ),
    ...problems.map(({ code, message }) => `${code}: ${message}`),
  ].join("\n");
}

function whatCame(row: InstrumentOutcome): string {
  if (row.status === "refused") return `${row.code}: ${row.message}`;
  const position = positionText(row.position);
  return row.note === undefined ? position : `${position}  ${row.note}`;
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
