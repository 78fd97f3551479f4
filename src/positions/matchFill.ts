import type { StrategyName } from "../instruments/codes.js";
import { DAY, HOUR } from "../time/civil.js";
import { cancelledId } from "./cancelledFill.js";
import type { Fill } from "./fill.js";

/** Of one trade, a person and the broker tell times that are no further apart. */
const SAME = HOUR;
/** Where a person is less exact, they may be so far apart. */
const NEAR = DAY;

/** Who trades, as far as it says whether a person and the broker tell of one trade. */
export interface MatchRules {
  /** True for a label that names a strategy; another says nothing. */
  isKnown(label: string): boolean;
  /** True for a strategy whose fills are recorded by hand only. */
  isByHand(strategy: StrategyName): boolean;
  /** True where such a strategy trades the instrument: an execution without a label may be of a trade of it. */
  readonly tradedByHand: boolean;
}

export type FillMatch =
  /** `other` is the same trade, told by the other side. */
  | { readonly status: "same"; readonly other: Fill }
  /** It may be the same trade as one that the other side told, and only a person can say. */
  | { readonly status: "doubtful" }
  | { readonly status: "new" };

/** A trade as the broker may have told it, and as a person may have. */
interface Pair {
  readonly execution: Fill;
  /** Whose the execution is for sure. */
  readonly whose: StrategyName | undefined;
  readonly byHand: Fill;
  readonly other: Fill;
}

/**
 * Says whether a fill that is told by the broker is one that a person recorded before, or the other way round: a trade that both
 * tell is booked once.
 *
 * The same is what is alike in contract, quantity, price and strategy, at most an hour apart. Doubtful is another trade of the
 * contract in the same direction within a day, unless a label says that it is another strategy's. What was taken back is left out;
 * each is the same as one other at most, be it one that a person took back; and there are no doubts about a fill that is attributed
 * to no strategy, as a person has to look at that anyway.
 *
 * @param told not in the books yet.
 * @param near fills of its contract that are, with those that take them back.
 */
export function matchFill(told: Fill, near: readonly Fill[], rules: MatchRules): FillMatch {
  const matched = new Set(near.map(({ execution }) => execution));
  const pairs = otherTellings(told, near).map((other): Pair => {
    const [execution, byHand] = told.source === "broker" ? [told, other] : [other, told];
    const label = labelOf(execution, rules);
    return { execution, byHand, other, whose: execution === told ? label : (execution.strategy ?? label) };
  });
  const stoodFor = told.source === "broker" ? takenBack(near) : [];
  const isFree = ({ byHand, other }: Pair): boolean =>
    !matched.has(other.id) && !stoodFor.some((execution) => isNear(execution, byHand));
  const [same] = pairs.filter((pair) => isFree(pair) && isSame(pair, rules)).sort(byLikeness);
  if (same !== undefined) return { status: "same", other: same.other };
  const isOpen = told.strategy === undefined;
  return { status: !isOpen && pairs.some((pair) => isDoubtful(pair, rules)) ? "doubtful" : "new" };
}

/** Fills told by the other side that may be the same trade as far as contract, direction and time go, the nearest first. */
export function lookalikes(fill: Fill, near: readonly Fill[]): readonly Fill[] {
  const apart = (other: Fill): number => Math.abs(other.time - fill.time);
  return otherTellings(fill, near)
    .filter((other) => isNear(fill, other))
    .sort((a, b) => apart(a) - apart(b) || byId(a, b));
}

/** What the other side told and was not taken back. */
function otherTellings(fill: Fill, near: readonly Fill[]): readonly Fill[] {
  const gone = new Set(near.map(({ id }) => cancelledId(id)));
  return near.filter(
    (other) =>
      isBrokers(other) !== isBrokers(fill) && cancelledId(other.id) === undefined && !gone.has(other.id),
  );
}

/** Executions that a person took back: a fill that was recorded may stand for one of them. */
function takenBack(near: readonly Fill[]): readonly Fill[] {
  const gone = new Set(near.map(({ id }) => cancelledId(id)));
  return near.filter((fill) => isBrokers(fill) && gone.has(fill.id));
}

const isBrokers = ({ source }: Fill): boolean => source === "broker";

function isSame(pair: Pair, { isByHand, tradedByHand }: MatchRules): boolean {
  const { whose, byHand } = pair;
  if (!isAlike(pair) || (byHand.strategy !== undefined && isByHand(byHand.strategy))) return false;
  return whose !== undefined && byHand.strategy !== undefined ? whose === byHand.strategy : !tradedByHand;
}

function isDoubtful(pair: Pair, rules: MatchRules): boolean {
  const { execution, whose, byHand, other } = pair;
  if (other.strategy === undefined || !isNear(execution, byHand)) return false;
  const { strategy } = byHand;
  // Its executions are not taken into the books, but by a person who says so.
  if (strategy !== undefined && rules.isByHand(strategy)) return whose === strategy;
  const label = labelOf(execution, rules);
  return label === undefined || strategy === undefined || label === strategy || isAlike(pair);
}

const isAlike = ({ execution, byHand }: Pair): boolean =>
  execution.quantity === byHand.quantity &&
  execution.price === byHand.price &&
  Math.abs(execution.time - byHand.time) <= SAME;

const isNear = (a: Fill, b: Fill): boolean =>
  a.quantity * b.quantity > 0 && Math.abs(a.time - b.time) <= NEAR;

function labelOf({ reference }: Fill, { isKnown }: MatchRules): StrategyName | undefined {
  return reference !== undefined && isKnown(reference) ? reference : undefined;
}

/** Those of one strategy first, then those of nearly the same time. */
function byLikeness(a: Pair, b: Pair): number {
  const isOfOne = ({ whose, byHand }: Pair): number => Number(whose === byHand.strategy);
  const apart = ({ execution, byHand }: Pair): number => Math.abs(execution.time - byHand.time);
  return isOfOne(b) - isOfOne(a) || apart(a) - apart(b) || byId(a.other, b.other);
}

const byId = (a: Fill, b: Fill): number => (a.id < b.id ? -1 : Number(a.id > b.id));
