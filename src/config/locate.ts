import type { KeyPath, Located, LocatedEntry, LocatedScalar } from "./located.js";
import { keyText, refused } from "./refusal.js";

/**
 * A plain value as if it were written in `source`; `undefined` counts as null.
 *
 * @throws ContangoError `CONFIG_VALUE` for anything but plain objects, arrays and scalars: a `Map`, a `Date`, a function.
 */
export function locate(value: unknown, source: string, path: KeyPath = []): Located {
  const origin = { source };
  if (Array.isArray(value)) {
    const items = value.map((item, place) => locate(item, source, [...path, String(place)]));
    return { kind: "list", origin, items };
  }
  if (isScalar(value)) return { kind: "scalar", origin, value: value ?? null };
  if (!isPlainObject(value)) {
    const where = keyText(path) || "the configuration";
    throw refused("CONFIG_VALUE", origin, `${where} must be made of plain objects, lists and scalars`, path);
  }
  const entries = Object.entries(value).map(([key, inner]): [string, LocatedEntry] => [
    key,
    { key: origin, value: locate(inner, source, [...path, key]) },
  ]);
  return { kind: "map", origin, entries: new Map(entries) };
}

function isScalar(value: unknown): value is LocatedScalar["value"] | undefined {
  return value === null || ["undefined", "boolean", "number", "string"].includes(typeof value);
}

/** Without a prototype, or with one that has none itself: `Object.prototype` of any realm. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
