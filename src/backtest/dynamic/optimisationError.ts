import { ContangoError, type ErrorDetails } from "../../errors/contangoError.js";

/** An `OPTIMISATION` error: input that no portfolio can be optimised from. */
export function optimisationError(message: string, details: ErrorDetails = {}): ContangoError {
  return new ContangoError("OPTIMISATION", "dynamic", message, { details });
}
