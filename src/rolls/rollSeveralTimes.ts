import type { ContractId } from "../contracts/contractId.js";
import type { ContractPriceSet } from "../prices/contractPriceSet.js";
import { multiplePrices } from "../prices/multiplePrices.js";
import { updateMultiplePrices } from "../prices/multiplePricesUpdate.js";
import type { Frame } from "../series/frame.js";
import { requireWhole } from "../series/parameters.js";
import { lowerBound, upperBound } from "../series/search.js";
import { Series } from "../series/series.js";
import { DAY, SECOND } from "../time/civil.js";
import { type RollDates, rollDateOf } from "./rollDates.js";
import {
  type PricedContractRoll,
  type PricedContractRollOptions,
  rollPricedContract,
} from "./rollPricedContract.js";

export interface SeveralRollsOptions extends PricedContractRollOptions, RollDates {
  /** How many rolls (default 1). */
  readonly times?: number;
  /** Wall time: prices between two rolls are taken up to here (default: all there are). */
  readonly now?: number;
}

/** One roll of several. */
export interface RollStep extends Omit<PricedContractRoll, "prices"> {
  /** The carry contract before the roll. */
  readonly carryBefore: ContractId;
  /** The last time of the contract that is left. */
  readonly time: number;
  /** FORWARD less PRICE then: by so much the older adjusted prices move. */
  readonly gap: number;
}

export interface SeveralRolls {
  readonly prices: Frame;
  readonly steps: readonly RollStep[];
}

/**
 * Rolls the priced contract once or, where rolls were missed, several times. Between two rolls the prices of the contract that
 * is passed through are taken, to its own roll date, as if each roll had been done in its time: up to the last time at which
 * it and the next contract both have a price. Where there is none, the next roll comes a second after.
 *
 * @throws ContangoError as {@link rollPricedContract}; `SERIES_PARAMETER` for a number of rolls that is not 1 or more.
 * @example
 * const { prices, steps } = rollSeveralTimes(stored, { rollParameters, contractPrices, times: 3, now: desk.now() });
 */
export function rollSeveralTimes(multiple: Frame, options: SeveralRollsOptions): SeveralRolls {
  const { times = 1, contractPrices = new Map<ContractId, Series>() } = options;
  requireWhole("times", times, 1);
  const steps: RollStep[] = [];
  let prices = multiple;
  /** When the last row was really traded: rows of rolls come a second or two after. */
  let traded: number | undefined;
  for (let done = 0; done < times; done++) {
    const quotes =
      traded === undefined ? contractPrices : pricesAt(contractPrices, traded, prices.time.at(-1)!);
    const roll = rollPricedContract(prices, { ...options, contractPrices: quotes });
    steps.push(stepOf(roll));
    const last = roll.prices.time.at(-1)! - SECOND * (roll.inferred.length > 0 ? 2 : 1);
    traded ??= last;
    prices = roll.prices;
    if (done === times - 1) break;
    const passed = passThrough(roll, options);
    if (passed !== undefined) {
      prices = passed;
      traded = prices.time.at(-1)!;
    }
  }
  return { prices, steps };
}

function stepOf({ prices, ...roll }: PricedContractRoll): RollStep {
  const { time, PRICE, FORWARD, CARRY_CONTRACT } = multiplePrices(prices);
  const before = time.length - 2;
  return {
    ...roll,
    carryBefore: CARRY_CONTRACT.dictionary[CARRY_CONTRACT.values[before]!]!,
    time: time[before]!,
    gap: FORWARD[before]! - PRICE[before]!,
  };
}

/** What the contracts were worth at one time, as if at another. */
function pricesAt(prices: ContractPriceSet, traded: number, time: number): ContractPriceSet {
  const quotes = new Map<ContractId, Series>();
  for (const [contract, series] of prices) {
    const row = lowerBound(series.time, traded);
    if (series.time[row] !== traded) continue;
    quotes.set(contract, new Series(Float64Array.of(time), series.values.slice(row, row + 1)));
  }
  return quotes;
}

/** Prices after a roll with those of the new contracts, to the day on which the new one is to be left; none: undefined. */
function passThrough({ prices, price }: PricedContractRoll, options: SeveralRollsOptions): Frame | undefined {
  const {
    contractPrices = new Map<ContractId, Series>(),
    now = Number.POSITIVE_INFINITY,
    instrument,
  } = options;
  const until = Math.min(now, rollDateOf(price, options) + DAY - SECOND);
  const known = new Map(
    [...contractPrices].map(([contract, series]) => [
      contract,
      series.rows(0, upperBound(series.time, until)),
    ]),
  );
  const update = (stored: Frame): Frame =>
    updateMultiplePrices(stored, known, instrument === undefined ? {} : { instrument }).prices;
  // A contract whose prices begin after the roll joins once the rows of another have carried its label there.
  const updated = update(update(prices));
  const { PRICE, FORWARD } = multiplePrices(updated);
  let rows = updated.length;
  while (rows > prices.length && Number.isNaN(PRICE[rows - 1]! + FORWARD[rows - 1]!)) rows--;
  return rows > prices.length ? updated.rows(0, rows) : undefined;
}
