import type { CapitalLedger } from "../../capital/ledger.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { StrategyName } from "../../instruments/codes.js";
import type { Desk } from "../../production/desk.js";
import type { Series } from "../../series/series.js";
import { TOTAL_CAPITAL } from "../../storage/repositories/keys.js";
import { ROWS, stored } from "./stored.js";

/**
 * The last rows of total capital: capital that is traded, maximum, the broker's account value, accumulated profit.
 *
 * @throws ContangoError `CAPITAL_MISSING` while it was never initialised; `SERIES_PARAMETER`.
 * @example
 * await totalCapitalHistory(desk, 30);
 */
export async function totalCapitalHistory({ data }: Desk, last: number = ROWS): Promise<CapitalLedger> {
  const ledger = await data.totalCapital.read(TOTAL_CAPITAL, { last });
  if (ledger !== undefined) return ledger;
  throw new ContangoError(
    "CAPITAL_MISSING",
    "interactive",
    "capital was never initialised; run updateTotalCapital, or capitalTool to say what it is",
  );
}

/**
 * The last capital of a strategy, in the base currency.
 *
 * @throws ContangoError `STORE_MISSING` with the strategy that may have been meant; `SERIES_PARAMETER`.
 * @example
 * await strategyCapitalHistory(desk, "trend", 30);
 */
export async function strategyCapitalHistory(
  { data: { strategyCapital } }: Desk,
  strategy: StrategyName,
  last: number = ROWS,
): Promise<Series> {
  return stored(
    await strategyCapital.read(strategy, { last }),
    "capital rows",
    strategy,
    strategyCapital.list,
  );
}
