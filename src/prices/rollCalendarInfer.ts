import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
import type { StringColumn } from "../series/column.js";
import type { Frame } from "../series/frame.js";
import { formatTime } from "../time/text.js";
import { missingLabel, multiplePrices, requireRows, whose } from "./multiplePrices.js";
import { type RollCalendarRow, rollCalendarFromRows } from "./rollCalendar.js";

/**
 * The roll calendar that multiple prices show. A roll is a row whose PRICE_CONTRACT is later than that of the row
 * before; its time is that row's, the first with the new contract. One more row closes the calendar: the last
 * time with the contracts of then, unless the last row is itself a roll.
 *
 * @throws ContangoError `PRICES_EMPTY`; `CONTRACT_LABELS` where a label is missing, with instrument and time;
 * `CONTRACT_ID`, with instrument, column, row and time.
 */
export function inferRollCalendar(multiple: Frame, options: { readonly instrument?: string } = {}): Frame {
  const { instrument } = options;
  requireRows(multiple.length, whose(instrument), { instrument });
  const { time, PRICE_CONTRACT, CARRY_CONTRACT, FORWARD_CONTRACT } = multiplePrices(multiple);
  const label = (name: string, column: StringColumn, row: number): ContractId => {
    const text = column.dictionary[column.values[row]!];
    if (text === undefined) throw missingLabel(name, row, time[row]!, instrument);
    const at = formatTime(time[row]!);
    const where = `${whose(instrument)}, ${name} in row ${row} (${at})`;
    return locateContract(where, { instrument, time: at, row, column: name }, () => contractId(text));
  };
  const price = (row: number): ContractId => label("PRICE_CONTRACT", PRICE_CONTRACT, row);
  const carry = (row: number): ContractId => label("CARRY_CONTRACT", CARRY_CONTRACT, row);

  const rows: RollCalendarRow[] = [];
  const codes = PRICE_CONTRACT.values;
  for (let row = 1; row < codes.length; row++) {
    if (codes[row] === codes[row - 1]) continue;
    const [current, next] = [price(row - 1), price(row)];
    if (next > current) rows.push({ time: time[row]!, current, next, carry: carry(row - 1) });
  }
  const last = time.length - 1;
  if (rows.at(-1)?.time !== time[last]) {
    const next = label("FORWARD_CONTRACT", FORWARD_CONTRACT, last);
    rows.push({ time: time[last]!, current: price(last), next, carry: carry(last) });
  }
  return rollCalendarFromRows(rows);
}
