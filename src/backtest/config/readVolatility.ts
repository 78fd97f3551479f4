import type { VolatilityConfig } from "./backtestConfig.js";
import type { Place } from "./place.js";
import { flag, leastRows, number, oneOf, openBlock, rows, wordFor } from "./readValues.js";
import type { BacktestSettings, VolatilitySettings } from "./settings.js";

const KEYS = [
  "func",
  "name_returns_attr_in_rawdata",
  "multiplier_to_get_daily_vol",
  "days",
  "min_periods",
  "slow_vol_years",
  "proportion_of_slow_vol",
  "vol_abs_min",
  "backfill",
  "vol_floor",
  "floor_min_quant",
  "floor_min_periods",
  "floor_days",
] as const satisfies readonly (keyof VolatilityConfig)[];

const method = wordFor({
  mixed_vol_calc: "mixed",
  robust_vol_calc: "robust",
  simple_vol_calc: "simple",
  simple_ewvol_calc: "exponential",
  mixed: "mixed",
  robust: "robust",
  simple: "simple",
  exponential: "exponential",
});
const share = number({ from: 0, to: 1 });

/** Reads `volatility_calculation`. */
export function readVolatility(place: Place): Pick<BacktestSettings, "volatility" | "returnsForVolatility"> {
  const at = openBlock(place, KEYS);
  const quantile = share(at("floor_min_quant"));
  const volatility: VolatilitySettings = {
    method: method(at("func")),
    days: rows(at("days")),
    minPeriods: leastRows(at("min_periods")),
    slowYears: number({ above: 0 })(at("slow_vol_years")),
    proportionOfSlow: share(at("proportion_of_slow_vol")),
    floor: number({ from: 0 })(at("vol_abs_min")),
    multiplierToDaily: number({ above: 0 })(at("multiplier_to_get_daily_vol")),
    backfill: flag(at("backfill")),
    // The lowest of a window that holds the value itself is no floor.
    floorQuantile: flag(at("vol_floor")) ? quantile : 0,
    floorDays: rows(at("floor_days")),
    floorMinPeriods: leastRows(at("floor_min_periods")),
  };
  const returns = oneOf(["daily_returns", "hourly_returns"]);
  return { volatility, returnsForVolatility: returns(at("name_returns_attr_in_rawdata")) };
}
