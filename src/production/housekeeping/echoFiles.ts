import { basename, dirname, join } from "node:path";
import { ContangoError } from "../../errors/contangoError.js";
import { startOfLastLines } from "./lastLines.js";
import { fileKey, filesOpenForWriting } from "./openForWriting.js";

/**
 * How an echo file is cut without losing what a program appends meanwhile.
 *
 * A file that a program has open to write to is left for another time. Of any other, the last lines are copied to a new file,
 * which takes its name in one step; the old one stays under a hidden name that says how much of it was copied
 * (`.echo.txt.cut-4096`). A program that had opened it just before goes on writing to that one: as soon as nobody has it open,
 * what came after is appended to the new file, and it goes. Cut off anywhere, the next run goes on from what it finds.
 */
export interface CutFile {
  readonly status: "truncated" | "unchanged" | "in use";
  readonly before: number;
  readonly after: number;
}

/** How long a file must have been left alone where the system does not show who has it open, in milliseconds. */
const QUIET = 3_600_000;

/** Which files may not be touched. */
export interface BusyFiles {
  isBusy(file: { readonly dev: number; readonly ino: number; readonly mtimeMs: number }): boolean;
}

export async function busyFiles(now: number): Promise<BusyFiles> {
  const open = await filesOpenForWriting();
  return {
    isBusy: (file) => (open === undefined ? now - file.mtimeMs < QUIET : open.has(fileKey(file))),
  };
}

/** Names of the files with an ending in a folder, hidden ones aside; none where there is no folder. */
export async function echoNames(folder: string, extension: string): Promise<readonly string[]> {
  const { readdir } = await import("node:fs/promises");
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw echoError("list", folder, error);
  });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension) && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}

/** Cuts a file to its last lines, byte by byte as they are. */
export async function cutFile(
  path: string,
  lines: number,
  busy: BusyFiles,
  dryRun: boolean,
): Promise<CutFile> {
  const { link, open, rename, stat } = await import("node:fs/promises");
  return guarded("truncate", path, async () => {
    const file = await stat(path);
    const start = await startOf(path, file.size, lines);
    const unchanged = { before: file.size, after: file.size };
    if (start === 0) return { status: "unchanged", ...unchanged };
    if (busy.isBusy(file)) return { status: "in use", ...unchanged };
    const done: CutFile = { status: "truncated", before: file.size, after: file.size - start };
    if (dryRun) return done;
    const part = join(dirname(path), `.${basename(path)}.part`);
    const { createReadStream } = await import("node:fs");
    const handle = await open(part, "w", file.mode);
    try {
      for await (const bytes of createReadStream(path, { start, end: file.size - 1 }))
        await handle.writeFile(bytes as Uint8Array);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(path, join(dirname(path), `.${basename(path)}.cut-${file.size}`));
    await rename(part, path);
    return done;
  });
}

async function startOf(path: string, size: number, lines: number): Promise<number> {
  const { open } = await import("node:fs/promises");
  const handle = await open(path, "r");
  try {
    const read = async (buffer: Uint8Array, position: number): Promise<number> =>
      (await handle.read(buffer, 0, buffer.length, position)).bytesRead;
    return await startOfLastLines(read, size, lines);
  } finally {
    await handle.close();
  }
}

/** Takes what was appended to files that have been cut to the new ones, and removes those that nobody has open. */
export async function settleCutFiles(folder: string, busy: BusyFiles): Promise<void> {
  const { appendFile, open, readdir, rm, stat } = await import("node:fs/promises");
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, of, copied] = /^\.(.+)\.cut-(\d+)$/.exec(name) ?? [];
    if (of === undefined || copied === undefined) continue;
    const old = join(folder, name);
    const path = join(folder, of);
    await guarded("settle", old, async () => {
      const file = await stat(old);
      const current = await stat(path).catch(() => undefined);
      // Cut off before the new file had the name: the old one still has it.
      const isCurrent = current !== undefined && fileKey(current) === fileKey(file);
      if (!isCurrent && busy.isBusy(file)) return;
      if (!isCurrent && file.size > Number(copied)) {
        const handle = await open(old, "r");
        const rest = Buffer.alloc(file.size - Number(copied));
        await handle.read(rest, 0, rest.length, Number(copied)).finally(() => handle.close());
        await appendFile(path, rest);
      }
      await rm(old);
    });
  }
}

/** True where a program has a file open to write to. */
export async function isBusyFile(path: string, busy: BusyFiles): Promise<boolean> {
  const { stat } = await import("node:fs/promises");
  return busy.isBusy(await guarded("look at", path, () => stat(path)));
}

/** Gives a file its name of the day, `echo_20240328.arch`; false where it has one of this day already. */
export async function archiveFile(path: string, extension: string, day: string): Promise<boolean> {
  const { link, rm } = await import("node:fs/promises");
  const to = `${path.slice(0, path.length - extension.length)}_${day}${ARCHIVE}`;
  return guarded("archive", path, async () => {
    try {
      // A link, because a renamed file would take the place of one that is there.
      await link(path, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
    await rm(path);
    return true;
  });
}

export async function removeEcho(path: string): Promise<void> {
  const { rm } = await import("node:fs/promises");
  await guarded("remove", path, () => rm(path, { force: true }));
}

/** What the name of an archived file ends with. */
export const ARCHIVE = ".arch";

async function guarded<Value>(doing: string, path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ContangoError ? error : echoError(doing, path, error);
  }
}

const echoError = (doing: string, path: string, cause: unknown): ContangoError =>
  new ContangoError(
    "LOG_FILE",
    "production",
    `cannot ${doing} ${path}: ${cause instanceof Error ? cause.message : String(cause)}; check the folder and its permissions`,
    { details: { path }, cause },
  );
