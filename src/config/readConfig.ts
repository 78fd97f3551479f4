import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ContangoError } from "../errors/contangoError.js";
import { BUILT_IN, Config, configLayer } from "./config.js";
import type { ConfigValues } from "./configValues.js";
import { decodeText } from "./decodeText.js";
import { type LocatedMap, valueAt } from "./located.js";
import { parseYaml, type Yaml } from "./parseYaml.js";
import { valueRefused } from "./refusal.js";
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
  const files = privateFile === undefined ? [] : await readLayers(privateFile);
  return new Config([...files, configLayer(defaults, "given defaults"), BUILT_IN]);
}

/** A file and those it lies over, the one that wins first. */
async function readLayers(file: string): Promise<readonly LocatedMap[]> {
  const yaml = await import("yaml");
  const layers: LocatedMap[] = [];
  for (let next: string | undefined = file; next !== undefined; next = baseFile(layers, next)) {
    layers.push(fileLayer(yaml, await readBytes(next), next));
  }
  return layers;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new ContangoError(
      "CONFIG_FILE",
      "config",
      `${file} cannot be read; check its name and permissions`,
      {
        details: { file },
        cause,
      },
    );
  }
}

/** The values of a configuration file, checked. */
export function fileLayer(yaml: Yaml, bytes: Uint8Array, file: string): LocatedMap {
  const layer = parseYaml(yaml, decodeText(bytes, file), file);
  checkConfig(layer);
  return layer;
}

/** The file that the last layer, read from `file`, lies over. */
function baseFile(layers: readonly LocatedMap[], file: string): string | undefined {
  const base = valueAt(layers.at(-1)!, ["base_config"]);
  if (base?.kind !== "scalar" || typeof base.value !== "string") return undefined;
  const path = resolve(dirname(file), base.value);
  const seen = layers.some(({ origin }) => resolve(origin.source) === path);
  if (seen) throw valueRefused(base, ["base_config"], "a file that does not lie over this one itself");
  return path;
}
