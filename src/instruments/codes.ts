import { ContangoError } from "../errors/contangoError.js";

declare const brand: unique symbol;
/** A string that has been checked and may not be mixed with others: `Branded<"InstrumentCode">`. */
export type Branded<Name extends string> = string & { readonly [brand]?: Name };

/** Code of an instrument, as configuration names it: `CORN`, `SP500_micro`. */
export type InstrumentCode = Branded<"InstrumentCode">;
/** Name of a strategy, as configuration names it. */
export type StrategyName = Branded<"StrategyName">;
/** Six letters, base currency first: `GBPUSD` is the value of one pound in dollars. */
export type FxPair = Branded<"FxPair">;
/** Three letters: `USD`. */
export type CurrencyCode = Branded<"CurrencyCode">;

const CODE = /^[A-Za-z0-9][A-Za-z0-9_.&-]*$/;

/**
 * Checks an instrument code: letters, digits, `_ . & -`, starting with a letter or digit (it becomes part of file
 * names and keys).
 *
 * @throws ContangoError `INSTRUMENT_CODE`.
 */
export function instrumentCode(text: string): InstrumentCode {
  if (CODE.test(text)) return text;
  throw new ContangoError(
    "INSTRUMENT_CODE",
    "instruments",
    `"${text}" cannot be an instrument code; use letters, digits, _ . & or -`,
    { details: { text } },
  );
}

/**
 * Checks an FX pair and gives its two currencies.
 *
 * @throws ContangoError `FX_PAIR` unless it is six capital letters.
 */
export function splitFxPair(pair: FxPair): { readonly base: CurrencyCode; readonly quote: CurrencyCode } {
  if (/^[A-Z]{6}$/.test(pair)) return { base: pair.slice(0, 3), quote: pair.slice(3) };
  throw new ContangoError(
    "FX_PAIR",
    "instruments",
    `"${pair}" is not an FX pair; write six letters, as in GBPUSD`,
    {
      details: { pair },
    },
  );
}
