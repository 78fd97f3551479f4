import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
import { ContangoError } from "../errors/contangoError.js";
import type { Frame } from "../series/frame.js";
import { Series } from "../series/series.js";
import { formatTime } from "../time/text.js";
import { multiplePrices, PRICE_COLUMNS, whose } from "./multiplePrices.js";

/** Closing prices of the contracts of one instrument, by contract date. */
export type ContractPriceSet = ReadonlyMap<ContractId, Series>;

/**
 * A contract price set from pairs or a plain object, ordered by contract.
 *
 * @throws ContangoError `CONTRACT_ID` for a text that is no contract date, or one contract twice.
 * @example
 * contractPriceSet({ "202403": march, "202406": june }).get("20240300"); // march
 */
export function contractPriceSet(
  prices: Iterable<readonly [string, Series]> | Readonly<Record<string, Series>>,
): ContractPriceSet {
  const pairs = Symbol.iterator in prices ? [...prices] : Object.entries(prices);
  const named = pairs.map(([contract, series]): [ContractId, Series] => [contractId(contract), series]);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  const twice = named.find(([contract], at) => contract === named[at - 1]?.[0])?.[0];
  if (twice === undefined) return new Map(named);
  throw new ContangoError(
    "CONTRACT_ID",
    "contracts",
    `contract ${twice} is given twice (YYYYMM is YYYYMM00); give each contract one series`,
    { details: { text: twice, contract: twice } },
  );
}

/**
 * The contract prices that multiple prices were made of: every price in PRICE, CARRY and FORWARD goes to the
 * contract its label names. Where two columns have the same contract in one row, the first of that order with a
 * price wins. Missing prices, and prices without a label, are left out.
 *
 * @throws ContangoError `COLUMN_MISSING`, `COLUMN_KIND`; `CONTRACT_ID` for the label of a price that is no contract
 * date, with column, row and time.
 */
export function splitContractPrices(
  multiple: Frame,
  options: { readonly instrument?: string } = {},
): ContractPriceSet {
  const { instrument } = options;
  const prices = multiplePrices(multiple);
  const { time } = prices;
  const contracts: ContractId[] = [];
  const numbers = new Map<ContractId, number>();
  const columns = PRICE_COLUMNS.map((name) => {
    const column = `${name}_CONTRACT` as const;
    const { values: codes, dictionary } = prices[column];
    // a slice shares the dictionary of the whole: only texts that a price of its own has are read
    const numberOfCode = new Int32Array(dictionary.length).fill(-1);
    return { column, values: prices[name], codes, dictionary, numberOfCode };
  });
  const numberOf = (column: string, text: string, row: number): number => {
    const at = formatTime(time[row]!);
    const contract = locateContract(
      `${whose(instrument)}, ${column} in row ${row} (${at})`,
      { instrument, time: at, row, column },
      () => contractId(text),
    );
    const known = numbers.get(contract);
    if (known !== undefined) return known;
    numbers.set(contract, contracts.length);
    return contracts.push(contract) - 1;
  };

  const rooms: number[] = [];
  for (const { column, values, codes, dictionary, numberOfCode } of columns) {
    for (let row = 0; row < time.length; row++) {
      const code = codes[row]!;
      if (code < 0 || Number.isNaN(values[row]!)) continue;
      if (numberOfCode[code]! < 0) numberOfCode[code] = numberOf(column, dictionary[code]!, row);
      const contract = numberOfCode[code]!;
      rooms[contract] = (rooms[contract] ?? 0) + 1;
    }
  }
  const times = rooms.map((room) => new Float64Array(room));
  const closes = rooms.map((room) => new Float64Array(room));
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
    contracts.map((contract, at): [ContractId, Series] => {
      const length = lengths[at]!;
      return [
        contract,
        new Series(times[at]!.subarray(0, length), closes[at]!.subarray(0, length), contract),
      ];
    }),
  );
}
