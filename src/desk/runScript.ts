import { ContangoError } from "../errors/contangoError.js";
import type { Desk } from "../production/desk.js";
import { errorText } from "../production/eachItem.js";
import type { Outcome } from "../production/outcome.js";
import type { ProcessOptions, ProcessProgress } from "../production/process.js";
import { progressLine } from "./progressLine.js";

/** What a script's exit code says: done, a person is needed, failed (or stopped before it was through), already running. */
export const EXIT_CODES = { done: 0, unchanged: 0, attention: 1, failed: 2, stopped: 2, running: 3 } as const;

export interface RunScriptOptions {
  /** What follows the script's name on the command line (default: what follows it); `--dry-run` and `--quiet` are understood. */
  readonly args?: readonly string[];
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
export async function runScript(
  open: () => Promise<Desk>,
  process_: (desk: Desk, options: ProcessOptions) => Promise<Outcome>,
  { args = process.argv.slice(2), setExitCode = true }: RunScriptOptions = {},
): Promise<number> {
  const code = await exitCodeOf(open, process_, args);
  if (setExitCode) process.exitCode = code;
  return code;
}

async function exitCodeOf(
  open: () => Promise<Desk>,
  process_: (desk: Desk, options: ProcessOptions) => Promise<Outcome>,
  args: readonly string[],
): Promise<number> {
  const unknown = args.find((argument) => argument !== "--dry-run" && argument !== "--quiet");
  if (unknown !== undefined) {
    process.stderr.write(`"${unknown}" is not understood; a script takes --dry-run and --quiet\n`);
    return EXIT_CODES.failed;
  }
  const stop = stopOnSignals();
  try {
    await using desk = await open();
    const line = progressLine(process.stderr, args.includes("--quiet"));
    const outcome = await process_(desk, {
      dryRun: args.includes("--dry-run"),
      signal: stop.signal,
      progress: ({ item, done, total }: ProcessProgress) => line.show(`${done} of ${total}: ${item}`),
    });
    line.clear();
    if (!args.includes("--quiet") || EXIT_CODES[outcome.status] !== 0) process.stdout.write(`${outcome}\n`);
    return EXIT_CODES[outcome.status];
  } catch (error) {
    process.stderr.write(`${error instanceof ContangoError ? error.message : errorText(error)}\n`);
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
