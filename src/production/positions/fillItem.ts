import { contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { StrategyName } from "../../instruments/codes.js";
import { sameTrade } from "../../positions/checkFill.js";
import type { Fill } from "../../positions/fill.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import type { Batch } from "../../storage/storage.js";
import { formatTime } from "../../time/text.js";
import type { Desk } from "../desk.js";
import type { OutcomeItem } from "../outcome.js";
import type { PreparedFill } from "./prepareFill.js";

/** What became of one fill. */
export interface FillItem extends OutcomeItem {
  /**
   * `recorded`: it is in the books; `guessed`: so it is, for the only strategy that trades the instrument; `unattributed`: it is
   * in the books, and a person has to say whose it is.
   */
  readonly status: "recorded" | "guessed" | "unattributed" | "unchanged";
  readonly fill: Fill;
}

/** `3 CORN/20241200 at 432.5, 2024-03-28 15:00:00`. */
export function fillText({ wallTime }: Pick<Desk, "wallTime">, fill: Fill): string {
  const { instrument, contract, quantity, price, time } = fill;
  return `${quantity} ${contractKey(instrument, contract)} at ${price}, ${formatTime(wallTime(time))}`;
}

/** The item of a fill that was booked. */
export function bookedItem(
  desk: Pick<Desk, "wallTime">,
  { fill, attribution, contract }: PreparedFill,
): FillItem {
  const added = contract === undefined ? "" : "; the contract is new in the books";
  const text = `${fillText(desk, fill)}${added}`;
  const { id: name } = fill;
  switch (attribution.status) {
    case "labelled":
      return {
        name,
        status: "recorded",
        severity: "ok",
        message: `${text}, for ${attribution.strategy}`,
        fill,
      };
    case "guessed": {
      const message = `${text}, for ${attribution.strategy}, the only strategy that trades it`;
      return { name, status: "guessed", severity: "ok", message, fill };
    }
    case "unattributed":
      return unattributedItem(desk, fill, `${attribution.reason}${added}`);
  }
}

/** The item of a fill of which nobody has said whose it is. */
export function unattributedItem(desk: Pick<Desk, "wallTime">, fill: Fill, reason?: string): FillItem {
  const why = reason === undefined ? "" : `, as ${reason}`;
  const message = `${fillText(desk, fill)}: it is attributed to no strategy${why}; say whose it is with attributeFill(desk, { id: "${fill.id}", strategy: … }), or take it back with cancelFill`;
  return {
    name: fill.id,
    status: "unattributed",
    severity: "attention",
    subject: `Fill without a strategy: ${fill.instrument}`,
    message,
    fill,
  };
}

/**
 * The item of a fill that is in the books already.
 *
 * @param strategy whose it was told to be.
 * @throws ContangoError `FILL` where another trade is recorded under its id, or the same for another strategy.
 */
export function knownItem(
  desk: Pick<Desk, "wallTime">,
  fill: Fill,
  stored: Fill,
  strategy: StrategyName | undefined,
): FillItem {
  const refuse = (what: string): ContangoError =>
    new ContangoError("FILL", "positions", `${fillText(desk, fill)}: ${what}`, {
      details: { fill: fill.id, field: "id" },
    });
  if (!sameTrade(fill, stored)) {
    throw refuse(`another fill is recorded under the id "${fill.id}": ${fillText(desk, stored)}`);
  }
  if (strategy !== undefined && strategy !== stored.strategy) {
    const whose = stored.strategy === undefined ? "for no strategy" : `for strategy "${stored.strategy}"`;
    throw refuse(
      `it is recorded already, ${whose}; if this is another trade, give it an id of its own, else say whose it is with attributeFill`,
    );
  }
  const message = `${fillText(desk, stored)} is recorded already; another one like it needs an id of its own`;
  return { name: fill.id, status: "unchanged", severity: "ok", message, fill: stored };
}

/** The processes that tell of fills without a strategy. */
const TELLERS = ["recordFill", "importFills", "pickUpFills", "executeTrades"];

/** Collects the end of what a person was told of a fill, who has seen to it now. */
export function settleFill(batch: Batch, { id }: Pick<Fill, "id">): void {
  for (const process of TELLERS) batch.deleteRecord(COLLECTIONS.attention, { process, item: id });
}
