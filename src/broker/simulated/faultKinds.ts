import type { BarFault, BrokerFault, FaultKind, RefusalFault, TermsFault } from "./brokerFault.js";
import type { Timed } from "./faultTimes.js";

const BAR_FAULTS: readonly BarFault["kind"][] = [
  "missing",
  "late",
  "spike",
  "zero",
  "negative",
  "unit",
  "partial",
];
const REFUSAL_FAULTS: readonly RefusalFault["kind"][] = [
  "notFound",
  "disconnected",
  "pacing",
  "permission",
  "silent",
  "garbled",
];
const TERMS_FAULTS: readonly TermsFault["kind"][] = ["pointSize", "expiry", "lostExecutions"];

/** Every kind of fault. */
export const FAULT_KINDS: readonly FaultKind[] = [...BAR_FAULTS, ...REFUSAL_FAULTS, ...TERMS_FAULTS];

const isOneOf =
  <Fault extends BrokerFault>(kinds: readonly FaultKind[]) =>
  (fault: Timed): fault is Extract<Timed, Timed<Fault>> =>
    kinds.includes(fault.kind);

export const isBarFault = isOneOf<BarFault>(BAR_FAULTS);
export const isRefusalFault = isOneOf<RefusalFault>(REFUSAL_FAULTS);
export const isTermsFault = isOneOf<TermsFault>(TERMS_FAULTS);
