import { ContangoError } from "../../errors/contangoError.js";
import type { CurrencyCode } from "../../instruments/codes.js";
import type { Desk } from "../desk.js";
import { patiently } from "../prices/patiently.js";
import {
  type ConversionRate,
  type ConvertedAccount,
  convertAccount,
  currenciesHeld,
} from "./accountValue.js";
import { readConversionRate } from "./conversionRate.js";

/** The account at a moment, in the base currency. */
export interface AccountReading {
  /** Wall time of the broker's snapshot. */
  readonly time: number;
  readonly account: ConvertedAccount;
}

/**
 * Asks the broker what the configured account is worth, and converts it at the last stored FX prices.
 *
 * @throws ContangoError `BROKER_MISSING`; what the broker throws.
 */
export async function readAccount(desk: Desk, signal?: AbortSignal): Promise<AccountReading> {
  const { clock, config, broker, data } = desk;
  const source = broker?.account;
  if (source === undefined) {
    throw new ContangoError(
      "BROKER_MISSING",
      "capital",
      "there is no broker to give the account value; open the desk with one, or keep capital by hand with the capital tool",
    );
  }
  const chosen = config.get("broker_account");
  const answer = await patiently(clock, signal, () =>
    source.accountValues(chosen, signal === undefined ? {} : { signal }),
  );
  const values = answer.values.filter(({ account }) => chosen === undefined || account === chosen);
  const time = desk.wallTime(answer.time);
  const base = config.get("base_currency");
  const rates = new Map<CurrencyCode, ConversionRate>();
  for (const currency of currenciesHeld({ values })) {
    rates.set(currency, await readConversionRate(data, currency, base, time));
  }
  return { time, account: convertAccount({ values }, rates) };
}
