import type { CurrencyCode } from "../instruments/codes.js";

/** Currencies whose smallest unit is not a hundredth (ISO 4217), with their decimal places. */
const DECIMAL_PLACES: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Decimal places of a currency's smallest unit: 2 for USD, 0 for JPY, 3 for KWD; 2 where it is not known. */
export function minorUnitPlaces(currency: CurrencyCode): number {
  return Object.hasOwn(DECIMAL_PLACES, currency) ? DECIMAL_PLACES[currency]! : 2;
}
