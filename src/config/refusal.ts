import { ContangoError } from "../errors/contangoError.js";
import type { KeyPath, Located, Origin } from "./located.js";
import { plainValue } from "./located.js";
import { isSecret, shownValue } from "./secrets.js";

/** `file:line:column`, as far as it is known. */
export function originText({ source, line, column }: Origin): string {
  return line === undefined ? source : `${source}:${line}:${column}`;
}

/** An error about a value: what it must be, where it stands and, unless it is secret, what it is. */
export function valueRefused(node: Located, path: KeyPath, wanted: string): ContangoError {
  const shown = isSecret(path) ? "" : `, but is ${shownText(node, path)}`;
  return refused("CONFIG_VALUE", node.origin, `${keyText(path)} must be ${wanted}${shown}`, path);
}

/** An error about a place in a configuration. The message must not quote what is written there. */
export function refused(
  code: "CONFIG_SYNTAX" | "CONFIG_VALUE",
  origin: Origin,
  what: string,
  path?: KeyPath,
): ContangoError {
  const { source, line, column } = origin;
  return new ContangoError(code, "config", `${originText(origin)}: ${what}`, {
    details: { file: source, line, column, key: path && keyText(path) },
  });
}

/** The error of a file that the system does not give. */
export function unreadable(file: string, cause: unknown): ContangoError {
  const what = `${file} cannot be read; check its name and permissions`;
  return new ContangoError("CONFIG_FILE", "config", what, { details: { file }, cause });
}

/** A path as text. A name that does not look like one may be a misplaced value, even a secret, and is not shown. */
export function keyText(path: KeyPath): string {
  return path.map((name) => (/^[\w.-]{1,60}$/.test(name) ? name : "…")).join(".");
}

function shownText(node: Located, path: KeyPath): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a block of keys";
  if (node.value === null) return "empty";
  const text =
    typeof node.value === "string" ? JSON.stringify(shownValue(plainValue(node), path)) : String(node.value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
