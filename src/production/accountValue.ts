import type { Decimal } from "../capital/money.js";
import { ContangoError } from "../errors/contangoError.js";
import type { CurrencyCode } from "../instruments/codes.js";
import { readAccount } from "./capital/readAccount.js";
import type { Desk } from "./desk.js";

/** What the account is worth at the broker. */
export interface AccountWorth {
  /** Wall time of the broker's snapshot. */
  readonly time: number;
  /** In the base currency. */
  readonly value: Decimal;
  readonly currency: CurrencyCode;
}

/**
 * Asks the broker what the account is worth, in the base currency at the last stored FX prices.
 *
 * @throws ContangoError `BROKER_MISSING` where there is no broker to ask; `BROKER_ANSWER` where the answer does not say it
 * all, or a currency cannot be converted; as the broker.
 * @example
 * (await accountValue(desk)).value.toFixed(); // "1012500"
 */
export async function accountValue(desk: Desk, signal?: AbortSignal): Promise<AccountWorth> {
  const { time, account } = await readAccount(desk, signal);
  if (account.status === "known") {
    return { time, value: account.value, currency: desk.config.get("base_currency") };
  }
  throw new ContangoError("BROKER_ANSWER", "capital", `the account value is not known: ${account.reason}`, {
    details: { account: desk.config.get("broker_account") },
  });
}
