import { contractId } from "../contracts/contractId.js";
import { ContangoError } from "../errors/contangoError.js";
import { instrumentCode } from "../instruments/codes.js";
import { formatTime } from "../time/text.js";
import type { Fill } from "./fill.js";

/** A fill as it was told, before it has an id. */
export type FillValues = Omit<Fill, "id" | "source" | "reference" | "execution">;

/**
 * Checks what was told of a fill.
 *
 * @param now epoch milliseconds UTC: a fill cannot be later.
 * @throws ContangoError `FILL` where the quantity is zero or not whole, the price not finite, the commission not finite, or
 * the time later than now; `INSTRUMENT_CODE`, `CONTRACT_ID`.
 */
export function checkFill<Values extends FillValues>(fill: Values, now: number): Values {
  const { quantity, price, time, commission } = fill;
  const instrument = instrumentCode(fill.instrument);
  const contract = contractId(fill.contract);
  const refuse = (field: string, what: string): ContangoError =>
    new ContangoError("FILL", "positions", `${instrument}/${contract}: ${what}`, {
      details: { instrument, contract, field },
    });
  if (!Number.isSafeInteger(quantity) || quantity === 0) {
    throw refuse(
      "quantity",
      `a fill of ${String(quantity)} contracts cannot be; give a whole number, below zero for sold`,
    );
  }
  if (!Number.isFinite(price))
    throw refuse("price", `the price of a fill was ${String(price)}; give a finite number`);
  if (commission !== undefined && !Number.isFinite(commission)) {
    throw refuse(
      "commission",
      `the commission of a fill was ${String(commission)}; give a finite number, or none`,
    );
  }
  if (!(time <= now)) {
    const [given, present] = [formatTime(time), formatTime(now)];
    throw refuse(
      "time",
      `a fill at ${given} UTC is later than now, ${present} UTC; give the time of the trade`,
    );
  }
  return { ...fill, instrument, contract };
}

/**
 * The id of a fill that nobody gave one: made of what was traded, so that the same fill told twice is kept once. The strategy
 * is no part of it, as a fill may be attributed later.
 *
 * @param count tells fills apart that are alike in all of that: 2 for the second.
 * @example
 * fillId({ instrument: "CORN", contract: "20241200", quantity: 3, price: 432.5, time: 0 }); // "CORN/20241200 3 at 432.5, 1970-01-01T00:00:00.000Z"
 */
export function fillId(
  { instrument, contract, quantity, price, time }: Omit<FillValues, "strategy">,
  count = 1,
): string {
  const moment = new Date(time).toISOString();
  return `${instrument}/${contract} ${quantity} at ${price}, ${moment}${count > 1 ? ` #${count}` : ""}`;
}

/** True where two fills are the same trade, whoever it is attributed to and whatever it cost. */
export function sameTrade(a: Omit<FillValues, "strategy">, b: Omit<FillValues, "strategy">): boolean {
  return (
    a.instrument === b.instrument &&
    a.contract === b.contract &&
    a.quantity === b.quantity &&
    a.price === b.price &&
    a.time === b.time
  );
}
