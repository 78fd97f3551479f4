import { ContangoError, type ErrorDetails } from "../errors/contangoError.js";

/** A `BACKTEST_STATE` error. */
export function stateError(message: string, details: ErrorDetails, cause?: unknown): ContangoError {
  return new ContangoError("BACKTEST_STATE", "launchers", message, { details, cause });
}
