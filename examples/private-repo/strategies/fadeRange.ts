import {
  type BacktestConfig,
  divide,
  forwardFill,
  type RuleArguments,
  type RuleInputs,
  rollingMean,
  type Series,
  subtract,
} from "contango";

/**
 * A rule of one's own: against the distance of the price from its mean of the last `days` days (default 40), in units of daily
 * volatility. Short above the mean, long below it.
 */
export function fadeRange(
  { dailyPrice, volatility }: Pick<RuleInputs, "dailyPrice" | "volatility">,
  { days = 40 }: RuleArguments,
): Series {
  const window = Number(days);
  const usual = rollingMean(dailyPrice, { window, minPeriods: Math.ceil(window / 2) });
  return divide(subtract(usual, dailyPrice), forwardFill(volatility));
}

/** A system of that rule, and carry so that it does not stand alone. */
export const FADE_RANGE: BacktestConfig = {
  trading_rules: {
    fade: { function: fadeRange, other_args: { days: 40 }, forecast_scalar: 2 },
    carry: { function: "carry", forecast_scalar: 30 },
  },
  forecast_weights: { fade: 0.7, carry: 0.3 },
  percentage_vol_target: 20,
  notional_trading_capital: 500_000,
  base_currency: "USD",
};
