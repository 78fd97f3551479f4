import {
  asOf,
  fxPrices,
  lastValue,
  multiplePrices,
  optimalPositionAt,
  optimalPositionFrame,
  requiredTrades,
  type Series,
  storedFxPairs,
} from "contango";
import { type BufferedPositions, trendPositions } from "../private-repo/strategies/trend.js";
import type { Demo, TradedInstrument } from "./context.js";
import { progress, progressDone, say, table } from "./print.js";

const STRATEGY = "trend";
/** Diversification lets each market have more than its share. */
const DIVERSIFICATION_MULTIPLIER = 1.9;

/** Runs the strategy on every instrument and stores where each position should be tonight. */
export async function runStrategy(
  demo: Demo,
  capital: number,
): Promise<ReadonlyMap<string, BufferedPositions>> {
  const { storage, data, instruments } = demo;
  const positions = new Map<string, BufferedPositions>();
  const share = (capital * DIVERSIFICATION_MULTIPLIER) / instruments.length;
  for (const traded of instruments) {
    progress(`backtest ${traded.code} …`);
    const adjustedPrice = await data.adjustedPrices.get(traded.code);
    const fxRate = await rateInDollars(demo, traded, adjustedPrice);
    positions.set(
      traded.code,
      trendPositions({
        instrument: traded.instrument,
        adjustedPrice,
        fxRate,
        capital: share,
        riskTarget: 20,
      }),
    );
  }
  progressDone();
  await storage.atomically(async (batch) => {
    for (const [code, buffered] of positions) {
      const multiple = await data.multiplePrices.get(code, { last: 500 });
      const { PRICE, PRICE_CONTRACT } = multiplePrices(multiple);
      const optimal = optimalPositionFrame(buffered.position.timeAt(-1), {
        kind: "buffered",
        lower: lastValue(buffered.lower),
        upper: lastValue(buffered.upper),
        referencePrice: lastValue(PRICE),
        referenceContract: PRICE_CONTRACT.dictionary[PRICE_CONTRACT.values.at(-1)!]!,
      });
      await data.optimalPositions.write({ strategy: STRATEGY, instrument: code }, optimal, batch);
    }
  });
  return positions;
}

async function rateInDollars(
  { data }: Demo,
  { instrument }: TradedInstrument,
  price: Series,
): Promise<Series> {
  const pair = `${instrument.currency}USD`;
  const stored = new Map<string, Series>();
  for (const needed of storedFxPairs(pair)) stored.set(needed, await data.fxPrices.get(needed));
  return asOf(fxPrices(stored, pair, { until: price.timeAt(-1) }), price);
}

/** Compares what was stored with positions held, and prints what to trade. */
export async function printTrades(
  { data, instruments }: Demo,
  held: Readonly<Record<string, number>>,
): Promise<void> {
  const optimal = new Map();
  for (const { code } of instruments) {
    optimal.set(
      code,
      optimalPositionAt(await data.optimalPositions.get({ strategy: STRATEGY, instrument: code })),
    );
  }
  const { trades, unmanaged } = requiredTrades(optimal, held);
  table(
    trades.map(({ instrument, lower, upper, actual, required, trade }) => ({
      instrument,
      "lower buffer": Number(lower.toFixed(2)),
      "upper buffer": Number(upper.toFixed(2)),
      held: actual,
      wanted: required,
      trade: trade === 0 ? "none" : trade > 0 ? `buy ${trade}` : `sell ${-trade}`,
      "reference contract": optimal.get(instrument).referenceContract,
      "reference price": optimal.get(instrument).referencePrice,
    })),
  );
  for (const { instrument, actual } of unmanaged) {
    say(`  ${instrument}: ${actual} held, but no optimal position is stored: left alone.`);
  }
}
