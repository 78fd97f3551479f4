import { ContangoError } from "../errors/contangoError.js";
import type { FillValues } from "../positions/checkFill.js";
import { type TimeLike, toTime } from "../time/text.js";
import { bookPrepared } from "./positions/bookFills.js";
import { FILL_READS, FILL_WRITES } from "./positions/fillData.js";
import { bookedItem, type FillItem, knownItem } from "./positions/fillItem.js";
import { prepareFill } from "./positions/prepareFill.js";
import { readTraders } from "./positions/traders.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";

/** A fill as a person tells it. Instrument, contract, quantity, price and time are needed. */
export interface RecordFillOptions extends ProcessOptions, Partial<Omit<FillValues, "time">> {
  /** When it was done, in the desk's wall time. */
  readonly time?: TimeLike;
  /** Only where the same trade was done twice at the same time. */
  readonly id?: string;
  /** True: a contract that the books do not know is added to them. */
  readonly addContract?: boolean;
}

/**
 * Records a trade that was done by hand: the fill, and with it the positions of its contract and its strategy. Without a
 * strategy it is attributed to the only one that trades the instrument, if there is one. The same fill told again changes
 * nothing.
 *
 * @throws ContangoError `PROCESS_OPTION` where something is left out; `FILL`, `INSTRUMENT_MISSING`, `CONTRACT_MISSING`,
 * `INSTRUMENT_CODE`, `CONTRACT_ID`, `TIME_TEXT` where it cannot be; `POSITION_HISTORY`. Nothing is recorded then.
 * @example
 * await recordFill(desk, { strategy: "trend", instrument: "CORN", contract: "20241200", quantity: 3, price: 432.5, time: "2024-03-28 15:00" });
 */
export const recordFill = defineProcess<FillItem, RecordFillOptions>({
  name: "recordFill",
  title: "Fill",
  options: [
    "time",
    "id",
    "addContract",
    "instrument",
    "currency",
    "commission",
    "strategy",
    "contract",
    "quantity",
    "price",
    "account",
  ],
  reads: FILL_READS,
  writes: FILL_WRITES,
  run: async (
    { desk, commit },
    { time, id, addContract = false, dryRun: _, signal: __, progress: ___, ...values },
  ) => {
    const instant = Math.trunc(desk.instant(toTime(required(time, "time"))));
    const told = {
      ...values,
      instrument: required(values.instrument, "instrument"),
      contract: required(values.contract, "contract"),
      quantity: required(values.quantity, "quantity"),
      price: required(values.price, "price"),
      time: instant,
      ...(id === undefined ? {} : { id }),
    };
    const item = await repeatOnConflict(async () => {
      const options = { source: "hand", addContract, latest: desk.clock.now() } as const;
      const prepared = await prepareFill(desk, told, { ...options, traders: await readTraders(desk) });
      const stored = await desk.data.fills.read(prepared.fill.id);
      if (stored !== undefined) return knownItem(desk, prepared.fill, stored, values.strategy);
      await commit((batch) => bookPrepared(desk, [prepared], batch));
      return bookedItem(desk, prepared);
    });
    return { items: [item] };
  },
});

function required<Value>(value: Value | undefined, name: string): Value {
  if (value !== undefined) return value;
  throw new ContangoError(
    "PROCESS_OPTION",
    "positions",
    `recordFill needs the ${name}; call it as recordFill(desk, { instrument, contract, quantity, price, time, strategy })`,
    { details: { option: name } },
  );
}
