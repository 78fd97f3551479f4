import type { Contract } from "../../contracts/contract.js";
import type { ContractId } from "../../contracts/contractId.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";

/** What an update did with the contracts of one instrument. */
export interface SampledChanges {
  /** New in the store. */
  readonly added: readonly ContractId[];
  /** Sampled again, or for the first time. */
  readonly started: readonly ContractId[];
  /** No longer sampled. */
  readonly stopped: readonly ContractId[];
  /** Of which the broker says another expiry than was stored. */
  readonly expiries: readonly ContractId[];
}

/** A contract before and after. */
export interface ContractChange {
  readonly before: Contract | undefined;
  readonly after: Contract;
}

export function sampledChanges(changes: readonly ContractChange[]): SampledChanges {
  const chosen = (which: (change: ContractChange) => boolean): readonly ContractId[] =>
    changes.filter(which).map(({ after }) => after.contract);
  return {
    added: chosen(({ before }) => before === undefined),
    started: chosen(({ before, after }) => before !== undefined && !before.sampling && after.sampling),
    stopped: chosen(({ before, after }) => before?.sampling === true && !after.sampling),
    expiries: chosen(({ before, after }) => before !== undefined && before.expiry !== after.expiry),
  };
}

/** The changes in words: `20251200 added (expires 2025-12-12), 20240300 no longer sampled`. */
export function changesText(changes: readonly ContractChange[]): string {
  return changes
    .flatMap(({ before, after }) => {
      const expires = `expires ${formatDay(dayOf(after.expiry))}`;
      const { contract, sampling } = after;
      if (before === undefined) return [`${contract} added${sampling ? "" : ", not sampled"} (${expires})`];
      return [
        ...(before.expiry === after.expiry
          ? []
          : [`${contract} ${expires}, not ${formatDay(dayOf(before.expiry))}`]),
        ...(before.sampling === sampling
          ? []
          : [`${contract} ${sampling ? "sampled" : "no longer sampled"}`]),
      ];
    })
    .join(", ");
}
