import { homedir } from "node:os";
import { join } from "node:path";
import { type REPLServer, start } from "node:repl";
import { promisify } from "node:util";
import type { Desk } from "../production/desk.js";

export interface ReplOptions {
  /** More names at hand: functions, strategies, rules of your own. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The file that keeps what was typed (default `~/.contango_history`); false keeps nothing. */
  readonly history?: string | false;
  readonly prompt?: string;
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/**
 * Opens a prompt with the desk at hand: `desk`, the data by name (`data`, and each repository under its own name), and whatever
 * the context adds. `await` works at the top level; results print as short tables. Resolves when the prompt is left, after the
 * desk was closed.
 */
export async function startRepl(desk: Desk, options: ReplOptions = {}): Promise<void> {
  const { prompt = "contango> ", input = process.stdin, output = process.stdout } = options;
  const server = start({ prompt, input, output, terminal: isTerminal(output), useGlobal: false });
  Object.assign(server.context, desk.data, options.context, { desk, data: desk.data, storage: desk.storage });
  if (isTerminal(output) && options.history !== false) {
    await keepHistory(server, options.history ?? join(homedir(), ".contango_history"));
  }
  await new Promise<void>((resolve) => {
    server.once("exit", resolve);
  });
  await desk.close();
}

const isTerminal = (output: NodeJS.WritableStream): boolean => (output as NodeJS.WriteStream).isTTY === true;

/** A history that cannot be kept is no reason not to start: Node says so on the prompt. */
async function keepHistory(server: REPLServer, file: string): Promise<void> {
  await promisify(server.setupHistory.bind(server))(file).catch(() => undefined);
}
