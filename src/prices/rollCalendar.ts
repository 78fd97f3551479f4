import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
import { ContangoError } from "../errors/contangoError.js";
import { stringColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";
import { formatTime } from "../time/text.js";

/** Columns of a roll-calendar frame, in the order in which they are stored. */
export const ROLL_CALENDAR_COLUMNS = ["current_contract", "next_contract", "carry_contract"] as const;

/**
 * The rolls of one instrument as arrays, one entry a roll. At `time` we leave `current` for `next`; `current` is
 * held after the roll before, up to and including `time`; `carry` is the carry contract of `current`.
 */
export interface RollCalendar {
  readonly time: Float64Array;
  readonly current: readonly ContractId[];
  readonly next: readonly ContractId[];
  readonly carry: readonly ContractId[];
}

/**
 * The columns of a roll-calendar frame.
 *
 * @throws ContangoError `COLUMN_MISSING`, `COLUMN_KIND`; `CONTRACT_ID` for a text that is no contract date, and
 * `ROLL_CALENDAR` for a missing one, with instrument, row and time.
 */
export function rollCalendar(frame: Frame, options: { readonly instrument?: string } = {}): RollCalendar {
  const { instrument } = options;
  const whose = instrument === undefined ? "the roll calendar" : `the roll calendar of ${instrument}`;
  const contracts = (name: (typeof ROLL_CALENDAR_COLUMNS)[number]): ContractId[] => {
    const column = frame.strings(name);
    return Array.from(column.values, (code, row) => {
      const text = column.dictionary[code];
      const time = formatTime(frame.time[row]!);
      const details = { instrument, row, time, column: name };
      if (text !== undefined) {
        return locateContract(`${whose}, ${name} in row ${row} (${time})`, details, () => contractId(text));
      }
      throw new ContangoError(
        "ROLL_CALENDAR",
        "rolls",
        `${whose} has no ${name} in row ${row} (${time}); fill it in or remove the row`,
        { details },
      );
    });
  };
  return {
    time: frame.time,
    current: contracts("current_contract"),
    next: contracts("next_contract"),
    carry: contracts("carry_contract"),
  };
}

/** A frame in the stored column order. @throws ContangoError for times that do not ascend: see {@link Frame}. */
export function rollCalendarFrame(calendar: RollCalendar): Frame {
  return new Frame(
    calendar.time,
    {
      current_contract: stringColumn(calendar.current),
      next_contract: stringColumn(calendar.next),
      carry_contract: stringColumn(calendar.carry),
    },
    { index: "DATE_TIME" },
  );
}

/** One row of a roll calendar while it is being made. */
export interface RollCalendarRow {
  readonly time: number;
  readonly current: ContractId;
  readonly next: ContractId;
  readonly carry: ContractId;
}

/** A roll-calendar frame from its rows, which must ascend in time. */
export function rollCalendarFromRows(rows: readonly RollCalendarRow[]): Frame {
  return rollCalendarFrame({
    time: Float64Array.from(rows, (row) => row.time),
    current: rows.map((row) => row.current),
    next: rows.map((row) => row.next),
    carry: rows.map((row) => row.carry),
  });
}
