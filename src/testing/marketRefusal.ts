import { ContangoError } from "../errors/contangoError.js";

/** A `MARKET_PARAMETER` error. */
export function refuse(message: string, instrument?: string): ContangoError {
  return new ContangoError("MARKET_PARAMETER", "testing", message, { details: { instrument } });
}
