/** Where a value was written. */
export interface Origin {
  /** A file, or what stands for one: `built-in defaults`. */
  readonly source: string;
  /** 1-based; absent where the source is not a file. */
  readonly line?: number;
  readonly column?: number;
}

/** A configuration value that knows where it was written. */
export type Located = LocatedScalar | LocatedList | LocatedMap;

export interface LocatedScalar {
  readonly kind: "scalar";
  readonly origin: Origin;
  readonly value: null | boolean | number | string;
}

export interface LocatedList {
  readonly kind: "list";
  readonly origin: Origin;
  readonly items: readonly Located[];
}

export interface LocatedMap {
  readonly kind: "map";
  readonly origin: Origin;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  /** Where the key was written. */
  readonly key: Origin;
  readonly value: Located;
}

/** The names that lead to a value: `["strategy_list", "trend"]`. */
export type KeyPath = readonly string[];

/** A plain configuration value. */
export type ConfigData =
  | null
  | boolean
  | number
  | string
  | readonly ConfigData[]
  | { readonly [key: string]: ConfigData };

/** The plain value, frozen; what is null in a map is left out. */
export function plainValue(node: Located): ConfigData {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return Object.freeze(node.items.map(plainValue));
    case "map":
      return Object.freeze(
        Object.fromEntries(
          [...node.entries]
            .filter(([, { value }]) => !isMissing(value))
            .map(([key, { value }]) => [key, plainValue(value)]),
        ),
      );
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(node: Located, path: KeyPath): Located | undefined {
  let found: Located | undefined = node;
  for (const key of path) found = found?.kind === "map" ? found.entries.get(key)?.value : undefined;
  return found;
}

/** True for null, which counts as missing. */
export function isMissing(node: Located): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** The entries of a map whose names are wanted. */
export function pickSettings(map: LocatedMap, isWanted: (name: string) => boolean): LocatedMap {
  return { ...map, entries: new Map([...map.entries].filter(([name]) => isWanted(name))) };
}
