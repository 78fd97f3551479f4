/**
 * The demo's second strategy: it holds what has risen to the top of its range of the last days, and sells what has fallen to
 * the bottom of it. Arguments (in `strategy_list`): `instruments`, and `days`, the length of the range.
 */
import {
  asOf,
  diff,
  ewmStandardDeviation,
  fxPrices,
  type Launcher,
  type LauncherArguments,
  launcherOutcome,
  loadBacktestData,
  max,
  min,
  referencePrice,
  resampleBusinessDays,
  type Series,
  storePositions,
  strategyCapital,
  tail,
  type WantedPosition,
} from "contango";

/** Square root of 256 business days. */
const DAYS_ROOT = 16;
const BUFFER = 0.1;

export const runBreakout: Launcher = async (strategy, desk, args) => {
  const time = desk.now();
  const { capital, problem } = await strategyCapital(desk, strategy);
  if (problem !== undefined) return launcherOutcome({ strategy, time, problems: [problem] });
  const { instruments, days } = argumentsOf(args);
  const baseCurrency = desk.config.get("base_currency");
  const risk = desk.config.get("percentage_vol_target") / 100 / DAYS_ROOT;
  const market = await loadBacktestData(desk.data, instruments, baseCurrency);
  const wanted: WantedPosition[] = [];
  for (const [code, { instrument, adjustedPrice, multiplePrices }] of market.instruments) {
    const prices = resampleBusinessDays(adjustedPrice, "last");
    const rate = fxPrices(market.fxPrices, `${instrument.currency}${baseCurrency}`, {
      until: prices.timeAt(-1),
    });
    const riskOfOne =
      ewmStandardDeviation(diff(prices), { span: 35 }).at(-1) *
      instrument.pointSize *
      asOf(rate, prices).at(-1);
    const average = ((capital / instruments.length) * risk) / riskOfOne;
    const position = average * placeInRange(prices, days);
    const reference = multiplePrices && referencePrice(multiplePrices);
    wanted.push(
      reference === undefined || Number.isNaN(position)
        ? { instrument: code, problem: { code: "PRICES_EMPTY", message: "there are too few prices" } }
        : {
            instrument: code,
            position: {
              kind: "buffered",
              lower: position - BUFFER * average,
              upper: position + BUFFER * average,
              referencePrice: reference.price,
              referenceContract: reference.contract,
            },
          },
    );
  }
  const stored = await storePositions(desk, strategy, time, wanted);
  return launcherOutcome({ strategy, time, capital, instruments: stored });
};

/** From −2, the lowest price of the last days, to 2, the highest. */
function placeInRange(prices: Series, days: number): number {
  const recent = tail(prices, days);
  const [lowest, highest] = [min(recent), max(recent)];
  return 4 * ((recent.at(-1) - lowest) / (highest - lowest) - 0.5);
}

function argumentsOf({ instruments, days }: LauncherArguments): {
  readonly instruments: readonly string[];
  readonly days: number;
} {
  return { instruments: instruments as readonly string[], days: Number(days) };
}
