import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ContangoError } from "../errors/contangoError.js";
import type { Zone } from "../time/zone.js";
import { entryLine } from "./entryLine.js";
import type { LogLevel, LogSink } from "./logger.js";

export interface FileLogOptions {
  /** Entries below it are left out; default: none is. */
  readonly least?: LogLevel;
  /** Whose wall time is written; default: UTC. */
  readonly zone?: Zone;
}

const LINE_FEED = 10;

/**
 * Appends entries to a text file, one line an entry. The file is opened for each write, so that it may be truncated or
 * renamed in between; a line that a crash cut short is ended first.
 *
 * @param path its folders are made as needed.
 * @throws ContangoError `LOG_FILE`, from `write`, naming the file.
 */
export function fileLog(path: string, { least = "msg", zone }: FileLogOptions = {}): LogSink {
  const file = resolve(path);
  return {
    least,
    async write(entries) {
      const text = entries.map((entry) => `${entryLine(entry, zone)}\n`).join("");
      try {
        await mkdir(dirname(file), { recursive: true });
        await append(file, text);
      } catch (cause) {
        throw new ContangoError(
          "LOG_FILE",
          "log",
          `the log file ${file} cannot be written; check that it is a file, its permissions, and the space on its disk`,
          { details: { file }, cause },
        );
      }
    },
  };
}

async function append(file: string, text: string): Promise<void> {
  const handle = await open(file, "a+");
  try {
    const { size } = await handle.stat();
    const last = Buffer.of(LINE_FEED);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.writeFile(last[0] === LINE_FEED ? text : `\n${text}`);
  } finally {
    await handle.close();
  }
}
