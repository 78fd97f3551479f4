import { join } from "node:path";
import { ContangoError } from "../../errors/contangoError.js";
import { type Snapshot, snapshotTime } from "./snapshots.js";

/** The snapshots in a folder, the oldest first; none where there is no such folder. */
export async function snapshotsIn(folder: string): Promise<readonly Snapshot[]> {
  const { stat } = await import("node:fs/promises");
  const found: Snapshot[] = [];
  for (const name of await namesIn(folder)) {
    const time = snapshotTime(name);
    const file = join(folder, name);
    if (time !== undefined) found.push({ file, time, bytes: (await stat(file)).size });
  }
  return found.sort((a, b) => a.time - b.time);
}

/** @throws ContangoError `STORE_IO`. */
export async function makeFolder(folder: string): Promise<void> {
  const { mkdir } = await import("node:fs/promises");
  await guarded("make", folder, mkdir(folder, { recursive: true }));
}

export async function folderIsThere(folder: string): Promise<boolean> {
  const { stat } = await import("node:fs/promises");
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** @throws ContangoError `STORE_IO`. */
export async function removeFile(file: string): Promise<void> {
  const { rm } = await import("node:fs/promises");
  await guarded("remove", file, rm(file, { force: true }));
}

/** Copies a file and reads the copy back before it has its name. @throws ContangoError `STORE_IO`. */
export async function copyChecked(from: string, to: string): Promise<void> {
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

async function namesIn(folder: string): Promise<readonly string[]> {
  const { readdir } = await import("node:fs/promises");
  return readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cannot("list", folder, error);
  });
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
