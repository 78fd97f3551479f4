import type { DataName } from "../dataNames.js";

/** What is stored of an instrument before it is traded. */
export const INSTRUMENT_DATA: readonly DataName[] = [
  "instruments",
  "instrumentClasses",
  "spreadCosts",
  "rollParameters",
  "rollCalendars",
  "contractPrices",
  "contracts",
  "multiplePrices",
  "adjustedPrices",
];
