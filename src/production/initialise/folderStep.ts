import type { FailedItem } from "../outcome.js";
import type { ProcessResult } from "../process.js";
import type { Work } from "../work.js";
import { type DataFolder, nothingThere, openDataFolder, requireFolder } from "./dataFolder.js";
import type { InitialisedItem, InitialiseOptions } from "./initialisedItem.js";

/** Takes one kind of data from a folder into the store, item by item. */
export type FolderStep<Options extends InitialiseOptions = InitialiseOptions> = (
  work: Work,
  folder: DataFolder,
  options: Options,
) => Promise<readonly (InitialisedItem | FailedItem)[]>;

/**
 * What a process does that consists of one step.
 *
 * @param what is taken, in words, for the error where there is none of it.
 */
export function fromFolder<Options extends InitialiseOptions>(
  process: string,
  what: string,
  step: FolderStep<Options>,
): (work: Work, options: Options) => Promise<ProcessResult<InitialisedItem>> {
  return async (work, options) => {
    await using folder = await openDataFolder(requireFolder(process, options.folder));
    const items = await step(work, folder, options);
    if (items.length === 0 && !work.signal.aborted) throw nothingThere(folder.path, what);
    return { items };
  };
}
