import { CAPITAL_METHODS } from "../capital/compounding.js";
import { BACKTEST_SETTINGS, type UncheckedBacktestSettings } from "./backtestSettings.js";
import {
  AUTOMATION_LEVELS,
  type ConfigValues,
  SAMPLING_FREQUENCIES,
  type StrategyConfig,
} from "./configValues.js";
import type { LocatedMap } from "./located.js";
import { anything, block, flag, list, named, number, oneOf, type Rule, text, textWhere } from "./rules.js";

const port = number({ from: 1, to: 65_535, whole: true });
const strategy = block<StrategyConfig>({
  overnight_launcher: block({ function: text }, anything),
  load_backtests: block({ object: text, function: text }),
  reporting_code: block({ function: text }),
  automation: oneOf(AUTOMATION_LEVELS),
});

const RULES: {
  readonly [Key in Exclude<keyof ConfigValues, keyof UncheckedBacktestSettings>]-?: Rule<
    Exclude<ConfigValues[Key], undefined>
  >;
} = {
  base_currency: textWhere((code) => /^[A-Z]{3}$/.test(code), "three capital letters, as in USD"),
  production_capital_method: oneOf(CAPITAL_METHODS),
  strategy_list: named(strategy),
  strategy_capital_allocation: block(
    { function: text, strategy_weights: named(number({ from: 0 })) },
    anything,
  ),
  automation: oneOf(AUTOMATION_LEVELS),
  percentage_vol_target: number({ above: 0, to: 1000 }),
  notional_trading_capital: number({ above: 0 }),
  buffer_method: oneOf(["forecast", "position", "none"]),
  buffer_size: number({ from: 0, to: 1 }),
  buffer_trade_to_edge: flag,
  max_price_spike: number({ above: 0 }),
  ignore_future_prices: flag,
  ignore_prices_with_zero_volumes_intraday: flag,
  ignore_prices_with_zero_volumes_daily: flag,
  ignore_zero_prices: flag,
  ignore_negative_prices: flag,
  intraday_frequency: oneOf(SAMPLING_FREQUENCIES),
  price_sources: named(list(text)),
  stale_instruments: list(text),
  stale_strategies: list(text),
  roll_status_auto_update: block({
    auto_roll_if_relative_volume_higher_than: number({ from: 0 }),
    min_relative_volume: number({ from: 0 }),
    min_absolute_volume: number({ from: 0 }),
    near_expiry_days: number({ from: 0 }),
    default_roll_state_if_undecided: text,
    auto_roll_expired: flag,
  }),
  backtest_store_directory: text,
  csv_backup_directory: text,
  snapshot_directory: text,
  mongo_dump_directory: text,
  echo_directory: text,
  echo_extension: text,
  broker_timeout_minutes: number({ above: 0, to: 1440 }),
  mongo_host: text,
  mongo_port: port,
  mongo_db: text,
  ib_ipaddress: text,
  ib_port: port,
  ib_idoffset: number({ from: 0, to: 2_147_483_647, whole: true }),
  GMT_offset_hours: number({ from: -24, to: 24 }),
  base_config: text,
  timezone: textWhere(isTimeZone, "the IANA name of a time zone, as in America/Chicago"),
  download_by_zone: named(
    textWhere((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time), 'a time of day in quotes, as in "20:30"'),
  ),
  parquet_store: text,
  broker_account: text,
  broker_factory_func: text,
  offsystem_backup_directory: text,
  email_address: text,
  email_pwd: text,
  email_server: text,
  email_to: text,
  email_port: port,
  email_store_filename: text,
  reporting_directory: text,
  reports: named(anything),
  quandl_key: text,
  barchart_key: text,
  trading_server_ip: text,
  trading_server_username: text,
  trading_server_ssh_port: port,
  dashboard_visible_on_lan: flag,
  execution_algos: named(anything),
  small_system: named(anything),
  instrument_returns_correlation: named(anything),
  duplicate_instruments: named(anything),
  exclude_instrument_lists: named(anything),
};

/** Names of the settings that are checked when they are read: all but those of a backtest. */
export const PRODUCTION_SETTINGS: readonly string[] = Object.keys(RULES);

const settings = block<Partial<ConfigValues>>({
  ...RULES,
  ...(Object.fromEntries(BACKTEST_SETTINGS.map((name) => [name, anything])) as Record<
    keyof UncheckedBacktestSettings,
    typeof anything
  >),
});

/**
 * Checks every value of one source of configuration. Nothing is required of it: what it leaves out has a default.
 *
 * @throws ContangoError `CONFIG_VALUE` for an unknown name or a value that is not allowed, with its place.
 */
export function checkConfig(root: LocatedMap): void {
  settings(root, []);
}

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
