import type { DataName } from "./dataNames.js";
import type { Desk } from "./desk.js";
import type { FailedItem, Outcome, OutcomeItem } from "./outcome.js";
import { checkOptions, processOptions } from "./processOptions.js";
import { requireDesk } from "./requireDesk.js";
import { runProcess } from "./runProcess.js";
import type { Work } from "./work.js";

/** How far a process is. */
export interface ProcessProgress {
  readonly process: string;
  /** The item that is done. */
  readonly item: string;
  readonly done: number;
  readonly total: number;
}

/** What every process takes. */
export interface ProcessOptions {
  /** Say what would be done, and store nothing, mail nothing. */
  readonly dryRun?: boolean;
  /** Stops it between two items. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: ProcessProgress) => void;
}

/** What a process hands back when it is through. */
export interface ProcessResult<Item extends OutcomeItem> {
  readonly items: readonly (Item | FailedItem)[];
  /** True where the items are all there are, so that whatever else a person was to see to is settled. */
  readonly complete?: boolean;
  /** One sentence; by default the number of items by status. */
  readonly message?: string;
}

/** A process, said in data and one function. */
export interface ProcessDefinition<Options extends ProcessOptions, Item extends OutcomeItem> {
  /** As it is called: `updateFxPrices`. */
  readonly name: string;
  /** As people say it, for subjects of mails: `FX prices`. */
  readonly title: string;
  /** The names of its own options; where they are said, any other is refused. */
  readonly options?: readonly string[];
  /** True: it is never scheduled, but called by a person, who sees what fails; that is not mailed then. */
  readonly byHand?: boolean;
  /** The data that it may read. */
  readonly reads: readonly DataName[];
  /** The data that it may write; none for one that only looks, which then needs no lease. */
  readonly writes: readonly DataName[];
  /**
   * Names of processes that must not be at work at the same time: it is refused while one is, and they wait until it is
   * through. For short ones.
   */
  readonly excludes?: readonly string[];
  run(work: Work, options: Options): Promise<ProcessResult<Item>>;
}

/** A process: a function on a desk that says what it did. */
export interface Process<
  Options extends ProcessOptions = ProcessOptions,
  Item extends OutcomeItem = OutcomeItem,
> {
  /**
   * @throws ContangoError for misuse (`PROCESS_OPTION`), or where nothing can be done (the store fails, configuration is wrong). The run is
   * recorded as failed then, mailed, and told to the desk's `onOutcome`; what waits for a person stays as it was.
   */
  (desk: Desk, options?: Options): Promise<Outcome<Item>>;
  readonly definition: ProcessDefinition<Options, Item>;
}

/** Makes a process. Its options must all be optional: a scheduler calls it with none. */
export function defineProcess<Item extends OutcomeItem, Options extends ProcessOptions = ProcessOptions>(
  definition: ProcessDefinition<Options, Item> & {
    readonly options?: readonly Exclude<keyof Options, keyof ProcessOptions>[];
  },
): Process<Options, Item> {
  const process = async (given: Desk, options?: Options): Promise<Outcome<Item>> => {
    const desk = requireDesk(given, definition.name);
    checkOptions(processOptions(definition), options);
    return runProcess(definition, desk, options ?? ({} as Options));
  };
  return Object.assign(process, { definition });
}
