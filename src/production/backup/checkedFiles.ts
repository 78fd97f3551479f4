import { basename, dirname, join } from "node:path";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import { errorText } from "../errorText.js";

/** A file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** The files of a folder that are wanted, by name; none where there is no such folder. @throws ContangoError `STORE_IO`. */
export async function filesIn(
  folder: string,
  wanted: (name: string) => boolean,
): Promise<readonly FolderFile[]> {
  const { stat } = await import("node:fs/promises");
  const found: FolderFile[] = [];
  for (const name of (await namesIn(folder)).filter(wanted).sort()) {
    const path = join(folder, name);
    found.push({ name, path, bytes: (await stat(path)).size });
  }
  return found;
}

/** Names in a folder; none where there is no such folder. @throws ContangoError `STORE_IO`. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const { readdir } = await import("node:fs/promises");
  return readdir(folder).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw cannot("list", folder, error);
  });
}

/** @throws ContangoError `STORE_IO`. */
export async function makeFolder(folder: string): Promise<void> {
  const { mkdir } = await import("node:fs/promises");
  await guarded("make", folder, mkdir(folder, { recursive: true }));
}

/** @throws ContangoError `STORE_IO`. */
export async function removeFile(file: string): Promise<void> {
  const { rm } = await import("node:fs/promises");
  await guarded("remove", file, rm(file, { force: true }));
}

/** Which files a second folder is to hold. */
export interface Mirrored {
  readonly from: string;
  readonly to: string;
  readonly wanted: (name: string) => boolean;
  /** Of the names there, those that are to go. */
  readonly old: (names: readonly string[]) => readonly string[];
}

/**
 * Copies the files that the other folder lacks, the last first, and removes there what has grown old; gives how many were copied. A
 * folder without files leaves the other one as it is.
 *
 * @throws ContangoError `STORE_IO`.
 */
export async function mirrorFiles({ from, to, wanted, old }: Mirrored): Promise<number> {
  const here = await filesIn(from, wanted);
  if (here.length === 0) return 0;
  await makeFolder(to);
  const there = new Map((await filesIn(to, wanted)).map(({ name, bytes }) => [name, bytes]));
  const gone = new Set(old([...new Set([...there.keys(), ...here.map(({ name }) => name)])].sort()));
  const missing = here.filter(({ name, bytes }) => !gone.has(name) && there.get(name) !== bytes);
  for (const { name, path } of missing.toReversed()) await copyChecked(path, join(to, name));
  for (const name of gone) if (there.has(name)) await removeFile(join(to, name));
  return missing.length;
}

/**
 * Does some work in a folder of another disk; what is in the way of it, for a person to see to. The folder above has to be there, so
 * that nothing is written below the mount point of a disk that is not.
 */
export async function onOtherDisk<Done>(
  folder: string,
  work: () => Promise<Done>,
): Promise<{ readonly done: Done } | { readonly problem: string }> {
  const above = dirname(folder);
  const { stat } = await import("node:fs/promises");
  const isThere = await stat(above).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isThere) {
    const what = `${above} is not there, so nothing was copied to ${basename(folder)} in it`;
    return { problem: `${what}; mount the disk, or make the folder` };
  }
  try {
    return { done: await work() };
  } catch (error) {
    if (!isContangoError(error)) throw error;
    return { problem: errorText(error) };
  }
}

/** Copies a file and reads the copy back before it has its name. @throws ContangoError `STORE_IO`. */
async function copyChecked(from: string, to: string): Promise<void> {
  const { copyFile, open, rename } = await import("node:fs/promises");
  const partial = `${to}.partial`;
  const copy = async (): Promise<void> => {
    await copyFile(from, partial);
    const handle = await open(partial, "r+");
    await handle.sync().finally(() => handle.close());
    if ((await checksum(partial)) !== (await checksum(from))) {
      await removeFile(partial);
      throw new ContangoError(
        "STORE_IO",
        "production",
        `${to} did not arrive as ${from} was sent; see to the disk`,
      );
    }
    await rename(partial, to);
  };
  await guarded("write", to, copy());
}

async function checksum(file: string): Promise<string> {
  const [{ createReadStream }, { createHash }] = await Promise.all([
    import("node:fs"),
    import("node:crypto"),
  ]);
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part as Uint8Array);
  return hash.digest("hex");
}

async function guarded<Value>(doing: string, path: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ContangoError ? error : cannot(doing, path, error);
  }
}

const cannot = (doing: string, path: string, cause: unknown): ContangoError =>
  new ContangoError(
    "STORE_IO",
    "production",
    `cannot ${doing} ${path}: ${cause instanceof Error ? cause.message : String(cause)}; check the disk and its permissions`,
    { details: { path }, cause, retryable: true },
  );
