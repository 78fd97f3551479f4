import type { DataName } from "../dataNames.js";

/** What recording a fill reads. */
export const FILL_READS: readonly DataName[] = [
  "fills",
  "instruments",
  "instrumentClasses",
  "spreadCosts",
  "rollParameters",
  "contracts",
  "contractPositions",
  "strategyPositions",
  "optimalPositions",
];

/** What it writes. */
export const FILL_WRITES: readonly DataName[] = [
  "fills",
  "contracts",
  "contractPositions",
  "strategyPositions",
];
