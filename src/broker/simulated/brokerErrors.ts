import type { ErrorCode } from "../../errors/codes.js";
import { ContangoError, type ErrorDetails } from "../../errors/contangoError.js";

/** What a question is about, where it is about one thing. */
export interface Subject {
  readonly instrument?: string;
  readonly contract?: string;
  readonly pair?: string;
}

type BrokerErrorCode = Extract<ErrorCode, `BROKER_${string}`>;

/** An error of the broker; lost connections and pacing are worth another try. */
export function brokerError(code: BrokerErrorCode, message: string, subject: Subject = {}): ContangoError {
  const details: ErrorDetails = { ...subject };
  const retryable = code === "BROKER_DISCONNECTED" || code === "BROKER_PACING";
  return new ContangoError(code, "simulated broker", message, { details, retryable });
}

/** `BOND/20240300`, `BOND`, `EURUSD`, or nothing. */
export function subjectText({ instrument, contract, pair }: Subject): string {
  return pair ?? (contract === undefined ? (instrument ?? "") : `${instrument}/${contract}`);
}
