import { open } from "node:fs/promises";
import { ContangoError } from "../errors/contangoError.js";
import { type LocatedMap, plainValue } from "./located.js";
import { keyText, refused, unreadable } from "./refusal.js";
import { isSecret, withoutCredentials } from "./secrets.js";

const OTHERS = 0o077;

/**
 * The bytes of a file that nobody but its owner can read. Where there are no such permissions (Windows), any file will do.
 *
 * @throws ContangoError `CONFIG_FILE` where it cannot be read, or others can read it.
 */
export async function readSecretsFile(
  file: string,
  platform: string = process.platform,
): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { mode } = await handle.stat();
      if (platform !== "win32" && (mode & OTHERS) !== 0) throw refusedMode(file, mode);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof ContangoError) throw cause;
    throw unreadable(file, cause);
  }
}

function refusedMode(file: string, mode: number): ContangoError {
  const octal = (mode & 0o777).toString(8);
  return new ContangoError(
    "CONFIG_FILE",
    "config",
    `${file} holds secrets, and others than its owner have rights to it (mode ${octal}); run: chmod 600 '${file}'`,
    { details: { file, mode: octal } },
  );
}

/** Refuses settings that are no secrets: they belong where they can be seen. @throws ContangoError `CONFIG_VALUE`. */
export function requireSecrets(layer: LocatedMap): void {
  for (const [name, { key, value }] of layer.entries) {
    if (isSecret([name]) || holdsCredentials(plainValue(value))) continue;
    const what = `${keyText([name])} is no secret; set it in the private configuration, and only secrets (email_pwd, …) in this file`;
    throw refused("CONFIG_VALUE", key, what, [name]);
  }
}

/** True for `mongodb://user:password@host`. */
const holdsCredentials = (value: unknown): boolean =>
  typeof value === "string" && withoutCredentials(value) !== value;
