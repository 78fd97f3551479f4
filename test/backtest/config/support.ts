import { expect } from "vitest";
import type { BacktestConfig } from "../../../src/backtest/config/backtestConfig.js";
import {
  type BacktestSettingsOptions,
  backtestSettings,
} from "../../../src/backtest/config/backtestSettings.js";
import { type ContangoError, isContangoError } from "../../../src/errors/contangoError.js";

/** A small configuration that is right. */
export const GOOD = {
  trading_rules: {
    trend: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 },
    carry: {
      function: "systems.provided.rules.carry.carry",
      data: ["rawdata.raw_carry"],
      other_args: { smooth_days: 90 },
    },
  },
  forecast_weights: { trend: 0.6, carry: 0.4 },
  instrument_weights: { CORN: 0.5, US10: 0.5 },
} as const satisfies BacktestConfig;

/** The settings of anything at all. */
export function settingsOf(config: unknown, options?: BacktestSettingsOptions) {
  return backtestSettings(config as BacktestConfig, options);
}

/** The error that reading a configuration ends with. */
export function refusal(config: unknown, options?: BacktestSettingsOptions): ContangoError {
  try {
    settingsOf(config, options);
  } catch (error) {
    if (isContangoError(error, "BACKTEST_CONFIG")) return error;
    throw error;
  }
  return expect.fail("it was read");
}
