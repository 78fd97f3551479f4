import { isMissing, type Located, type LocatedEntry, type LocatedMap } from "./located.js";

/**
 * One configuration over another: maps are merged key by key at every depth, lists and scalars replace, null counts as
 * missing. Every value keeps its origin.
 */
export function mergeConfig(over: LocatedMap, under: LocatedMap): LocatedMap {
  const entries = new Map(under.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    entries.set(key, below === undefined ? entry : mergeEntry(entry, below));
  }
  return { ...over, entries };
}

function mergeEntry(over: LocatedEntry, under: LocatedEntry): LocatedEntry {
  if (isMissing(over.value)) return under;
  return isMap(over.value) && isMap(under.value)
    ? { key: over.key, value: mergeConfig(over.value, under.value) }
    : over;
}

const isMap = (node: Located): node is LocatedMap => node.kind === "map";
