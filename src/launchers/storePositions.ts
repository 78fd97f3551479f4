import { ContangoError } from "../errors/contangoError.js";
import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { OptimalPosition } from "../positions/optimalPosition.js";
import { optimalPositionFrame } from "../positions/optimalPositionFrame.js";
import { cell } from "../series/column.js";
import type { Frame } from "../series/frame.js";
import type { StrategyInstrument } from "../storage/repositories/keys.js";
import type { Repositories } from "../storage/repositories/repositories.js";
import { formatTime, type TimeLike, toTime } from "../time/text.js";
import { concurrently } from "./concurrently.js";
import type { LauncherDesk } from "./desk.js";
import { inStoredKinds } from "./inStoredKinds.js";
import { type InstrumentOutcome, type LauncherProblem, problemOf } from "./outcome.js";

/** What a strategy wants in one instrument; or why it cannot be said. */
export type WantedPosition =
  | {
      readonly instrument: InstrumentCode;
      readonly position: OptimalPosition;
      readonly note?: string | undefined;
    }
  | { readonly instrument: InstrumentCode; readonly problem: LauncherProblem };

/**
 * Adds a row of a moment to the optimal positions of each instrument of a strategy: all of them or, where the store fails,
 * none. An instrument whose row cannot follow those that are stored is refused, and the others are stored.
 *
 * @returns one outcome for each wanted position, in their order; `unchanged` where the same row is there already.
 * @throws ContangoError as `storage.atomically`, where nothing is stored.
 */
export async function storePositions(
  desk: Pick<LauncherDesk, "data" | "storage">,
  strategy: StrategyName,
  time: TimeLike,
  wanted: readonly WantedPosition[],
): Promise<readonly InstrumentOutcome[]> {
  const plans = await planPositions(desk, strategy, time, wanted);
  await commitPositions(desk, plans);
  return plans.map(({ outcome }) => outcome);
}

/** What is to be done for an instrument of a strategy. */
export interface PositionPlan {
  readonly outcome: InstrumentOutcome;
  readonly key: StrategyInstrument;
  /** The row to add, where there is one. */
  readonly row?: Frame;
}

/** Compares wanted positions with what is stored, and says what is to be done. */
export async function planPositions(
  { data }: Pick<LauncherDesk, "data">,
  strategy: StrategyName,
  time: TimeLike,
  wanted: readonly WantedPosition[],
): Promise<readonly PositionPlan[]> {
  const at = toTime(time);
  return concurrently(wanted, (one) => plan(data, strategy, at, one));
}

/** Adds the planned rows, all or none. */
export async function commitPositions(
  { data, storage }: Pick<LauncherDesk, "data" | "storage">,
  plans: readonly PositionPlan[],
): Promise<void> {
  if (plans.every(({ row }) => row === undefined)) return;
  await storage.atomically(async (batch) => {
    for (const { key, row } of plans)
      if (row !== undefined) await data.optimalPositions.append(key, row, batch);
  });
}

async function plan(
  data: Repositories,
  strategy: StrategyName,
  time: number,
  wanted: WantedPosition,
): Promise<PositionPlan> {
  const { instrument } = wanted;
  const key: StrategyInstrument = { strategy, instrument };
  if ("problem" in wanted) return { key, outcome: { status: "refused", instrument, ...wanted.problem } };
  const { position, note } = wanted;
  try {
    const row = optimalPositionFrame(time, position);
    const last = await data.optimalPositions.read(key, { last: 1 });
    const done = { instrument, position, note };
    if (last !== undefined && last.length > 0) {
      const follows = relation(last, row);
      if (follows === "same") return { key, outcome: { status: "unchanged", ...done } };
      if (follows !== "later") throw cannotFollow(key, follows);
      return { key, outcome: { status: "stored", ...done }, row: storable(key, row, last) };
    }
    return { key, outcome: { status: "stored", ...done }, row };
  } catch (error) {
    return { key, outcome: { status: "refused", instrument, ...problemOf(error) } };
  }
}

function storable(key: StrategyInstrument, row: Frame, last: Frame): Frame {
  const fitting = inStoredKinds(row, last);
  if (typeof fitting !== "string") return fitting;
  const value = String(cell(row.column(fitting), 0));
  const why = `column ${fitting} is stored as ${last.column(fitting).kind}, which cannot hold ${value}; give the strategy another name, or delete what is stored`;
  throw cannotFollow(key, why);
}

/** `later`: the row can follow the last one; `same`: it is that row; otherwise why it cannot. */
function relation(last: Frame, row: Frame): string {
  const columns = (frame: Frame): string => [...frame.names].sort().join(", ");
  if (columns(last) !== columns(row)) {
    return `what is stored has the columns ${columns(last)}, and the new row ${columns(row)}; give the strategy another name, or delete what is stored`;
  }
  const [before, now] = [last.time[0]!, row.time[0]!];
  if (before < now) return "later";
  const same = row.names.every((name) => sameValue(last, row, name));
  if (before === now && same) return "same";
  return before === now
    ? `other values of ${formatTime(now)} are stored; run again at a later time`
    : `the last row that is stored is of ${formatTime(before)}, later than ${formatTime(now)}; see to the clock`;
}

/** Equal as numbers or text, in whichever kind a store keeps them; NaN equals NaN. */
function sameValue(last: Frame, row: Frame, name: string): boolean {
  const [a, b] = [last, row].map((frame) => cell(frame.column(name), 0));
  if (typeof a === "string" || typeof b === "string") return (a ?? "") === (b ?? "");
  const [x, y] = [Number(a), Number(b)];
  return x === y || (Number.isNaN(x) && Number.isNaN(y));
}

const cannotFollow = ({ strategy, instrument }: StrategyInstrument, why: string): ContangoError =>
  new ContangoError(
    "STORE_APPEND",
    "launchers",
    `${instrument}: its optimal position cannot be stored: ${why}`,
    {
      details: { strategy, instrument },
    },
  );
