import { DAY, dayOf } from "../../time/civil.js";
import { toTime, toTimeEnd } from "../../time/text.js";
import type { BrokerFault, FaultSpan } from "./brokerFault.js";

/** A fault with its span as wall times in epoch milliseconds, both included. */
export type Timed<Fault extends FaultSpan = BrokerFault> = Fault extends FaultSpan
  ? Omit<Fault, "from" | "to"> & { readonly from: number; readonly to: number }
  : never;

/** @throws ContangoError `TIME_TEXT`, `TIME_VALUE`. */
export function timed(fault: BrokerFault): Timed {
  const from = toTime(fault.from);
  return { ...fault, from, to: endOf(fault, from) } as Timed;
}

function endOf({ kind, from, to }: BrokerFault, start: number): number {
  if (to !== undefined) return toTimeEnd(to);
  if (kind === "unit" || kind === "pointSize" || kind === "expiry") return Number.POSITIVE_INFINITY;
  return Math.max(toTimeEnd(from), (dayOf(start) + 1) * DAY - 1);
}
