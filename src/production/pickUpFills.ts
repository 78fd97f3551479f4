import { countText } from "./outcomeText.js";
import { strategiesAt } from "./positions/automation.js";
import { FILL_READS, FILL_WRITES } from "./positions/fillData.js";
import { type PickUpItem, takeExecutions } from "./positions/takeExecutions.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { type WallTime, wallTimeOption } from "./wallTimeOption.js";

export interface PickUpFillsOptions extends ProcessOptions {
  /** Wall time of the desk from when on, no `Date`; default: a day before the last one that was picked up. */
  readonly since?: WallTime;
}

/**
 * Takes the broker's executions into the books: each as a fill that moves the positions of its contract and its strategy. An
 * execution is known by its id, and taken once. It is attributed to the strategy that its label names or, where it has none,
 * to the only one that trades the instrument; others are kept, and listed until a person attributes them. What a person recorded
 * of the same trade gives way to it; one that may be the same is kept for no strategy, and listed. Executions of strategies whose
 * `automation` is `manual` are left to be recorded by hand.
 *
 * @throws ContangoError `BROKER_MISSING`; what the broker throws, and nothing is taken then.
 * @example
 * await pickUpFills(desk);
 */
export const pickUpFills = defineProcess<PickUpItem, PickUpFillsOptions>({
  name: "pickUpFills",
  title: "Fills",
  options: ["since"],
  reads: FILL_READS,
  writes: FILL_WRITES,
  run: async (work, { since }) => {
    const { config, instant } = work.desk;
    if (strategiesAt(config, ["broker_fills", "automatic"]).length === 0) {
      return {
        items: [],
        complete: true,
        message: "automation is manual for every strategy: their fills are recorded by hand",
      };
    }
    const from = since === undefined ? undefined : instant(wallTimeOption("pickUpFills", "since", since));
    const { items, known, byHand } = await takeExecutions(work, from);
    const left = byHand === 0 ? "" : `, ${byHand} of strategies whose fills are recorded by hand`;
    const message = `${items.length === 0 ? "nothing new" : countText(items)}, ${known} known already${left}`;
    return { items, complete: since === undefined, message };
  },
});
