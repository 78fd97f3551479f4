import { DAYS_TO_KEEP_STATES } from "../launchers/backtestStates.js";
import { cutOff, oldStates } from "../launchers/stateId.js";
import { requireWhole } from "../series/parameters.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface DeleteOldBacktestsOptions extends ProcessOptions {
  /** Backtests of the last so many days are kept, and the last one of each strategy; default 30. */
  readonly days?: number;
}

export interface DeletedBacktestItem extends OutcomeItem {
  readonly status: "deleted";
}

/**
 * Deletes the kept backtests of past nights.
 *
 * @throws ContangoError `SERIES_PARAMETER` for `days`; `STORE_IO`.
 * @example
 * await deleteOldBacktests(desk, { days: 5 });
 */
export const deleteOldBacktests = defineProcess<DeletedBacktestItem, DeleteOldBacktestsOptions>({
  name: "deleteOldBacktests",
  title: "Old backtests",
  options: ["days"],
  reads: [],
  writes: [],
  run: async (work, { days = DAYS_TO_KEEP_STATES }) => {
    requireWhole("days", days, 1);
    const { desk, time, dryRun } = work;
    const states = dryRun ? await wouldBeDeleted(work, days) : await desk.states.deleteOlderThan(days, time);
    const items = states.map(
      ({ strategy, id }): DeletedBacktestItem => ({
        name: `${strategy}/${id}`,
        status: "deleted",
        severity: "ok",
        message: dryRun ? "would be deleted" : `older than ${days} days`,
      }),
    );
    return { items, complete: true };
  },
});

async function wouldBeDeleted({ desk, time }: Work, days: number) {
  const found = [];
  for (const strategy of Object.keys(desk.config.get("strategy_list"))) {
    const old = oldStates(await desk.states.list(strategy), cutOff(days, time));
    found.push(...old.map((id) => ({ strategy, id })));
  }
  return found;
}
