import { contractKey } from "../../contracts/contractKey.js";
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
   * `recorded`: it is in the books; `guessed`: so it is, for the only strategy that trades the instrument; `matched`: a person and
   * the broker told the same trade, and the broker's is in the books; `unattributed`: it is in the books, and a person has to say
   * whose it is, or whether it is a trade of its own; `refused`: its price is unusual, and it is not in the books.
   */
  readonly status: "recorded" | "guessed" | "matched" | "unattributed" | "refused" | "unchanged";
  readonly fill: Fill;
}

/** `3 CORN/20241200 at 432.5, 2024-03-28 15:00:00`. */
export function fillText({ wallTime }: Pick<Desk, "wallTime">, fill: Fill): string {
  const { instrument, contract, quantity, price, time } = fill;
  return `${quantity} ${contractKey(instrument, contract)} at ${price}, ${formatTime(wallTime(time))}`;
}

/** The item of a fill that was booked for a strategy. */
export function bookedItem(
  desk: Pick<Desk, "wallTime">,
  { fill, attribution, contract }: PreparedFill,
): FillItem {
  const added = contract === undefined ? "" : "; the contract is new in the books";
  const only = attribution.status === "guessed" ? ", the only strategy that trades it" : "";
  return {
    name: fill.id,
    status: attribution.status === "guessed" ? "guessed" : "recorded",
    severity: "ok",
    message: `${fillText(desk, fill)}${added}, for ${fill.strategy}${only}`,
    fill,
  };
}

/** The processes that tell of fills without a strategy. */
const TELLERS = ["recordFill", "importFills", "pickUpFills", "executeTrades"];

/** Collects the end of what a person was told of a fill, who has seen to it now. */
export function settleFill(batch: Batch, { id }: Pick<Fill, "id">): void {
  for (const process of TELLERS) batch.deleteRecord(COLLECTIONS.attention, { process, item: id });
}
