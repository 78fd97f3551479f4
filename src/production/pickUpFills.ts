import { type TimeLike, toTime } from "../time/text.js";
import { countText } from "./outcomeText.js";
import { strategiesAt } from "./positions/automation.js";
import { FILL_READS, FILL_WRITES } from "./positions/fillData.js";
import { type PickUpItem, takeExecutions } from "./positions/takeExecutions.js";
import { defineProcess, type ProcessOptions } from "./process.js";

export interface PickUpFillsOptions extends ProcessOptions {
  /** Wall time from when on; default: a day before the last one that was picked up. */
  readonly since?: TimeLike;
}

/**
 * Takes the broker's executions into the books: each as a fill that moves the positions of its contract and its strategy. An
 * execution is known by its id, and taken once. It is attributed to the strategy that its label names or, where it has none,
 * to the only one that trades the instrument; others are kept, and listed until a person attributes them. Executions of
 * strategies whose `automation` is `manual` are left to be recorded by hand.
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
    const from = since === undefined ? undefined : instant(toTime(since));
    const { items, known, byHand } = await takeExecutions(work, from);
    const left = byHand === 0 ? "" : `, ${byHand} of strategies whose fills are recorded by hand`;
    const message = `${items.length === 0 ? "nothing new" : countText(items)}, ${known} known already${left}`;
    return { items, complete: since === undefined, message };
  },
});
