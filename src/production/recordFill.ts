import { ContangoError } from "../errors/contangoError.js";
import type { FillValues } from "../positions/checkFill.js";
import { FILL_READS, FILL_WRITES } from "./positions/fillData.js";
import type { FillItem } from "./positions/fillItem.js";
import { readNearFills } from "./positions/nearFills.js";
import { prepareFill } from "./positions/prepareFill.js";
import { toldAgain } from "./positions/toldAgain.js";
import { readTraders } from "./positions/traders.js";
import { unusualPrice } from "./positions/unusualPrice.js";
import { bookWeighed, weighFill } from "./positions/weighFill.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import { type WallTime, wallTimeOption } from "./wallTimeOption.js";

/** A fill as a person tells it. Instrument, contract, quantity, price and time are needed. */
export interface RecordFillOptions extends ProcessOptions, Partial<Omit<FillValues, "time">> {
  /**
   * When it was done, in the desk's wall time: `2024-03-28 15:00`, or a number as `desk.now()` and `desk.wallTime(instant)` give it.
   * A `Date` is refused, as it is a moment and not a reading of the desk's clock.
   */
  readonly time?: WallTime;
  /** Only for a trade of its own that is like one in the books: it is recorded whatever the broker told. */
  readonly id?: string;
  /** True: a contract that the books do not know is added to them. */
  readonly addContract?: boolean;
  /** True: a price of more than twice, or less than half, the contract's last stored one is right. */
  readonly unusualPrice?: boolean;
}

/**
 * Records a trade that was done by hand: the fill, and with it the positions of its contract and its strategy. Without a
 * strategy it is attributed to the only one that trades the instrument, if there is one. The same fill told again changes
 * nothing. Where the broker's executions have the same trade, theirs stands; one that may be the same is booked for no strategy,
 * and listed until a person says.
 *
 * @throws ContangoError `PROCESS_OPTION` where something is left out; `FILL`, `INSTRUMENT_MISSING`, `CONTRACT_MISSING`,
 * `INSTRUMENT_CODE`, `CONTRACT_ID`, `TIME_TEXT` where it cannot be; `POSITION_HISTORY`. Nothing is recorded then.
 * @example
 * await recordFill(desk, { strategy: "trend", instrument: "CORN", contract: "20241200", quantity: 3, price: 432.5, time: "2024-03-28 15:00" });
 */
export const recordFill = defineProcess<FillItem, RecordFillOptions>({
  name: "recordFill",
  title: "Fill",
  byHand: true,
  options: [
    "time",
    "id",
    "addContract",
    "unusualPrice",
    "instrument",
    "currency",
    "commission",
    "strategy",
    "contract",
    "quantity",
    "price",
    "account",
  ],
  reads: [...FILL_READS, "contractPrices"],
  writes: FILL_WRITES,
  run: async (
    { desk, commit },
    {
      time,
      id,
      addContract = false,
      unusualPrice: isRight = false,
      dryRun: _,
      signal: __,
      progress: ___,
      ...values
    },
  ) => {
    const wallTime = wallTimeOption("recordFill", "time", required(time, "time"));
    const told = {
      ...values,
      instrument: required(values.instrument, "instrument"),
      contract: required(values.contract, "contract"),
      quantity: required(values.quantity, "quantity"),
      price: required(values.price, "price"),
      time: Math.trunc(desk.instant(wallTime)),
      ...(id === undefined ? {} : { id }),
    };
    const item = await repeatOnConflict(async () => {
      const options = { source: "hand", addContract, latest: desk.clock.now() } as const;
      const traders = await readTraders(desk);
      const prepared = await prepareFill(desk, told, { ...options, traders });
      const { fill } = prepared;
      const near = await readNearFills(desk, fill, [fill.time]);
      const stored = await desk.data.fills.read(fill.id);
      if (stored !== undefined) return toldAgain(desk, fill, stored, values.strategy, traders);
      const doubt = isRight ? undefined : await unusualPrice(desk, fill);
      if (doubt !== undefined)
        throw new ContangoError("FILL", "positions", doubt, { details: { fill: fill.id, field: "price" } });
      const weighed = weighFill(desk, prepared, id === undefined ? near : { ...near, fills: [] }, traders);
      await bookWeighed({ desk, commit }, [weighed]);
      return weighed.item;
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
