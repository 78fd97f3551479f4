import type { Zone } from "../../time/zone.js";
import type { BrokerRequest } from "../broker.js";
import { brokerError, type Subject } from "./brokerErrors.js";
import type { FaultScript } from "./faultScript.js";
import { REQUEST_KINDS, type RequestCounts, type RequestKind } from "./requestKinds.js";

/** When a question is asked. */
export interface Moment {
  /** Epoch milliseconds UTC. */
  readonly now: number;
  readonly wallTime: number;
}

/** What every question passes: it is counted, and refused where the script says so. */
export interface RequestGate {
  ask<T>(
    kind: RequestKind,
    subject: Subject,
    request: BrokerRequest | undefined,
    answer: (moment: Moment) => T,
  ): Promise<T>;
  moment(): Moment;
  counts(): RequestCounts;
  close(): void;
}

export function requestGate(clock: { now(): number }, zone: Zone, script: FaultScript): RequestGate {
  const counts = Object.fromEntries(REQUEST_KINDS.map((kind) => [kind, 0])) as Record<RequestKind, number>;
  let closed = false;
  const moment = (): Moment => {
    const now = clock.now();
    return { now, wallTime: zone.wallTime(now) };
  };
  return {
    ask: async (kind, subject, request, answer) => {
      request?.signal?.throwIfAborted();
      if (closed) {
        throw brokerError(
          "BROKER_DISCONNECTED",
          `the connection is closed; ${kind} needs a new one`,
          subject,
        );
      }
      counts[kind]++;
      const asked = moment();
      const refused = script.refusal(kind, subject, asked.wallTime);
      if (refused === undefined) return answer(asked);
      if (refused === "silent") return await abortOf(request?.signal);
      if (refused.answerLost) answer(asked);
      throw refused.error;
    },
    moment,
    counts: () => ({ ...counts }),
    close: () => {
      closed = true;
    },
  };
}

/** Rejects when the signal aborts, and never settles without. */
function abortOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
