import { BACKTEST_SETTING_NAMES } from "../backtest/config/settingNames.js";
import type { ConfigValues } from "./configValues.js";
import { DEFAULT_CONFIG } from "./defaults.js";
import { type ConfigExplanation, explainSetting } from "./explain.js";
import { locate } from "./locate.js";
import { type KeyPath, type LocatedMap, pickSettings, plainValue } from "./located.js";
import { mergeConfig } from "./merge.js";
import { originText } from "./refusal.js";
import { checkConfig } from "./schema.js";
import { secretValues, shownValue } from "./secrets.js";

const BACKTEST: ReadonlySet<string> = new Set(BACKTEST_SETTING_NAMES);
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

export type { ConfigExplanation, ConfigSetting } from "./explain.js";

/**
 * Settings from several sources, checked and merged. Immutable. Secrets come out of {@link Config.get} only: printed,
 * explained or made into JSON, they are masked.
 */
export class Config {
  readonly #layers: readonly LocatedMap[];
  readonly #defaults: number;
  readonly #merged: LocatedMap;
  readonly #values: Partial<ConfigValues>;

  /**
   * @param layers checked sources, the one that wins first.
   * @param defaults how many of them, the last ones, hold defaults.
   */
  constructor(layers: readonly [...LocatedMap[], LocatedMap], defaults = 1) {
    this.#layers = layers;
    this.#defaults = defaults;
    this.#merged = layers.reduce((over, under) => mergeConfig(over, under));
    this.#values = plainValue(this.#merged) as Partial<ConfigValues>;
  }

  /**
   * The value of a setting; undefined where nothing sets it and it has no default.
   *
   * @example
   * config.get("max_price_spike"); // 8
   */
  get<Key extends keyof ConfigValues>(key: Key): ConfigValues[Key] {
    return this.#values[key] as ConfigValues[Key];
  }

  /**
   * Which source set a value.
   *
   * @param key a setting, or names joined by points: `strategy_capital_allocation.strategy_weights.trend`; as a list
   * where a name holds a point itself.
   */
  explain(key: string | KeyPath): ConfigExplanation {
    return explainSetting(this.#merged, this.#layers, key);
  }

  /**
   * What lies between a backtest's own settings and the built-in defaults: from each source the settings that a backtest
   * reads. The risk target is the backtest's own or a default, never one of the sources between.
   */
  backtestLayers(): readonly LocatedMap[] {
    const chosen = this.#layers.length - this.#defaults;
    return this.#layers
      .map((layer, place) =>
        pickSettings(
          layer,
          (name) => BACKTEST.has(name) && (place >= chosen || name !== "percentage_vol_target"),
        ),
      )
      .filter(({ origin }) => origin !== BUILT_IN.origin);
  }

  /** The values of all secrets, also those that another source overrides, to be masked wherever text is shown. */
  secrets(): readonly string[] {
    return [...new Set(this.#layers.flatMap((layer) => secretValues(plainValue(layer), [])))];
  }

  /** Every setting as plain data, secrets masked. */
  toJSON(): Readonly<Record<string, unknown>> {
    return shownValue(this.#values, []) as Readonly<Record<string, unknown>>;
  }

  /** One line a setting, with its source, secrets masked; as the REPL prints it. */
  toString(): string {
    const lines = Object.entries(this.toJSON()).map(([key, value]) => {
      const sources = this.explain([key]).sources.map(originText);
      return `${key}: ${JSON.stringify(value)}  (${sources.join(", ")})`;
    });
    return lines.join("\n");
  }

  [INSPECT](): string {
    return this.toString();
  }
}

/** A source of configuration made of plain values, checked. @throws ContangoError `CONFIG_VALUE`. */
export function configLayer(values: Partial<ConfigValues>, source: string): LocatedMap {
  const layer = locate(values, source) as LocatedMap;
  checkConfig(layer);
  return layer;
}

/** The defaults as a source. */
export const BUILT_IN: LocatedMap = configLayer(DEFAULT_CONFIG, "built-in defaults");

/**
 * A configuration from plain values over the defaults: for tests, and for desks without a file.
 *
 * @throws ContangoError `CONFIG_VALUE`.
 * @example
 * configOf({ base_currency: "GBP" }).get("base_currency"); // "GBP"
 */
export function configOf(values: Partial<ConfigValues> = {}): Config {
  return new Config([configLayer(values, "given values"), BUILT_IN]);
}
