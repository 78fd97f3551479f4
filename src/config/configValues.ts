import type { CapitalMethod } from "../capital/compounding.js";
import type { CurrencyCode, InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { UncheckedBacktestSettings } from "./backtestSettings.js";

/**
 * How much of trading is done by the program: `manual`: a person trades and records the fills; `broker_fills`: a person trades
 * and the fills are picked up from the broker; `automatic`: trades are handed to the broker too.
 */
export const AUTOMATION_LEVELS = ["manual", "broker_fills", "automatic"] as const;
export type AutomationLevel = (typeof AUTOMATION_LEVELS)[number];

/** What configuration says about one strategy. */
export interface StrategyConfig {
  /** The launcher that runs its backtest: `function` names it, the other keys are its arguments. */
  readonly overnight_launcher?: Readonly<Record<string, unknown>>;
  readonly load_backtests?: { readonly object?: string; readonly function?: string };
  readonly reporting_code?: { readonly function?: string };
  /** How its trades are done, where that differs from the `automation` of the whole desk. */
  readonly automation?: AutomationLevel;
}

/** How total capital is shared out: `function` names the allocation function, the other keys are its settings. */
export interface AllocationConfig {
  readonly function?: string;
  /** Weights by strategy; only their proportions count. */
  readonly strategy_weights?: Readonly<Record<StrategyName, number>>;
  readonly [setting: string]: unknown;
}

/** When a roll may go ahead by itself. */
export interface AutoRollConfig {
  readonly auto_roll_if_relative_volume_higher_than?: number;
  readonly min_relative_volume?: number;
  /** In contracts. */
  readonly min_absolute_volume?: number;
  readonly near_expiry_days?: number;
  readonly default_roll_state_if_undecided?: string;
  readonly auto_roll_expired?: boolean;
}

/** The settings that have a default. Names are those of pysystemtrade. */
export interface DefaultedConfig {
  /** Capital, P&L and margin are kept in it. */
  readonly base_currency: CurrencyCode;
  readonly production_capital_method: CapitalMethod;
  readonly strategy_list: Readonly<Record<StrategyName, StrategyConfig>>;
  readonly strategy_capital_allocation: AllocationConfig;
  /** How trades are done and fills come in, for strategies that do not say so themselves. */
  readonly automation: AutomationLevel;
  /** Annual standard deviation to aim at, in percent of capital. */
  readonly percentage_vol_target: number;
  /** Capital of a backtest, in the base currency. */
  readonly notional_trading_capital: number;
  /** What the width of the position buffer is a fraction of. */
  readonly buffer_method: "forecast" | "position" | "none";
  /** Half the width of the buffer: 0.1 is 10%. */
  readonly buffer_size: number;
  readonly buffer_trade_to_edge: boolean;
  /** A price change larger than this many times the average absolute daily change is refused. */
  readonly max_price_spike: number;
  readonly ignore_future_prices: boolean;
  readonly ignore_prices_with_zero_volumes_intraday: boolean;
  readonly ignore_prices_with_zero_volumes_daily: boolean;
  readonly ignore_zero_prices: boolean;
  readonly ignore_negative_prices: boolean;
  /** The second sampling frequency beside daily. */
  readonly intraday_frequency: SamplingFrequency;
  /**
   * Where an instrument's contract prices come from, by its code; `default` is for the others. The first source that has new
   * bars is taken. `broker` is the broker, other names are those of the desk's price sources.
   */
  readonly price_sources: Readonly<Record<string, readonly string[]>>;
  /** Left out of updates and reports. */
  readonly stale_instruments: readonly InstrumentCode[];
  /** Left out of reports. */
  readonly stale_strategies: readonly StrategyName[];
  readonly roll_status_auto_update: AutoRollConfig;
  readonly backtest_store_directory: string;
  readonly csv_backup_directory: string;
  /** Where snapshots of the store are kept. */
  readonly snapshot_directory: string;
  readonly mongo_dump_directory: string;
  readonly echo_directory: string;
  readonly echo_extension: string;
  /** How long a broker or price source has to answer a question, in minutes: longer than it makes one wait for its pace. */
  readonly broker_timeout_minutes: number;
  /** Host name, or a whole `mongodb://` URI. */
  readonly mongo_host: string;
  readonly mongo_port: number;
  readonly mongo_db: string;
  readonly ib_ipaddress: string;
  readonly ib_port: number;
  /** The first broker client id. */
  readonly ib_idoffset: number;
  /** Hours added to the broker's trading hours. */
  readonly GMT_offset_hours: number;
}

export const SAMPLING_FREQUENCIES = ["Y", "m", "M", "W", "B", "D", "H", "15M", "5M", "10S", "S"] as const;
/** Sampling frequencies as configuration spells them: `m` is a month, `M` a minute. */
export type SamplingFrequency = (typeof SAMPLING_FREQUENCIES)[number];

/** Every setting that is known. Settings of a backtest ({@link BACKTEST_SETTINGS}) may hold anything. */
export interface ConfigValues extends DefaultedConfig, UncheckedBacktestSettings {
  /** Another file, relative to this one, that this one is laid over. */
  readonly base_config?: string;
  /** IANA name of the zone whose wall time prices and capital carry: `America/Chicago`. */
  readonly timezone?: string;
  /** When contract prices of a region are first asked for on a day: `{ ASIA: "09:00", US: "22:30" }`, wall time. */
  readonly download_by_zone?: Readonly<Record<string, string>>;
  readonly parquet_store?: string;
  readonly broker_account?: string;
  readonly broker_factory_func?: string;
  readonly offsystem_backup_directory?: string;
  readonly email_address?: string;
  readonly email_pwd?: string;
  readonly email_server?: string;
  readonly email_to?: string;
  readonly email_port?: number;
  readonly email_store_filename?: string;
  readonly reporting_directory?: string;
  readonly reports?: Readonly<Record<string, unknown>>;
  readonly quandl_key?: string;
  readonly barchart_key?: string;
  readonly trading_server_ip?: string;
  readonly trading_server_username?: string;
  readonly trading_server_ssh_port?: number;
  readonly dashboard_visible_on_lan?: boolean;
  readonly execution_algos?: Readonly<Record<string, unknown>>;
  readonly small_system?: Readonly<Record<string, unknown>>;
  readonly instrument_returns_correlation?: Readonly<Record<string, unknown>>;
  readonly duplicate_instruments?: Readonly<Record<string, unknown>>;
  readonly exclude_instrument_lists?: Readonly<Record<string, unknown>>;
}
