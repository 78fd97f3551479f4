import type { Random } from "./seededRandom.js";

/** A configuration of which every value is known, so that what a change to its text must do is known too. */
export interface Block {
  readonly kind: "block";
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly value: Value;
}

export type Value =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "word"; readonly value: string }
  | { readonly kind: "number"; readonly value: number; readonly wrong: readonly string[] }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "list"; readonly value: readonly string[] }
  | Block;

/** The password in every model: it may not come back in any error. */
export const PASSWORD = "hunter2 horse: battery";

const port = ["0", "-1", "70000", "1.5"];

/** A valid configuration: some settings of every kind, in some order. */
export function randomModel(random: Random): Block {
  const text = (value: string): Value => ({ kind: "text", value });
  const word = (...words: readonly string[]): Value => ({ kind: "word", value: random.pick(words) });
  const flag = (): Value => ({ kind: "flag", value: random.chance(0.5) });
  const number = (wrong: readonly string[], ...values: readonly number[]): Value => ({
    kind: "number",
    value: random.pick(values),
    wrong,
  });
  const names = (): Value => ({
    kind: "list",
    value: random.shuffled(["CORN", "SP500_micro", "US10", "V2X", "MXP"]).slice(random.below(4)),
  });
  const block = (...entries: readonly (readonly [string, Value])[]): Block => ({
    kind: "block",
    entries: entries.map(([key, value]) => ({ key, value })),
  });
  const launcher = block(
    ["function", text("classic.launcher")],
    ["backtest_config", text("private/trend.yaml")],
    ["risk multiplier", number([], 1, 0.5)],
  );
  const optional: readonly (readonly [string, Value])[] = [
    ["base_currency", word("EUR", "GBP", "JPY")],
    ["production_capital_method", word("full", "half", "fixed")],
    ["buffer_method", word("forecast", "position", "none")],
    ["intraday_frequency", word("H", "15M", "5M")],
    ["max_price_spike", number(["0", "-8"], 6, 8.5, 12)],
    ["percentage_vol_target", number(["0", "-16", "2000"], 12, 16, 25.5)],
    ["buffer_size", number(["-0.1", "1.5"], 0.1, 0.25)],
    ["ib_port", number(port, 4001, 4002, 7496)],
    ["ib_idoffset", number(["-1", "0.5"], 0, 100)],
    ["GMT_offset_hours", number(["-30", "25"], -5, 0, 9.5)],
    ["ignore_zero_prices", flag()],
    ["ignore_negative_prices", flag()],
    ["stale_instruments", names()],
    ["mongo_db", text("production_2")],
    ["mongo_host", text("mongodb://user:secret-phrase@10.0.0.1/?a=b")],
    ["csv_backup_directory", text("/home/me/data: backups #1")],
    ["email_address", text("me@example.com")],
    ["echo_extension", text(".log")],
  ];
  const needed: readonly (readonly [string, Value])[] = [
    ["email_pwd", text(PASSWORD)],
    ["email_port", number(port, 25, 587)],
    ["buffer_trade_to_edge", flag()],
    ["stale_strategies", names()],
    ["timezone", word("Europe/London", "America/Chicago")],
    [
      "strategy_list",
      block(
        ["trend", block(["overnight_launcher", launcher])],
        ["carry", block(["overnight_launcher", launcher])],
      ),
    ],
    [
      "strategy_capital_allocation",
      block(
        ["function", text("weightedAllocation")],
        ["strategy_weights", block(["trend", number(["-60"], 60, 70)], ["carry", number(["-1"], 30, 40.5)])],
      ),
    ],
    [
      "roll_status_auto_update",
      block(
        ["min_relative_volume", number(["-0.01"], 0.01, 0.05)],
        ["near_expiry_days", number(["-10"], 10, 5)],
        ["auto_roll_expired", flag()],
      ),
    ],
  ];
  const some = random.shuffled(optional).slice(0, 6 + random.below(8));
  return block(...random.shuffled([...needed, ...some]));
}

/** The plain value that reading a model's text must give. */
export function modelValue(value: Value): unknown {
  return value.kind === "block"
    ? Object.fromEntries(value.entries.map(({ key, value: inner }) => [key, modelValue(inner)]))
    : value.value;
}
