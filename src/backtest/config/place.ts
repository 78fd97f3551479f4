import { ContangoError } from "../../errors/contangoError.js";

/** The names that lead to a value: `["trading_rules", "carry", "other_args"]`. */
export type KeyPath = readonly string[];

/** Where a setting was written. */
export interface SourcePlace {
  /** A file, or what stands for one. */
  readonly source: string;
  /** 1-based; absent where the source is not a file. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Finds where a setting was written: its name, or its value. */
export type PlaceOf = (path: KeyPath, part: "key" | "value") => SourcePlace | undefined;

/** A value of a configuration, and how to say where it stands. */
export interface Place {
  /** Undefined where it is not set; null is handed on as undefined. */
  readonly value: unknown;
  readonly path: KeyPath;
  readonly placeOf: PlaceOf;
}

/** The value of a key of `place`, which holds a block or a list. */
export function placeAt(place: Place, key: string): Place {
  const held = place.value as Readonly<Record<string, unknown>>;
  const value = Object.hasOwn(held, key) ? held[key] : undefined;
  return { value: value ?? undefined, path: [...place.path, key], placeOf: place.placeOf };
}

/** An error about a value: what it must be, and what it is. */
export function refusedValue(place: Place, wanted: string): ContangoError {
  return refusedSetting(place, `must be ${wanted}, but is ${shown(place.value)}`);
}

/** An error about a setting; `what` goes on after its name. */
export function refusedSetting(
  { path, placeOf }: Pick<Place, "path" | "placeOf">,
  what: string,
  part: "key" | "value" = "value",
): ContangoError {
  const { source, line, column } = placeOf(path, part) ?? {};
  const where =
    source === undefined ? "" : line === undefined ? `${source}: ` : `${source}:${line}:${column}: `;
  const key = keyText(path);
  return new ContangoError("BACKTEST_CONFIG", "backtest", `${where}${key || "the configuration"} ${what}`, {
    details: { file: source, line, column, key },
  });
}

/** A path as text. A name that does not look like one may be a misplaced value and is not shown. */
export function keyText(path: KeyPath): string {
  return path.map((name) => (/^[\w.&+-]{1,60}$/.test(name) ? name : "…")).join(".");
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "a block of keys";
  if (typeof value === "function") return "a function";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
