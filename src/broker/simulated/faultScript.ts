import type { ContractKey } from "../../contracts/contractKey.js";
import type { ContangoError } from "../../errors/contangoError.js";
import type { Market } from "../../testing/market.js";
import { DAY, dayOf } from "../../time/civil.js";
import type { BarFrequency } from "../broker.js";
import { brokerError, type Subject, subjectText } from "./brokerErrors.js";
import type { BarFault, BrokerFault, RefusalFault, TermsFault } from "./brokerFault.js";
import { checkFaults } from "./checkFaults.js";
import { isBarFault, isRefusalFault, isTermsFault } from "./faultKinds.js";
import type { Timed } from "./faultTimes.js";
import type { RequestKind } from "./requestKinds.js";

/** An error, before which what was asked is done where the answer is lost; or nothing at all. */
export type Refusal = "silent" | { readonly error: ContangoError; readonly answerLost: boolean };

/** What goes wrong, by what is asked. */
export interface FaultScript {
  /** Faults of the bars of an instrument, or of the rates of a pair, in the order of the script. */
  ofBars(subject: Subject): readonly Timed<BarFault>[];
  /** True where the contract legitimately trades below zero on the day of a wall time. */
  belowZero(key: ContractKey, wallTime: number): boolean;
  /** What a question gets instead of its answer. */
  refusal(kind: RequestKind, subject: Subject, wallTime: number): Refusal | undefined;
  pointSizeFactor(instrument: string, wallTime: number): number;
  /** True where the broker does not tell what was done at a wall time. */
  isLost(key: ContractKey, wallTime: number): boolean;
  /** Milliseconds by which the expiry that is told differs from the true one. */
  expiryShift(key: ContractKey, wallTime: number): number;
}

/** Reads a fault script. @throws ContangoError `MARKET_PARAMETER`, `TIME_TEXT`, `TIME_VALUE`, as {@link checkFaults}. */
export function faultScript(market: Market, faults: readonly BrokerFault[]): FaultScript {
  const all = checkFaults(market, faults);
  const bars = all.filter(isBarFault);
  const refusals = all.filter(isRefusalFault);
  const terms = all.filter(isTermsFault);
  const legitimate = bars.filter((fault) => fault.kind === "negative" && fault.legitimate === true);
  const asked = refusals.map(() => 0);
  const byName = new Map<string, readonly Timed<BarFault>[]>();
  const current = (wallTime: number): Timed<TermsFault>[] =>
    terms.filter(({ from, to }) => from <= wallTime && wallTime <= to);

  return {
    ofBars: (subject) => {
      const name = subject.pair ?? subject.instrument ?? "";
      const known = byName.get(name);
      if (known !== undefined) return known;
      const { contract: _, ...whole } = subject;
      const found = bars.filter(
        ({ contract: _, ...fault }) =>
          concerns(fault, whole) && (subject.pair === undefined || isOfRates(fault.kind, fault.frequency)),
      );
      byName.set(name, found);
      return found;
    },
    belowZero: (key, wallTime) =>
      legitimate.some(
        (fault) =>
          concerns(fault, key) &&
          dayOf(fault.from) * DAY <= wallTime &&
          wallTime < (dayOf(fault.to) + 1) * DAY,
      ),
    refusal: (kind, subject, wallTime) => {
      for (let at = 0; at < refusals.length; at++) {
        const fault = refusals[at]!;
        if (wallTime < fault.from || wallTime > fault.to || !concerns(fault, subject)) continue;
        if (fault.requests !== undefined && !fault.requests.includes(kind)) continue;
        if (fault.kind === "pacing" && ++asked[at]! % fault.every !== 0) continue;
        if (fault.kind === "garbled" && !/Prices$/.test(kind)) continue;
        if (fault.kind === "silent") return "silent";
        return {
          error: refusalOf(fault, kind, subject),
          answerLost: fault.kind === "disconnected" && fault.answerLost === true,
        };
      }
      return undefined;
    },
    isLost: (key, wallTime) =>
      current(wallTime).some((fault) => fault.kind === "lostExecutions" && concerns(fault, key)),
    pointSizeFactor: (instrument, wallTime) =>
      current(wallTime).reduce(
        (factor, fault) =>
          fault.kind === "pointSize" && concerns(fault, { instrument }) ? factor * fault.factor : factor,
        1,
      ),
    expiryShift: (key, wallTime) =>
      current(wallTime).reduce(
        (shift, fault) =>
          fault.kind === "expiry" && concerns(fault, key) ? shift + fault.days * DAY : shift,
        0,
      ),
  };
}

/** True for what can be wrong with rates, which have no hours, no sessions and no sign. */
function isOfRates(kind: BarFault["kind"], frequency: BarFrequency | undefined): boolean {
  return kind !== "negative" && kind !== "partial" && frequency !== "Hour";
}

/** True where a fault is about this: all that it names is the same. */
function concerns(place: Subject, { instrument, contract, pair }: Subject): boolean {
  return (
    (place.pair === undefined || place.pair === pair) &&
    (place.instrument === undefined || place.instrument === instrument) &&
    (place.contract === undefined || place.contract === contract)
  );
}

/** A refusal that comes as an error. */
type Spoken = Exclude<Timed<RefusalFault>, { readonly kind: "silent" }>;

function refusalOf(fault: Spoken, kind: RequestKind, subject: Subject): ContangoError {
  const named = subjectText(subject);
  const of = named === "" ? "" : ` of ${named}`;
  switch (fault.kind) {
    case "notFound":
      return brokerError("BROKER_NOT_FOUND", `it does not know ${named || "what was asked"}`, subject);
    case "disconnected":
      return brokerError(
        "BROKER_DISCONNECTED",
        `the connection was lost while ${kind}${of} was asked; ask again`,
        subject,
      );
    case "pacing":
      return brokerError(
        "BROKER_PACING",
        `${kind}${of} was asked too soon after others; wait, then ask again`,
        subject,
      );
    case "permission":
      return brokerError(
        "BROKER_PERMISSION",
        `the account may not ask for ${kind}${of}; subscribe to it`,
        subject,
      );
    case "garbled":
      return brokerError(
        "BROKER_ANSWER",
        fault.how === "duplicated"
          ? `the answer to ${kind}${of} has a bar twice`
          : `the bars in the answer to ${kind}${of} are not in the order of time`,
        subject,
      );
  }
}
