import { isMissing, type KeyPath, type LocatedMap, type Origin, plainValue, valueAt } from "./located.js";
import { shownValue } from "./secrets.js";

/** A value and the source that set it. */
export interface ConfigSetting extends Origin {
  /** Secrets are masked. */
  readonly value: unknown;
}

/** Where the value of a setting comes from. */
export interface ConfigExplanation {
  readonly key: string;
  /** The value that holds, secrets masked; undefined where nothing sets it. */
  readonly value: unknown;
  /** Every source that sets it, the one that wins first. A block may be put together from several. */
  readonly sources: readonly ConfigSetting[];
}

/** Which of `layers` set the value that `merged` holds at a path; see {@link Config.explain}. */
export function explainSetting(
  merged: LocatedMap,
  layers: readonly LocatedMap[],
  key: string | KeyPath,
): ConfigExplanation {
  const path = typeof key === "string" ? key.split(".") : key;
  const shown = (root: LocatedMap): ConfigSetting[] => {
    const node = valueAt(root, path);
    if (node === undefined || isMissing(node)) return [];
    return [{ ...node.origin, value: shownValue(plainValue(node), path) }];
  };
  return { key: path.join("."), value: shown(merged)[0]?.value, sources: layers.flatMap(shown) };
}
