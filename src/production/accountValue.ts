import type { Decimal } from "../capital/money.js";
import { ContangoError } from "../errors/contangoError.js";
import type { CurrencyCode } from "../instruments/codes.js";
import { type ConversionRate, convertAccount, currenciesHeld } from "./capital/accountValue.js";
import { readConversionRate } from "./capital/conversionRate.js";
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
  const { config, broker, data } = desk;
  if (broker?.account === undefined) {
    throw new ContangoError(
      "BROKER_MISSING",
      "capital",
      "there is no broker to give the account value; open the desk with one, or type the value",
    );
  }
  const chosen = config.get("broker_account");
  const answer = await broker.account.accountValues(chosen, signal === undefined ? {} : { signal });
  const values = answer.values.filter(({ account }) => chosen === undefined || account === chosen);
  const time = desk.wallTime(answer.time);
  const currency = config.get("base_currency");
  const rates = new Map<CurrencyCode, ConversionRate>();
  for (const held of currenciesHeld({ values })) {
    rates.set(held, await readConversionRate(data, held, currency, time));
  }
  const account = convertAccount({ values }, rates);
  if (account.status === "known") return { time, value: account.value, currency };
  throw new ContangoError("BROKER_ANSWER", "capital", `the account value is not known: ${account.reason}`, {
    details: { account: chosen },
  });
}
