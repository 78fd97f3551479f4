import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isMissing, type LocatedMap, valueAt } from "./located.js";
import type { Yaml } from "./parseYaml.js";
import { unreadable, valueRefused } from "./refusal.js";

/** A file and those it lies over as `base_config`, the one that wins first. */
export async function readLayers(
  file: string,
  readLayer: (yaml: Yaml, bytes: Uint8Array, file: string) => LocatedMap,
): Promise<readonly LocatedMap[]> {
  const yaml = await import("yaml");
  const layers: LocatedMap[] = [];
  for (let next: string | undefined = file; next !== undefined; next = baseFile(layers, next)) {
    layers.push(readLayer(yaml, await readBytes(next), next));
  }
  return layers;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** The file that the last layer, read from `file`, lies over. */
function baseFile(layers: readonly LocatedMap[], file: string): string | undefined {
  const base = valueAt(layers.at(-1)!, ["base_config"]);
  if (base === undefined || isMissing(base)) return undefined;
  if (base.kind !== "scalar" || typeof base.value !== "string") {
    throw valueRefused(base, ["base_config"], "the path of a file");
  }
  const path = resolve(dirname(file), base.value);
  const seen = layers.some(({ origin }) => resolve(origin.source) === path);
  if (seen) throw valueRefused(base, ["base_config"], "a file that does not lie over this one itself");
  return path;
}
