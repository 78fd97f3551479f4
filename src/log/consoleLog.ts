import type { Zone } from "../time/zone.js";
import { entryParts } from "./entryLine.js";
import type { LogEntry, LogLevel, LogSink } from "./logger.js";

export interface ConsoleLogOptions {
  /** Entries below it are not shown; default: all are. */
  readonly least?: LogLevel;
  /** Default: stderr, so that what a script prints stays apart. */
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Default: where the stream is a terminal, unless the environment sets `NO_COLOR`. */
  readonly colour?: boolean;
  /** Whose wall time is shown; default: UTC. */
  readonly zone?: Zone;
}

/** Shows entries to whoever watches, one line an entry. */
export function consoleLog(options: ConsoleLogOptions = {}): LogSink {
  const { least = "msg", stream = process.stderr, zone } = options;
  const colour = options.colour ?? (stream.isTTY === true && !process.env.NO_COLOR);
  const line = (entry: LogEntry): string => {
    const [head, text, about] = entryParts(entry, zone);
    const tail = colour && about !== "" ? painted(DIM, about) : about;
    return `${colour ? painted(COLOURS[entry.level], head) : head} ${text} ${tail}`.trimEnd();
  };
  return {
    least,
    shows: true,
    write: (entries) => writeText(stream, entries.map((entry) => `${line(entry)}\n`).join("")),
  };
}

const DIM = "2";
const COLOURS: Readonly<Record<LogLevel, string>> = {
  msg: DIM,
  terse: "0",
  warn: "33",
  error: "31",
  critical: "1;37;41",
};

const painted = (colour: string, text: string): string => `\x1b[${colour}m${text}\x1b[0m`;

/** A stream that breaks tells so in an event too, which would end the process if nobody listened. */
function writeText(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("error", reject);
    stream.write(text, (error) => {
      if (error) return reject(error);
      stream.off("error", reject);
      resolve();
    });
  });
}
