/**
 * Template: trend following with buffers. It runs `trendPositions` on every instrument, with an equal share of the strategy's
 * capital each, and stores the bounds between which no trade is worth its cost.
 */
import {
  fxPrices,
  keepBacktest,
  type Launcher,
  launcherOutcome,
  loadBacktestData,
  referencePrice,
  type Series,
  snapshotOf,
  storePositions,
  strategyCapital,
  type WantedPosition,
} from "contango";
import { trendPositions } from "./trend.js";

export const runTrend: Launcher = async (strategy, desk, args) => {
  const time = desk.now();
  const { capital, problem } = await strategyCapital(desk, strategy);
  if (problem !== undefined) return launcherOutcome({ strategy, time, problems: [problem] });

  const baseCurrency = desk.config.get("base_currency");
  const market = await loadBacktestData(desk.data, undefined, baseCurrency);
  const wanted: WantedPosition[] = [];
  const kept: Record<string, Record<string, Series>> = {};
  for (const [code, { instrument, adjustedPrice, multiplePrices }] of market.instruments) {
    const pair = `${instrument.currency}${baseCurrency}`;
    const { position, lower, upper } = trendPositions({
      instrument,
      adjustedPrice,
      fxRate: fxPrices(market.fxPrices, pair, { until: adjustedPrice.timeAt(-1) }),
      capital: capital / market.instruments.size,
      riskTarget: desk.config.get("percentage_vol_target"),
    });
    kept[code] = { position, lower, upper };
    const reference = multiplePrices && referencePrice(multiplePrices);
    wanted.push(
      reference === undefined
        ? { instrument: code, problem: { code: "PRICES_EMPTY", message: "there is no price to trade at" } }
        : {
            instrument: code,
            position: {
              kind: "buffered",
              lower: lower.at(-1),
              upper: upper.at(-1),
              referencePrice: reference.price,
              referenceContract: reference.contract,
            },
          },
    );
  }
  const instruments = await storePositions(desk, strategy, time, wanted);
  const backtest = await keepBacktest(desk, strategy, () => ({
    time,
    snapshot: snapshotOf(kept),
    config: args,
  }));
  return launcherOutcome({ strategy, time, capital, instruments, ...backtest });
};
