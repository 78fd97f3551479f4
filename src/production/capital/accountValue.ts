import type { AccountSnapshot, AccountValue } from "../../broker/broker.js";
import { type Decimal, money, ZERO } from "../../capital/money.js";
import type { CurrencyCode } from "../../instruments/codes.js";

/** What one unit of a currency is worth in the base currency; or why that is not known, in words that follow "there is". */
export type ConversionRate =
  | { readonly status: "known"; readonly rate: number }
  | { readonly status: "unknown"; readonly reason: string };

/** An account in the base currency; or why its value is not known. */
export type ConvertedAccount =
  | {
      readonly status: "known";
      readonly value: Decimal;
      /** What is tied up as margin; undefined where the broker does not say what is not. */
      readonly margin: Decimal | undefined;
    }
  | { readonly status: "unknown"; readonly reason: string };

/** Currencies of which an account holds something. */
export function currenciesHeld({ values }: Pick<AccountSnapshot, "values">): readonly CurrencyCode[] {
  const held = values.filter((value) => value.netLiquidation !== 0 || Boolean(value.excessLiquidity));
  return [...new Set(held.map(({ currency }) => currency))].sort();
}

/**
 * Adds up what an account is worth in the base currency. What is not known is never taken for nothing: no value at all,
 * one that is no finite number, several accounts that nobody chose from, or a currency without a rate make the whole unknown.
 */
export function convertAccount(
  { values }: Pick<AccountSnapshot, "values">,
  rates: ReadonlyMap<CurrencyCode, ConversionRate>,
): ConvertedAccount {
  const unknown = (reason: string): ConvertedAccount => ({ status: "unknown", reason });
  if (values.length === 0) return unknown("the broker gave no account value");
  const accounts = [...new Set(values.map(({ account }) => account))].sort();
  if (accounts.length > 1) {
    return unknown(
      `the broker gave values of the accounts ${accounts.join(", ")}; name one in broker_account`,
    );
  }
  let value = ZERO;
  let margin: Decimal | undefined = ZERO;
  for (const { account, currency, netLiquidation, excessLiquidity } of values) {
    const what = `the ${currency} value of account ${account}`;
    if (!Number.isFinite(netLiquidation)) return unknown(`${what} is ${netLiquidation}`);
    if (netLiquidation === 0 && !excessLiquidity) continue;
    const rate = rates.get(currency);
    if (rate?.status !== "known") {
      return unknown(`${what} cannot be converted: there is ${rate?.reason ?? `no rate for ${currency}`}`);
    }
    value = value.plus(money(netLiquidation).times(rate.rate));
    const tiedUp = marginOf({ netLiquidation, excessLiquidity });
    margin = tiedUp === undefined ? undefined : margin?.plus(tiedUp.times(rate.rate));
  }
  return { status: "known", value: asStored(value), margin: margin && asStored(margin) };
}

function marginOf({
  netLiquidation,
  excessLiquidity,
}: Pick<AccountValue, "netLiquidation"> & { readonly excessLiquidity: number | undefined }):
  | Decimal
  | undefined {
  if (excessLiquidity === undefined || !Number.isFinite(excessLiquidity)) return undefined;
  return money(netLiquidation).minus(money(excessLiquidity));
}

/** The amount that comes back when it was stored as a float64. */
const asStored = (amount: Decimal): Decimal => money(amount.toNumber());
