import { BUILT_IN, Config, configLayer } from "./config.js";
import type { ConfigValues } from "./configValues.js";
import { decodeText } from "./decodeText.js";
import type { LocatedMap } from "./located.js";
import { parseYaml, type Yaml } from "./parseYaml.js";
import { readLayers } from "./readLayers.js";
import { checkConfig } from "./schema.js";

export interface LoadConfigOptions {
  /** Path of the YAML file that lies over the defaults. Without it, only the defaults hold. */
  readonly privateFile?: string;
  /** What lies between the file and the built-in defaults. */
  readonly defaults?: Partial<ConfigValues>;
}

/**
 * Reads, checks and merges configuration. A file may name another as `base_config`, relative to itself, that it lies
 * over in turn.
 *
 * @throws ContangoError `CONFIG_FILE` where a file cannot be read; `CONFIG_SYNTAX` where it is not YAML; `CONFIG_VALUE`
 * for an unknown setting or a value that is not allowed. All with the file, the latter two with line and column.
 * @example
 * const config = await loadConfig({ privateFile: "private/private_config.yaml" });
 * config.explain("base_currency");
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<Config> {
  const { privateFile, defaults = {} } = options;
  const files = privateFile === undefined ? [] : await readLayers(privateFile, fileLayer);
  return new Config([...files, configLayer(defaults, "given defaults"), BUILT_IN], 2);
}

/** The values of a configuration file, checked. */
export function fileLayer(yaml: Yaml, bytes: Uint8Array, file: string): LocatedMap {
  const layer = parseYaml(yaml, decodeText(bytes, file), file);
  checkConfig(layer);
  return layer;
}
