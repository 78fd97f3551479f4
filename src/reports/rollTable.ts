import type { RollInformation } from "../rolls/rollInformation.js";
import { alignedText } from "./alignedText.js";
import { numberText } from "./reportText.js";

/** An instrument of which nothing can be told, and why. */
export interface RollProblem {
  readonly instrument: string;
  readonly message: string;
}

/** Roll information of some instruments, the next to roll first. */
export interface RollTable {
  /** Wall time. */
  readonly time: number;
  readonly rows: readonly RollInformation[];
  readonly problems: readonly RollProblem[];
}

/** One row as it is shown, under the reference's names. */
function rollTableRow(row: RollInformation): Readonly<Record<string, string | number>> {
  return {
    instrument: row.instrument,
    status: row.state,
    roll_expiry: row.daysToRoll,
    price_expiry: row.daysToExpiry,
    carry_expiry: row.daysToCarryExpiry,
    contract_priced: row.contracts.priced,
    contract_fwd: row.contracts.forward,
    position_priced: row.pricedPosition,
    relative_volume_fwd: numberText(row.relativeVolume, 3),
    contract_volume_fwd: numberText(row.forwardVolume, 0),
    suggestion: row.suggestion,
  };
}

/** What the columns mean. */
export const ROLL_TABLE_NOTES: readonly string[] = [
  "roll_expiry is days until the preferred roll, price_expiry until the priced contract expires, carry_expiry until the carry contract expires; whole days, -1 on the day itself.",
  "relative_volume_fwd is the volume of the forward contract where that of the priced one is 1; contract_volume_fwd is in contracts a day, both smoothed over the last two weeks.",
  "suggestion is the roll state to go to; Ask where a person has to decide.",
];

/** Roll information as lines of text, and what could not be told. */
export function rollTableText({ rows, problems }: RollTable): string {
  const cells = rows.map(rollTableRow);
  const names = Object.keys(cells[0] ?? {});
  const table = alignedText([names, ...cells.map((row) => names.map((name) => String(row[name])))]);
  const troubles = problems.map(({ instrument, message }) => `${instrument}: ${message}`);
  return [...(rows.length === 0 ? ["no instrument has roll information"] : [table]), ...troubles].join("\n");
}
