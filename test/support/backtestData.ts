import { readFileSync } from "node:fs";
import type { BacktestData, InstrumentData } from "../../src/backtest/data.js";
import { type Instrument, instrument } from "../../src/instruments/instrument.js";
import { storedFxPairs } from "../../src/prices/fxPrices.js";
import type { Series } from "../../src/series/series.js";
import { readAdjustedCsv, readFxCsv, readMultiplePricesCsv, readRollParameters } from "./csvFrames.js";
import { FUTURES } from "./folders.js";

const rows = (file: string): readonly (readonly string[])[] =>
  readFileSync(`${FUTURES}/csvconfig/${file}`, "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

/** The shipped configuration of an instrument, costs included. */
export function readInstrument(code: string): Instrument {
  const row = rows("instrumentconfig.csv").find(([name]) => name === code);
  if (row === undefined) throw new Error(`${code} is not in instrumentconfig.csv`);
  const [, description, pointSize, currency, assetClass, perBlock, percentage, perTrade, region] = row;
  const spread = rows("spreadcosts.csv").find(([name]) => name === code)?.[1];
  return instrument({
    code,
    description: description!,
    pointSize: Number(pointSize),
    currency: currency!,
    assetClass: assetClass!,
    region: region!,
    commission: {
      perBlock: Number(perBlock),
      percentage: Number(percentage),
      perTrade: Number(perTrade),
    },
    spreadCost: spread === undefined ? Number.NaN : Number(spread),
  });
}

/** What a backtest needs of some instruments, from the shipped CSV files. */
export function backtestData(codes: readonly string[], baseCurrency = "USD"): BacktestData {
  const parameters = readRollParameters();
  const instruments = new Map<string, InstrumentData>();
  const fxPrices = new Map<string, Series>();
  for (const code of codes) {
    const known = readInstrument(code);
    instruments.set(code, {
      instrument: known,
      adjustedPrice: readAdjustedCsv(code),
      multiplePrices: readMultiplePricesCsv(code),
      rollsPerYear: parameters.get(code)?.holdCycle.length ?? 0,
    });
    for (const pair of storedFxPairs(`${known.currency}${baseCurrency}`)) {
      if (!fxPrices.has(pair)) fxPrices.set(pair, readFxCsv(pair));
    }
  }
  return { instruments, fxPrices };
}
