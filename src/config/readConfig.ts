import { join } from "node:path";
import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import { BUILT_IN, Config, configLayer } from "./config.js";
import type { ConfigValues } from "./configValues.js";
import { decodeText } from "./decodeText.js";
import { type Environment, environmentLayer } from "./environment.js";
import type { LocatedMap } from "./located.js";
import { parseYaml, type Yaml } from "./parseYaml.js";
import { readLayers } from "./readLayers.js";
import { checkConfig } from "./schema.js";
import { readSecretsFile, requireSecrets } from "./secretsFile.js";

export interface LoadConfigOptions {
  /**
   * Path of the YAML file that lies over the defaults. Without it, `private_config.yaml` in the directory that the
   * environment names as `PYSYS_PRIVATE_CONFIG_DIR`, or else none.
   */
  readonly privateFile?: string;
  /** Path of a YAML file of secrets alone, which nobody but its owner may read. It lies over the private file. */
  readonly secretsFile?: string;
  /** Environment variables, which lie over all files: usually `process.env`. Without it, none counts. */
  readonly env?: Environment;
  /** What lies between the file and the built-in defaults. */
  readonly defaults?: Partial<ConfigValues>;
}

const OPTIONS = [
  "privateFile",
  "secretsFile",
  "env",
  "defaults",
] as const satisfies (keyof LoadConfigOptions)[];

/**
 * Reads, checks and merges configuration; of a private file alone, its path will do. A file may name another as `base_config`,
 * relative to itself, that it lies over in turn.
 *
 * @throws ContangoError `CONFIG_FILE` where a file cannot be read, or others can read the file of secrets; `CONFIG_SYNTAX`
 * where it is not YAML; `CONFIG_VALUE` for an unknown setting or a value that is not allowed. All with the file, the latter
 * two with line and column, or with the environment variable. `PROCESS_OPTION` for an option that there is not.
 * @example
 * const config = await loadConfig("private/private_config.yaml");
 * config.explain("base_currency");
 */
export async function loadConfig(given: string | LoadConfigOptions = {}): Promise<Config> {
  const options = typeof given === "string" ? { privateFile: given } : given;
  requireOptions(options);
  const { env, secretsFile, defaults = {} } = options;
  const privateFile = options.privateFile ?? privateFileOf(env);
  const layers = [
    ...(env === undefined ? [] : [environmentLayer(env)]),
    ...(secretsFile === undefined ? [] : [await secretsLayer(secretsFile)]),
    ...(privateFile === undefined ? [] : await readLayers(privateFile, fileLayer)),
  ];
  return new Config([...layers, configLayer(defaults, "given defaults"), BUILT_IN], 2);
}

/** Refuses what is misspelt: it would be left out in silence, and the defaults count. */
function requireOptions(options: LoadConfigOptions): void {
  const refused = (what: string) =>
    new ContangoError(
      "PROCESS_OPTION",
      "config",
      `loadConfig: ${what}; it takes the path of a file, or { ${OPTIONS.join(", ")} }`,
    );
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw refused(`options were ${JSON.stringify(options)}`);
  for (const option of Object.keys(options)) {
    if (!OPTIONS.some((known) => known === option))
      throw refused(`there is no option "${option}"${didYouMean(option, OPTIONS)}`);
  }
}

function privateFileOf({ PYSYS_PRIVATE_CONFIG_DIR: folder }: Environment = {}): string | undefined {
  return folder === undefined || folder === "" ? undefined : join(folder, "private_config.yaml");
}

async function secretsLayer(file: string): Promise<LocatedMap> {
  const layer = fileLayer(await import("yaml"), await readSecretsFile(file), file);
  requireSecrets(layer);
  return layer;
}

/** The values of a configuration file, checked. */
export function fileLayer(yaml: Yaml, bytes: Uint8Array, file: string): LocatedMap {
  const layer = parseYaml(yaml, decodeText(bytes, file), file);
  checkConfig(layer);
  return layer;
}
