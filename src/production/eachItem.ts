import { ContangoError, isContangoError } from "../errors/contangoError.js";
import type { Logger } from "../log/logger.js";
import { errorAbout, errorText } from "./errorText.js";
import { isFatal } from "./fatal.js";
import type { FailedItem, OutcomeItem } from "./outcome.js";
import type { EachOptions } from "./work.js";

/** How often an item is begun anew after its commit met a newer version. */
const ATTEMPTS = 5;

export interface ItemRunner {
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Told of each name that is done, and how many there are. */
  done(name: string, total: number): void;
  /** Called before each item; it may throw where the lease is lost. */
  alive(): Promise<void>;
}

/** Works on each name, a few at once; the items come in the order of the names. */
export async function eachItem<Name extends string, Item extends OutcomeItem>(
  runner: ItemRunner,
  given: Iterable<Name>,
  item: (name: Name, log: Logger) => Promise<Item>,
  { label, concurrency = 1 }: EachOptions<Name> = {},
): Promise<readonly (Item | FailedItem)[]> {
  const names = [...new Set(given)];
  const items = new Array<Item | FailedItem | undefined>(names.length);
  const rest = names.entries();
  let broken = false;
  const worker = async (): Promise<void> => {
    for (const [place, name] of rest) {
      if (broken || runner.signal.aborted) return;
      try {
        await runner.alive();
        items[place] = await attempt(runner, name, item, label);
        if (items[place] === undefined) return;
      } catch (error) {
        broken = true;
        throw error;
      }
      runner.done(name, names.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, names.length) }, worker));
  return items.filter((one) => one !== undefined);
}

/** What became of an item; undefined where it was broken off, as the process was told to stop: then it is as if not begun. */
async function attempt<Name extends string, Item extends OutcomeItem>(
  { log, signal }: ItemRunner,
  name: Name,
  item: (name: Name, log: Logger) => Promise<Item>,
  label: EachOptions<Name>["label"],
): Promise<Item | FailedItem | undefined> {
  const labelled = label === undefined ? log : log.setup(label(name));
  for (let tries = 1; ; tries++) {
    try {
      const done = await item(name, labelled);
      if (done.severity === "ok") labelled.msg(`${name}: ${done.status}, ${done.message}`);
      else labelled.warn(`${name}: ${done.status}, ${done.message}`);
      return done;
    } catch (error) {
      if (isContangoError(error, "STORE_VERSION_CONFLICT") && tries < ATTEMPTS && !signal.aborted) continue;
      if (isFatal(error)) throw error;
      if (signal.aborted && error === signal.reason) {
        labelled.msg(`${name}: broken off`);
        return undefined;
      }
      const failed = failedItem(name, error);
      labelled.error(errorAbout(name, error));
      return failed;
    }
  }
}

/** An error as the outcome of an item. */
export function failedItem(name: string, error: unknown): FailedItem {
  const code = error instanceof ContangoError ? error.code : "UNEXPECTED";
  return { name, status: "failed", severity: "failed", code, message: errorText(error) };
}
