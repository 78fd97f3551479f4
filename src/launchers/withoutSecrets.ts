import { isSecret, withoutCredentials } from "../config/secrets.js";

/** Configuration as plain data that may lie about: secrets are left out, a function is its name. */
export function withoutSecrets(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return plain(config) as Readonly<Record<string, unknown>>;
}

function plain(value: unknown): unknown {
  if (typeof value === "string") return withoutCredentials(value);
  if (typeof value === "function") return value.name;
  if (value instanceof Date) return value.toISOString().slice(0, 19);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([key, inner]) => inner !== undefined && !isSecret([String(key)]))
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
