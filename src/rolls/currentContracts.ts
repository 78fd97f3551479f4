import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
import {
  missingLabel,
  multiplePrices,
  type PriceColumn,
  requireRows,
  whose,
} from "../prices/multiplePrices.js";
import type { Frame } from "../series/frame.js";
import { formatTime } from "../time/text.js";

/** The contracts that an instrument is in at present. */
export interface CurrentContracts {
  /** The one held, or to be held. */
  readonly priced: ContractId;
  /** The one to roll into. */
  readonly forward: ContractId;
  readonly carry: ContractId;
}

/**
 * The contracts in the last row of multiple prices.
 *
 * @throws ContangoError `PRICES_EMPTY`; `CONTRACT_LABELS` where one is missing; `CONTRACT_ID`.
 * @example
 * currentContracts(await desk.data.multiplePrices.get("CORN", { last: 1 })).priced; // "20241200"
 */
export function currentContracts(
  multiple: Frame,
  { instrument }: { readonly instrument?: string } = {},
): CurrentContracts {
  requireRows(multiple.length, whose(instrument), { instrument });
  const prices = multiplePrices(multiple);
  const row = prices.time.length - 1;
  const label = (column: PriceColumn): ContractId => {
    const name = `${column}_CONTRACT` as const;
    const { values, dictionary } = prices[name];
    const text = dictionary[values[row]!];
    if (text === undefined) throw missingLabel(name, row, prices.time[row]!, instrument);
    const time = formatTime(prices.time[row]!);
    return locateContract(
      `${whose(instrument)}, ${name} in row ${row} (${time})`,
      { instrument, row, time },
      () => contractId(text),
    );
  };
  return { priced: label("PRICE"), forward: label("FORWARD"), carry: label("CARRY") };
}
