import type { ErrorCode } from "./codes.js";

/** Where an error happened: any of these that are known, printed after the message. */
export interface ErrorDetails {
  readonly [name: string]: string | number | boolean | readonly string[] | readonly number[] | undefined;
}

export interface ContangoErrorOptions {
  /** Facts a program can act on: instrument, contract, time (text), file, line, row, key … */
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
  /** True where the same call may succeed later without a change (a lock, a lost connection). */
  readonly retryable?: boolean;
}

/**
 * The root of every error that contango throws. `code` is stable across releases; `message` says what was
 * wrong, where, and what to do, and starts with `[contango] [component]`.
 *
 * @example
 * try {
 *   contractId("2024-03");
 * } catch (error) {
 *   if (isContangoError(error, "CONTRACT_ID")) console.error(error.details.text);
 * }
 */
export class ContangoError extends Error {
  override readonly name = "ContangoError";
  readonly code: ErrorCode;
  readonly component: string;
  readonly details: ErrorDetails;
  readonly retryable: boolean;

  constructor(code: ErrorCode, component: string, message: string, options: ContangoErrorOptions = {}) {
    super(
      `[contango] [${component}] ${message}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.component = component;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
  }
}

/** True when `error` is a {@link ContangoError}, with the given code if one is named. */
export function isContangoError(error: unknown, code?: ErrorCode): error is ContangoError {
  return error instanceof ContangoError && (code === undefined || error.code === code);
}
