import { ContangoError, type ContangoErrorOptions } from "../../errors/contangoError.js";

/** A `BACKTEST_CONFIG` error about a setting, by its key; `problem` goes on from the key. */
export function configError(
  key: string,
  problem: string,
  details: ContangoErrorOptions["details"] = {},
): ContangoError {
  return new ContangoError("BACKTEST_CONFIG", "backtest", `${key} ${problem}`, {
    details: { key, ...details },
  });
}
