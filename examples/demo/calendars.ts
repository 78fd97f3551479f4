import { type Frame, formatTime, indexAtOrBefore, inferRollCalendar, rollCalendar } from "contango";
import type { Demo } from "./context.js";
import { say, table } from "./print.js";

const MOST_EXAMPLES = 1;

/** Infers each roll calendar from the multiple prices and holds it against the one that came with the data. */
export async function compareCalendars({ desk, shipped, instruments }: Demo): Promise<void> {
  const rows = [];
  const apart: string[] = [];
  for (const { code } of instruments) {
    const multiple = await desk.data.multiplePrices.get(code);
    const inferred = inferRollCalendar(multiple, { instrument: code });
    const calendar = await shipped.rollCalendars.read(code);
    const found = calendar === undefined ? undefined : compare(inferred, calendar, multiple);
    rows.push({
      instrument: code,
      inferred: inferred.length,
      shipped: calendar === undefined ? "none" : String(calendar.length),
      "same contracts": found?.sameContracts ?? 0,
      "same row": found?.sameRow ?? 0,
      "next row": found?.nextRow ?? 0,
      elsewhere: found?.elsewhere.length ?? 0,
    });
    apart.push(...(found?.elsewhere.slice(0, 1) ?? []).map((line) => `${code}: ${line}`));
  }
  table(rows);
  say(
    'A calendar made from contract prices gives the last row of the old contract; the inferred one the first row of the new ("next row").',
  );
  say("The last inferred row is the present, not a roll.");
  if (apart.length > 0) say("Elsewhere, for instance:");
  for (const line of apart.slice(0, MOST_EXAMPLES)) say(`  ${line}`);
}

interface Comparison {
  readonly sameContracts: number;
  /** Rolls on the very row of the shipped calendar, on the row after it, and elsewhere. */
  readonly sameRow: number;
  readonly nextRow: number;
  readonly elsewhere: readonly string[];
}

/** Matches rolls by the contract that is left. */
function compare(inferred: Frame, shipped: Frame, multiple: Frame): Comparison {
  const ours = rollCalendar(inferred);
  const theirs = rollCalendar(shipped);
  const rowOf = new Map(theirs.current.map((contract, row) => [contract, row]));
  const elsewhere: string[] = [];
  let [sameContracts, sameRow, nextRow] = [0, 0, 0];
  for (let row = 0; row < inferred.length; row++) {
    const contract = ours.current[row]!;
    const at = rowOf.get(contract);
    if (at === undefined) continue;
    if (ours.next[row] === theirs.next[at] && ours.carry[row] === theirs.carry[at]) sameContracts++;
    const rows = indexAtOrBefore(multiple, ours.time[row]!) - indexAtOrBefore(multiple, theirs.time[at]!);
    if (rows === 0) sameRow++;
    else if (rows === 1) nextRow++;
    else {
      const [byPrices, byCalendar] = [ours.time[row]!, theirs.time[at]!].map(formatTime);
      elsewhere.push(`${contract} is left at ${byPrices} by the prices, at ${byCalendar} by the calendar`);
    }
  }
  return { sameContracts, sameRow, nextRow, elsewhere };
}
