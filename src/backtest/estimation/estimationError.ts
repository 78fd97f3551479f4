import { ContangoError } from "../../errors/contangoError.js";

/** An `ESTIMATION` error about a setting: `key` is its path as in a backtest's YAML, `message` says what to do. */
export function estimationError(key: string, message: string, cause?: unknown): ContangoError {
  return new ContangoError("ESTIMATION", "backtest", `${key}: ${message}`, { details: { key }, cause });
}
