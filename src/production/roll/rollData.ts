import type { DataName } from "../dataNames.js";

/** What a roll looks at. */
export const ROLL_READS: readonly DataName[] = [
  "multiplePrices",
  "adjustedPrices",
  "contractPrices",
  "contracts",
  "contractPositions",
  "sentTrades",
  "fills",
  "rollParameters",
  "rollStates",
  "rollCalendars",
];

/** What a roll changes. */
export const ROLL_WRITES: readonly DataName[] = [
  "multiplePrices",
  "adjustedPrices",
  "rollCalendars",
  "rollStates",
  "audit",
];
