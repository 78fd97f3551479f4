import type { FileSystem } from "../files.js";

/** Runs work while no other writer, in this process or another, is at work in the same folder. */
export type Exclusive = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** One writer at a time in a folder, which is made if it is missing. */
export function exclusive(files: FileSystem, folder: string): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  const run = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    await files.makeFolder(folder);
    const release = await files.lock(folder);
    try {
      return await work();
    } finally {
      await release();
    }
  };
  return (work) => {
    const turn = last.then(() => run(work));
    last = turn.catch(() => undefined);
    return turn;
  };
}
