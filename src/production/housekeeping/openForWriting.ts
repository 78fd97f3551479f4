/** A file, told apart from every other on the machine. */
export const fileKey = ({
  dev,
  ino,
}: {
  readonly dev: number | bigint;
  readonly ino: number | bigint;
}): string => `${dev}:${ino}`;

/**
 * The files that processes of this user have open to write to, this process among them; undefined where the system does not
 * show it (it does on Linux).
 */
export async function filesOpenForWriting(): Promise<ReadonlySet<string> | undefined> {
  const { readdir, readFile, stat } = await import("node:fs/promises");
  const names = async (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
  const processes = (await names("/proc")).filter((name) => /^\d+$/.test(name));
  if (processes.length === 0) return undefined;
  const found = new Set<string>();
  for (const pid of processes) {
    for (const fd of await names(`/proc/${pid}/fd`)) {
      try {
        const file = await stat(`/proc/${pid}/fd/${fd}`);
        if (!file.isFile()) continue;
        const [, flags] =
          /^flags:\s*([0-7]+)/m.exec(await readFile(`/proc/${pid}/fdinfo/${fd}`, "utf8")) ?? [];
        // The last two bits are 0 for a file that is only read.
        if (flags === undefined || (Number.parseInt(flags, 8) & 3) !== 0) found.add(fileKey(file));
      } catch {
        // It was closed meanwhile.
      }
    }
  }
  return found;
}
