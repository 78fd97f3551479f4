import type { Series } from "../series/series.js";
import { relativeVolumes, smoothedVolume } from "./contractVolumes.js";
import type { CurrentContracts } from "./currentContracts.js";
import { expiryOf, type RollDates, rollDateOf, rollsBehind, wholeDaysUntil } from "./rollDates.js";
import type { RollSituation } from "./suggestRollState.js";

/** What is known of an instrument that may have to be rolled. */
export interface RollData extends RollDates {
  readonly contracts: CurrentContracts;
  /** Held in the priced contract, in contracts. */
  readonly pricedPosition: number;
  /** Volumes of the priced and the forward contract, a row a bar. */
  readonly pricedVolume: Series;
  readonly forwardVolume: Series;
  /** Wall time. */
  readonly now: number;
}

/** What decides whether an instrument should be rolled, and what a person wants to know beside it. */
export interface RollPicture extends RollSituation {
  readonly contracts: CurrentContracts;
  /** Whole days to the expiry of the carry contract. */
  readonly daysToCarryExpiry: number;
  /** Rolls to the contract that should be held now. */
  readonly rollsBehind: number;
}

/**
 * Days left, volumes and position, as {@link suggestRollState} needs them. Days are whole ones, rounded down: 0 on the eve of
 * the roll date or expiry, -1 on the day itself.
 *
 * @throws ContangoError `CONTRACT_ID`.
 */
export function rollSituation(data: RollData): RollPicture {
  const { contracts, now } = data;
  const volumes = [data.pricedVolume, data.forwardVolume].map((volume) => smoothedVolume(volume, now));
  return {
    contracts,
    pricedPosition: data.pricedPosition,
    daysToRoll: wholeDaysUntil(rollDateOf(contracts.priced, data), now),
    daysToExpiry: wholeDaysUntil(expiryOf(contracts.priced, data), now),
    daysToCarryExpiry: wholeDaysUntil(expiryOf(contracts.carry, data), now),
    relativeVolume: relativeVolumes(volumes)[1]!,
    forwardVolume: volumes[1]!,
    rollsBehind: rollsBehind(contracts, now, data),
  };
}
