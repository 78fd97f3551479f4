import type { Account } from "../backtest/accounts/account.js";
import { type AccountView, accountCurve } from "../backtest/accounts/accountCurve.js";
import type { Series } from "../series/series.js";

/** The profit and loss of an account by period, in percent of some capital. */
export type Percent = (account: Account, view?: Omit<AccountView, "unit">) => Series;

/** Percentages of the capital of one account, for other accounts too, so that parts add up to the whole. */
export const percentOfCapital =
  ({ capital }: Account): Percent =>
  (account, view = {}) =>
    accountCurve({ ...account, capital }, { ...view, unit: "percent" });
