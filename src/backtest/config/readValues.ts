import { nearestName } from "../../errors/nearestName.js";
import { type InstrumentCode, instrumentCode } from "../../instruments/codes.js";
import { keyText, type Place, placeAt, refusedSetting, refusedValue } from "./place.js";

/** Reads a value, or throws a `BACKTEST_CONFIG` error that names its key. */
export type Read<T> = (place: Place) => T;

/** Bounds of a number: `above` is not itself allowed, `from` and `to` are. */
export interface Bounds {
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
  readonly whole?: boolean;
}

/** A finite number within bounds. */
export function number({ above, from, to, whole = false }: Bounds = {}): Read<number> {
  const bounds = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(from === undefined ? [] : [`of ${from} or more`]),
    ...(to === undefined ? [] : [`of at most ${to}`]),
  ];
  const wanted = [whole ? "a whole number" : "a number", bounds.join(" and ")].join(" ").trimEnd();
  return (place) => {
    const { value } = place;
    const valid =
      typeof value === "number" &&
      Number.isFinite(value) &&
      (above === undefined || value > above) &&
      (from === undefined || value >= from) &&
      (to === undefined || value <= to) &&
      (!whole || Number.isInteger(value));
    if (!valid) throw refusedValue(place, wanted);
    return value;
  };
}

/** A span or window, in rows. */
export const rows: Read<number> = number({ from: 1, whole: true });
/** The least number of observations. */
export const leastRows: Read<number> = number({ from: 0, whole: true });

/** True or false. */
export const flag: Read<boolean> = (place) => {
  if (typeof place.value !== "boolean") throw refusedValue(place, "true or false, without quotes");
  return place.value;
};

/** True or false, also as text in any case: `True`, `f`. */
export const textFlag: Read<boolean> = (place) => {
  const { value } = place;
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (word === "true" || word === "t") return true;
  if (word === "false" || word === "f") return false;
  throw refusedValue(place, "true or false");
};

/** Text that is not empty. */
export const text: Read<string> = (place) => {
  const { value } = place;
  if (typeof value !== "string" || !/^[^\p{Cc}]+$/u.test(value)) throw refusedValue(place, "text");
  return value;
};

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Read<Word> {
  return (place) => {
    const word = words.find((known) => known === place.value);
    if (word === undefined) throw refusedValue(place, `one of ${words.join(", ")}`);
    return word;
  };
}

/** One of some words, by the name that configurations give it; a dotted name counts by its last part. */
export function wordFor<Word extends string>(words: Readonly<Record<string, Word>>): Read<Word> {
  return (place) => {
    const { value } = place;
    const name = typeof value === "string" ? value.slice(value.lastIndexOf(".") + 1) : "";
    if (!Object.hasOwn(words, name)) throw refusedValue(place, `one of ${Object.keys(words).join(", ")}`);
    return words[name]!;
  };
}

/** A list of values; none where it is not set. */
export function listOf<T>(item: Read<T>): Read<readonly T[]> {
  return (place) => {
    if (place.value === undefined) return [];
    if (!Array.isArray(place.value)) throw refusedValue(place, "a list");
    return place.value.map((_, row) => item(placeAt(place, String(row))));
  };
}

/** The code of an instrument. */
export const code: Read<InstrumentCode> = (place) => {
  const { value } = place;
  if (typeof value === "string") {
    try {
      return instrumentCode(value);
    } catch {
      // said below, with the key
    }
  }
  throw refusedValue(place, "the code of an instrument: letters, digits, _ . & or -");
};

export const codes: Read<readonly InstrumentCode[]> = listOf(code);

/** Values by names of the user's; null ones are left out. Undefined where the block is not set. */
export function namedValues<T>(
  read: Read<T>,
  checkName: (place: Place, name: string) => void = () => {},
): Read<Readonly<Record<string, T>> | undefined> {
  return (place) => {
    if (place.value === undefined) return undefined;
    const entries = entriesOf(place).map(([name, inner]): [string, T] => {
      checkName(inner, name);
      return [name, read(inner)];
    });
    return Object.fromEntries(entries);
  };
}

/** What `namedValues` takes to have instrument codes for names. */
export function isCode(place: Place, name: string): void {
  try {
    instrumentCode(name);
  } catch {
    throw refusedSetting(place, "is not named after an instrument; use its code", "key");
  }
}

/** The keys of a block that are set, with their values. */
export function entriesOf(place: Place): readonly (readonly [string, Place])[] {
  if (!isBlock(place.value)) throw refusedValue(place, "a block of keys");
  return Object.keys(place.value)
    .map((name) => [name, placeAt(place, name)] as const)
    .filter(([, { value }]) => value !== undefined);
}

/**
 * Opens a block of known keys, and gives the value of each; of none where the block is not set. Another key is refused
 * with the nearest known one.
 */
export function openBlock<const Name extends string>(
  place: Place,
  names: readonly Name[],
  tolerated: ReadonlySet<string> = new Set(),
): (name: Name) => Place {
  if (place.value === undefined) return (name) => placeAt({ ...place, value: {} }, name);
  if (!isBlock(place.value)) throw refusedValue(place, "a block of keys");
  const known = new Set<string>(names);
  for (const name of Object.keys(place.value)) {
    if (!known.has(name) && !tolerated.has(name)) throw refusedName(place, name, names);
  }
  return (name) => placeAt(place, name);
}

/** An error about a key that is not known. */
export function refusedName(place: Place, name: string, names: Iterable<string>) {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? `known are ${[...names].join(", ")}` : `did you mean "${nearest}"?`;
  const within = place.path.length === 0 ? "a backtest" : keyText(place.path);
  const inner = placeAt(place, name);
  return refusedSetting(inner, `is no setting of ${within}; ${hint}`, "key");
}

/** True for a plain object of any realm. */
export function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
