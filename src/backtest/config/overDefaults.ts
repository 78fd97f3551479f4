import { isBlock } from "./readValues.js";

/** One configuration over another: blocks are merged key by key at every depth, all else replaces, null counts as missing. */
export function overDefaults(config: unknown, defaults: unknown): unknown {
  if (config === undefined || config === null) return defaults;
  if (!isBlock(config) || !isBlock(defaults)) return config;
  const names = new Set([...Object.keys(defaults), ...Object.keys(config)]);
  const own = (block: Readonly<Record<string, unknown>>, name: string): unknown =>
    Object.hasOwn(block, name) ? block[name] : undefined;
  return Object.fromEntries(
    [...names].map((name) => [name, overDefaults(own(config, name), own(defaults, name))]),
  );
}
