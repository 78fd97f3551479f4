import { ContangoError } from "../errors/contangoError.js";
import { type CurrencyCode, type InstrumentCode, instrumentCode } from "./codes.js";

/** Commissions of an instrument. They are alternatives: the one that comes to most is charged. */
export interface Commission {
  /** In the instrument's currency, per contract. */
  readonly perBlock: number;
  /** Of the notional value: 0.01 is 1%. */
  readonly percentage: number;
  /** In the instrument's currency, per order. */
  readonly perTrade: number;
}

/** How an instrument is classified beyond its asset class; empty where it does not apply. */
export interface InstrumentClassification {
  readonly subClass: string;
  readonly subSubClass: string;
  readonly style: string;
  readonly country: string;
  /** In years, for bonds and rates; NaN elsewhere. */
  readonly duration: number;
  readonly description: string;
}

/** A futures market. */
export interface Instrument {
  readonly code: InstrumentCode;
  readonly description: string;
  /** Value of a price move of 1, in the instrument's currency, for one contract. */
  readonly pointSize: number;
  readonly currency: CurrencyCode;
  /** `Bond`, `Equity`, `Ags` … */
  readonly assetClass: string;
  /** `US`, `EMEA`, `ASIA` … */
  readonly region: string;
  readonly commission: Commission;
  /** Half the usual spread between bid and ask, in price units; NaN where it is not known. */
  readonly spreadCost: number;
  readonly classification?: InstrumentClassification;
}

/** An instrument as a user may give it. */
export type InstrumentValues = Pick<Instrument, "code" | "pointSize" | "currency" | "assetClass"> &
  Partial<Omit<Instrument, "commission">> & { readonly commission?: Partial<Commission> };

/**
 * Checks an instrument and fills in what was left out: no description, no region, no commission, unknown spread.
 *
 * @throws ContangoError `INSTRUMENT_CODE`; `INSTRUMENT_VALUE` where the point size is not above zero, a cost is
 * negative or not finite, the currency is not three capital letters or the asset class is empty.
 * @example
 * const corn = instrument({ code: "CORN", pointSize: 50, currency: "USD", assetClass: "Ags", spreadCost: 0.125 });
 */
export function instrument(values: InstrumentValues): Instrument {
  const code = instrumentCode(values.code);
  const check = (valid: boolean, name: string, value: unknown, wanted: string): void => {
    if (valid) return;
    throw new ContangoError(
      "INSTRUMENT_VALUE",
      "instruments",
      `${code}: ${name} was ${String(value)}; give ${wanted}`,
      {
        details: { instrument: code, name },
      },
    );
  };
  const { pointSize, currency, assetClass, spreadCost = Number.NaN } = values;
  const commission = { perBlock: 0, percentage: 0, perTrade: 0, ...values.commission };
  check(Number.isFinite(pointSize) && pointSize > 0, "point size", pointSize, "a number above zero");
  check(/^[A-Z]{3}$/.test(currency), "currency", currency, "three capital letters, as in USD");
  check(assetClass !== "", "asset class", `"${assetClass}"`, "a name, as in Bond");
  for (const [name, cost] of Object.entries(commission)) {
    check(isCost(cost), `commission ${name}`, cost, "a number of zero or more");
  }
  check(
    Number.isNaN(spreadCost) || isCost(spreadCost),
    "spread cost",
    spreadCost,
    "a number of zero or more",
  );
  return {
    code,
    description: values.description ?? "",
    pointSize,
    currency,
    assetClass,
    region: values.region ?? "",
    commission,
    spreadCost,
    ...(values.classification === undefined ? {} : { classification: values.classification }),
  };
}

const isCost = (value: number): boolean => Number.isFinite(value) && value >= 0;
