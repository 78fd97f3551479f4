import { nearestName } from "../errors/nearestName.js";
import { isMissing, type KeyPath, type Located } from "./located.js";
import { keyText, refused, valueRefused } from "./refusal.js";

/**
 * Checks one value of type `T`, and throws a `CONFIG_VALUE` error with its place where it is something else. Null is
 * never handed to a rule: it counts as missing.
 */
export interface Rule<T> {
  (node: Located, path: KeyPath): void;
  readonly type?: T;
}

/** Anything at all: settings that are checked where they are used. */
export const anything: Rule<unknown> = () => {};

/** Text that is not empty; numbers and dates have to be quoted. */
export const text: Rule<string> = textWhere(
  (value) => /^[^\p{Cc}]+$/u.test(value),
  "text (in quotes if it looks like a number)",
);

export const flag: Rule<boolean> = scalar((value) => typeof value === "boolean", "true or false");

/** Text for which `valid` holds. */
export function textWhere(valid: (text: string) => boolean, wanted: string): Rule<string> {
  return scalar((value) => typeof value === "string" && valid(value), wanted);
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Rule<Word> {
  return scalar((value) => words.some((word) => word === value), `one of ${words.join(", ")}`);
}

/** Bounds of a number: `above` is not itself allowed, `from` and `to` are. */
export interface Bounds {
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
  readonly whole?: boolean;
}

/** A finite number within bounds. */
export function number({ above, from, to, whole = false }: Bounds): Rule<number> {
  const wanted = [
    whole ? "a whole number" : "a number",
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(to === undefined ? [] : [from === undefined ? `and at most ${to}` : `to ${to}`]),
  ];
  const valid = (value: number): boolean =>
    Number.isFinite(value) &&
    (above === undefined || value > above) &&
    (from === undefined || value >= from) &&
    (to === undefined || value <= to) &&
    (!whole || Number.isInteger(value));
  return scalar((value) => typeof value === "number" && valid(value), wanted.join(" "));
}

/** A list in which every item keeps to a rule. */
export function list<T>(item: Rule<T>): Rule<readonly T[]> {
  return (node, path) => {
    if (node.kind !== "list") throw valueRefused(node, path, "a list");
    for (const [place, value] of node.items.entries()) {
      const itemPath = [...path, String(place)];
      if (isMissing(value)) throw valueRefused(value, itemPath, "a value");
      item(value, itemPath);
    }
  };
}

/** A block of which the user chooses the names, and every value keeps to a rule. */
export function named<T>(value: Rule<T>): Rule<Readonly<Record<string, T>>> {
  return block({}, value) as Rule<Readonly<Record<string, T>>>;
}

/**
 * A block of known names. Another name is refused with the nearest known one, unless there is a rule for the others.
 */
export function block<T extends object>(
  rules: { readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>> },
  others?: Rule<unknown>,
): Rule<T> {
  const known = new Map<string, Rule<unknown>>(Object.entries(rules));
  return (node, path) => {
    if (node.kind !== "map") throw valueRefused(node, path, "a block of keys");
    for (const [key, entry] of node.entries) {
      const rule = known.get(key) ?? others;
      if (rule === undefined) {
        const nearest = nearestName(key, known.keys());
        const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
        const place = path.length === 0 ? "" : ` in ${keyText(path)}`;
        const what = `there is no setting "${keyText([key])}"${place}${hint}`;
        throw refused("CONFIG_VALUE", entry.key, what, [...path, key]);
      }
      if (!isMissing(entry.value)) rule(entry.value, [...path, key]);
    }
  };
}

function scalar<T>(valid: (value: boolean | number | string) => boolean, wanted: string): Rule<T> {
  return (node, path) => {
    if (node.kind === "scalar" && node.value !== null && valid(node.value)) return;
    throw valueRefused(node, path, wanted);
  };
}
