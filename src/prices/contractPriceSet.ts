import { type ContractId, contractId } from "../contracts/contractId.js";
import type { Frame } from "../series/frame.js";
import { Series } from "../series/series.js";
import { multiplePrices, PRICE_COLUMNS } from "./multiplePrices.js";

/** Closing prices of the contracts of one instrument, by contract date. */
export type ContractPriceSet = ReadonlyMap<ContractId, Series>;

/**
 * A contract price set from pairs or a plain object, ordered by contract.
 *
 * @throws ContangoError `CONTRACT_ID`.
 * @example
 * contractPriceSet({ "202403": march, "202406": june }).get("20240300"); // march
 */
export function contractPriceSet(
  prices: Iterable<readonly [string, Series]> | Readonly<Record<string, Series>>,
): ContractPriceSet {
  const pairs = Symbol.iterator in prices ? [...prices] : Object.entries(prices);
  const named = pairs.map(([contract, series]): [ContractId, Series] => [contractId(contract), series]);
  return new Map(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The contract prices that multiple prices were made of: every price in PRICE, CARRY and FORWARD goes to the
 * contract its label names. Where two columns have the same contract in one row, the first of that order with a
 * price wins. Missing prices, and prices without a label, are left out.
 *
 * @throws ContangoError `COLUMN_MISSING`, `COLUMN_KIND`; `CONTRACT_ID` for a label that is no contract date.
 */
export function splitContractPrices(multiple: Frame): ContractPriceSet {
  const prices = multiplePrices(multiple);
  const { time } = prices;
  const contracts: ContractId[] = [];
  const numbers = new Map<ContractId, number>();
  const columns = PRICE_COLUMNS.map((name) => {
    const labels = prices[`${name}_CONTRACT`];
    const numberOfCode = Int32Array.from(labels.dictionary, (text) => {
      const contract = contractId(text);
      const known = numbers.get(contract);
      if (known !== undefined) return known;
      numbers.set(contract, contracts.length);
      return contracts.push(contract) - 1;
    });
    return { values: prices[name], codes: labels.values, numberOfCode };
  });

  const rooms = new Int32Array(contracts.length);
  for (const { values, codes, numberOfCode } of columns) {
    for (let row = 0; row < time.length; row++) {
      if (codes[row]! >= 0 && !Number.isNaN(values[row]!)) rooms[numberOfCode[codes[row]!]!]!++;
    }
  }
  const times = Array.from(rooms, (room) => new Float64Array(room));
  const closes = Array.from(rooms, (room) => new Float64Array(room));
  const lengths = new Int32Array(contracts.length);
  for (let row = 0; row < time.length; row++) {
    const now = time[row]!;
    for (const { values, codes, numberOfCode } of columns) {
      const code = codes[row]!;
      if (code < 0 || Number.isNaN(values[row]!)) continue;
      const contract = numberOfCode[code]!;
      const length = lengths[contract]!;
      if (length > 0 && times[contract]![length - 1] === now) continue;
      times[contract]![length] = now;
      closes[contract]![length] = values[row]!;
      lengths[contract] = length + 1;
    }
  }
  return contractPriceSet(
    contracts.flatMap((contract, at): [ContractId, Series][] => {
      const length = lengths[at]!;
      if (length === 0) return [];
      return [
        [contract, new Series(times[at]!.subarray(0, length), closes[at]!.subarray(0, length), contract)],
      ];
    }),
  );
}
