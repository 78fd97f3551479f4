import type { Account } from "./account.js";
import { type AccountView, accountCurve } from "./accountCurve.js";
import { type Statistics, statistics } from "./statistics.js";

/**
 * The statistics of an account: by default of its daily net profit and loss in percent of capital.
 *
 * @throws ContangoError as {@link accountCurve}.
 * @example
 * accountStatistics(system.portfolio()).sharpe;
 */
export function accountStatistics(account: Account, view: AccountView = {}): Statistics {
  return statistics(accountCurve(account, { unit: "percent", ...view }), view.frequency);
}
