import { ContangoError } from "../errors/contangoError.js";
import type { Desk } from "../production/desk.js";
import { errorInFull } from "../production/errorText.js";
import type { Outcome } from "../production/outcome.js";
import type { ProcessOptions, ProcessProgress } from "../production/process.js";
import { commandOptions, readCommandOption } from "../schedule/commandOptions.js";
import { progressLine } from "./progressLine.js";

/** What a script's exit code says: done, a person is needed, failed (or stopped before it was through), already running. */
export const EXIT_CODES = { done: 0, unchanged: 0, attention: 1, failed: 2, stopped: 2, running: 3 } as const;

/** A process, or a function that calls one. */
type Runnable<Options extends ProcessOptions | undefined> = ((
  desk: Desk,
  options: Options,
) => Promise<Outcome>) & {
  readonly definition?: { readonly options?: readonly string[] };
};

export interface RunScriptOptions<Options extends ProcessOptions = ProcessOptions> {
  /**
   * What follows the script's name on the command line (default: what follows it): `--dry-run`, `--quiet`, and the options of the
   * process, as in `--mail`, `--max-spike=12`, `--regions=US,ASIA`; a list of one ends with a comma.
   */
  readonly args?: readonly string[];
  /** What the process is called with where the command line does not say otherwise. */
  readonly options?: Partial<Options>;
  /** False leaves the process's exit code alone: it is only returned. */
  readonly setExitCode?: boolean;
}

/**
 * What a line of cron runs: opens a desk, runs one process on it, prints the outcome, closes the desk, and sets the exit code.
 * SIGTERM and SIGINT stop it between two items; a second one ends it at once, which leaves nothing that blocks the next run.
 *
 * @returns the exit code, one of {@link EXIT_CODES}.
 * @example
 * await runScript(openMyDesk, updateFxPrices);
 */
export async function runScript<Options extends ProcessOptions | undefined = ProcessOptions>(
  open: () => Promise<Desk>,
  process_: Runnable<Options>,
  {
    args = process.argv.slice(2),
    options,
    setExitCode = true,
  }: RunScriptOptions<NoInfer<NonNullable<Options>>> = {},
): Promise<number> {
  const code = await exitCodeOf(open, process_, args, options);
  if (setExitCode) process.exitCode = code;
  return code;
}

async function exitCodeOf<Options extends ProcessOptions | undefined>(
  open: () => Promise<Desk>,
  process_: Runnable<Options>,
  args: readonly string[],
  options: Partial<NonNullable<Options>> | undefined,
): Promise<number> {
  const known = ["dryRun", "quiet", ...(process_.definition?.options ?? [])];
  const given = args.map((argument) => readCommandOption(argument) ?? (["", true] as const));
  const unknown = given.findIndex(([name]) => !known.includes(name));
  if (unknown !== -1) {
    const takes = known.flatMap((name) => commandOptions({ [name]: true }));
    process.stderr.write(`"${args[unknown]}" is not understood; a script takes ${takes.join(", ")}\n`);
    return EXIT_CODES.failed;
  }
  const { quiet = false, ...said } = Object.fromEntries(given);
  const stop = stopOnSignals();
  try {
    await using desk = await open();
    const line = progressLine(process.stderr, quiet === true);
    const outcome = await process_(desk, {
      ...options,
      ...said,
      signal: stop.signal,
      progress: ({ item, done, total }: ProcessProgress) => line.show(`${done} of ${total}: ${item}`),
    } as Options);
    line.clear();
    if (quiet !== true || EXIT_CODES[outcome.status] !== 0) process.stdout.write(`${outcome}\n`);
    return EXIT_CODES[outcome.status];
  } catch (error) {
    process.stderr.write(`${error instanceof ContangoError ? error.message : errorInFull(error)}\n`);
    return EXIT_CODES.failed;
  } finally {
    stop.end();
  }
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** Aborts at the first signal; at the second the process ends as it would have without. */
function stopOnSignals(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort();
    end();
  };
  const end = (): void => {
    for (const name of SIGNALS) process.off(name, stop);
  };
  for (const name of SIGNALS) process.on(name, stop);
  return { signal: controller.signal, end };
}
