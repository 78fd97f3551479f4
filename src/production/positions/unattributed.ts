import type { Fill } from "../../positions/fill.js";
import { lookalikes } from "../../positions/matchFill.js";
import { ROLL_STRATEGY } from "../../positions/tradePlan.js";
import type { Desk } from "../desk.js";
import { type FillItem, fillText } from "./fillItem.js";
import type { Traders } from "./traders.js";

/** So many fills that may be the same trade are named. */
const NAMED = 3;

/**
 * The item of a fill of which nobody has said whose it is: why, and what to call. It depends on what is stored only, so that it
 * says the same until that changes.
 *
 * @param near fills of its contract of about its time.
 */
export function unattributedItem(
  desk: Pick<Desk, "wallTime">,
  fill: Fill,
  near: readonly Fill[],
  traders: Traders,
): FillItem {
  const { id, instrument } = fill;
  const attribution = traders.attribute(instrument, fill.reference);
  const why = attribution.status === "unattributed" ? `, as ${attribution.reason}` : "";
  return {
    name: id,
    status: "unattributed",
    severity: "attention",
    subject: `Fill without a strategy: ${instrument}`,
    message: `${fillText(desk, fill)}: it is attributed to no strategy${why}; ${whatToCall(desk, fill, near, traders)}`,
    fill,
  };
}

function whatToCall(
  desk: Pick<Desk, "wallTime">,
  fill: Fill,
  near: readonly Fill[],
  traders: Traders,
): string {
  const { id } = fill;
  const strategies = candidatesOf(fill, traders).map((strategy) => JSON.stringify(strategy));
  const attribute = `say whose it is with attributeFill(desk, { id: "${id}", strategy: ${strategies.join(" | ")} })`;
  const cancel = `cancelFill(desk, { id: "${id}" })`;
  const alike = lookalikes(fill, near).slice(0, NAMED);
  if (alike.length === 0) return `${attribute}, or take it back with ${cancel}`;
  const others = alike.map((one) => otherText(desk, one)).join(" or ");
  return `it may be the same trade as ${others}: if it is, take one of the two back with ${cancel}; if not, or if you took the other one back, ${attribute}`;
}

/** Whose it may be: the strategy that its label or the person named; else those that trade the instrument, or a roll of theirs. */
function candidatesOf({ instrument, reference }: Fill, traders: Traders): readonly string[] {
  if (reference !== undefined && traders.isKnown(reference)) return [reference];
  const own = traders.of(instrument);
  return [...(own.length === 0 ? traders.strategies : own), ROLL_STRATEGY];
}

function otherText(desk: Pick<Desk, "wallTime">, fill: Fill): string {
  const whose = fill.strategy === undefined ? "" : `, for ${fill.strategy}`;
  const source = { hand: "recorded by hand", csv: "recorded from a file", broker: "told by the broker" }[
    fill.source
  ];
  return `"${fill.id}" (${fillText(desk, fill)}${whose}, ${source})`;
}
