import type { BacktestConfig } from "../backtest/config/backtestConfig.js";
import { type BacktestSettingsOptions, backtestSettings } from "../backtest/config/backtestSettings.js";
import { DEFAULT_BACKTEST_CONFIG } from "../backtest/config/defaultBacktestConfig.js";
import { effectiveBacktestConfig } from "../backtest/config/effectiveBacktestConfig.js";
import type { BacktestSettings } from "../backtest/config/settings.js";
import { type Config, configOf } from "./config.js";
import { decodeText } from "./decodeText.js";
import { type ConfigExplanation, explainSetting } from "./explain.js";
import { locate } from "./locate.js";
import {
  isMissing,
  type KeyPath,
  type Located,
  type LocatedEntry,
  type LocatedMap,
  type Origin,
  pickSettings,
  plainValue,
} from "./located.js";
import { mergeConfig } from "./merge.js";
import { parseYaml, type Yaml } from "./parseYaml.js";
import { readLayers } from "./readLayers.js";
import { shownValue } from "./secrets.js";

export interface LoadBacktestConfigOptions extends Pick<BacktestSettingsOptions, "rules"> {
  /** The desk's configuration, which lies under the file. Without it, only the defaults do. */
  readonly config?: Config;
  /** Plain values that lie over the file, as the capital of a strategy. */
  readonly values?: BacktestConfig;
}

/** A backtest's configuration, read. */
export interface LoadedBacktestConfig {
  readonly settings: BacktestSettings;
  /** The value of every setting, as plain data without secrets; it can be read again. */
  readonly config: BacktestConfig;
  /** Which source set a value; as {@link Config.explain}. */
  explain(key: string | KeyPath): ConfigExplanation;
}

/** Weights by instrument and rule make large files: 10 MB hold a thousand instruments with a hundred rules each. */
const LARGEST = 10 * 1024 * 1024;
const MOST_VALUES = 500_000;

const DEFAULTS = locate(DEFAULT_BACKTEST_CONFIG, "built-in defaults") as LocatedMap;

/**
 * Reads the configuration of a backtest from its YAML file, or from several of which later ones win. A setting of a file
 * takes the place of the same setting in the files before, and in those that it names as `base_config`. Under the files
 * lies the desk's configuration, and under that the defaults; there blocks are merged key by key. The risk target alone is
 * never the desk's.
 *
 * @throws ContangoError `BACKTEST_CONFIG` for an unknown setting, a value that is not allowed, or a rule that does not exist;
 * `CONFIG_FILE` where a file cannot be read; `CONFIG_SYNTAX` where it is not YAML; `CONFIG_VALUE` for a wrong `base_config`.
 * All but `CONFIG_FILE` with file, line, column and key.
 * @example
 * const { settings } = await loadBacktestConfig("private/trend.yaml", { config: desk.config, rules: { momentum } });
 */
export async function loadBacktestConfig(
  file: string | readonly string[],
  { config = configOf(), values = {}, rules = {} }: LoadBacktestConfigOptions = {},
): Promise<LoadedBacktestConfig> {
  const files: LocatedMap[] = [];
  for (const name of typeof file === "string" ? [file] : file) {
    files.unshift(...(await readLayers(name, backtestLayer)));
  }
  const given = locate(values, "given values") as LocatedMap;
  const layers = [given, ...replacing(files), ...config.backtestLayers(), DEFAULTS];
  const { origin } = files[0] ?? given;
  const merged = { ...layers.reduce((over, under) => mergeConfig(over, under)), origin };
  const plain = plainValue(merged) as BacktestConfig;
  const settings = backtestSettings(plain, { rules, placeOf: (path, part) => originOf(merged, path, part) });
  return {
    settings,
    config: withoutSecretArguments(effectiveBacktestConfig(plain, { rules })),
    explain: (key) => explainSetting(merged, layers, key),
  };
}

function backtestLayer(yaml: Yaml, bytes: Uint8Array, file: string): LocatedMap {
  return parseYaml(yaml, decodeText(bytes, file, LARGEST), file, MOST_VALUES);
}

/** Files of which each keeps only what none before it sets; the path of the file below is no setting. */
function replacing(files: readonly LocatedMap[]): readonly LocatedMap[] {
  const set = new Set(["base_config"]);
  return files.map((layer) => {
    const left = pickSettings(layer, (name) => !set.has(name));
    for (const [name, { value }] of left.entries) if (!isMissing(value)) set.add(name);
    return left;
  });
}

/** Where a setting was written, or the block around it where it is not set. */
function originOf(root: LocatedMap, path: KeyPath, part: "key" | "value"): Origin {
  let node: Located = root;
  for (const [depth, name] of path.entries()) {
    const entry: LocatedEntry | undefined = node.kind === "map" ? node.entries.get(name) : undefined;
    const inner: Located | undefined = node.kind === "list" ? node.items[Number(name)] : entry?.value;
    if (inner === undefined || isMissing(inner)) return entry?.key ?? node.origin;
    if (entry !== undefined && part === "key" && depth === path.length - 1) return entry.key;
    node = inner;
  }
  return node.origin;
}

/** Texts among the arguments of a user's rule may be secret; numbers, as that of `low_pass`, are what the rule runs with. */
function withoutSecretArguments(config: BacktestConfig): BacktestConfig {
  const rules = Object.entries(config.trading_rules ?? {}).map(([name, block]) => {
    if (typeof block !== "object" || !block.other_args) return [name, block];
    const args = Object.entries(block.other_args).map(([arg, value]) => [
      arg,
      typeof value === "string" ? shownValue(value, [arg]) : value,
    ]);
    return [name, { ...block, other_args: Object.fromEntries(args) }];
  });
  return { ...config, trading_rules: Object.fromEntries(rules) };
}
