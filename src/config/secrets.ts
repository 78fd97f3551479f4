import type { KeyPath } from "./located.js";

const SECRET = /pwd|passw|passphrase|(?:^|_)pass$|secret|token|credential|(?:^|_)keys?$|apikey/i;

/** What stands in place of a secret. */
export const MASK = "(secret)";

/** True where a name on the path says that the value is secret: `email_pwd`, `barchart_key`, `…password…`. */
export function isSecret(path: KeyPath): boolean {
  return path.some((name) => SECRET.test(name));
}

/** Text without the user and password of a URI: `mongodb://(secret)@host`. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/\S*@/g, `//${MASK}@`);
}

/** A value as it may be shown: secrets at any depth are masked. */
export function shownValue(value: unknown, path: KeyPath): unknown {
  if (isSecret(path)) return MASK;
  if (typeof value === "string") return withoutCredentials(value);
  if (Array.isArray(value)) return value.map((item) => shownValue(item, path));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shownValue(inner, [...path, key])]),
  );
}

/** The secrets in a value, at any depth: values whose name says so, and passwords in addresses. */
export function secretValues(value: unknown, path: KeyPath): readonly string[] {
  if (typeof value === "string") return isSecret(path) ? [value] : passwordsIn(value);
  if (typeof value === "number") return isSecret(path) && Math.abs(value) > 999 ? [String(value)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretValues(inner, [...path, key]));
}

/** `hunter2` of `mongodb://desk:hunter2@host`, also with its escapes undone. */
function passwordsIn(text: string): readonly string[] {
  return [...text.matchAll(/\/\/[^\s:@/]*:(\S+)@/g)].flatMap(([, password = ""]) => [
    password,
    unescaped(password),
  ]);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
