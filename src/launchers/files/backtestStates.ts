import { resolve } from "node:path";
import { ContangoError } from "../../errors/contangoError.js";
import type { StrategyName } from "../../instruments/codes.js";
import type { FileSystem, NewFile } from "../../storage/files.js";
import { nodeFiles } from "../../storage/nodeFiles.js";
import type { BacktestStateId, BacktestStates, DeletedState } from "../backtestStates.js";
import { decodeState } from "../decodeState.js";
import { encodeState } from "../encodeState.js";
import { stateConfig } from "../stateConfig.js";
import { stateError } from "../stateError.js";
import { chosenState, cutOff, oldStates, stateId } from "../stateId.js";
import { configName, leftovers, PARTIAL, stateIds, stateName, strategyFolder } from "./stateFolder.js";

export interface FileBacktestStatesOptions {
  /** The file system; Node's unless given. */
  readonly files?: FileSystem;
}

/**
 * Backtest states in a folder: `<folder>/<strategy>/YYYYMMDD_HHMMSS_backtest.state`, each with its configuration beside it in
 * `YYYYMMDD_HHMMSS_config.yaml`. Folders are made at the first write. A write that is cut off leaves nothing that is listed.
 *
 * @example
 * const states = fileBacktestStates("private/backtests");
 * (await states.load("trend")).series("CORN", "combinedForecast");
 */
export function fileBacktestStates(
  folder: string,
  { files = nodeFiles }: FileBacktestStatesOptions = {},
): BacktestStates {
  const root = resolve(folder);
  const idsIn = async (path: string): Promise<readonly BacktestStateId[]> =>
    stateIds(await files.files(path));
  return {
    save: async (strategy, run) => {
      const path = strategyFolder(root, strategy);
      const id = stateId(run.time);
      const config = await stateConfig(run.config);
      return guarded(`keep the backtest ${id} of "${strategy}" in ${path}`, async () => {
        await files.makeFolder(path);
        const state = await partialFile(files, `${path}/${stateName(id)}`, (write) =>
          encodeState(strategy, run, write),
        );
        const text = await partialFile(files, `${path}/${configName(id)}`, (write) =>
          write(Buffer.from(config)),
        );
        // The state comes last: whatever is listed has its configuration.
        await text.rename();
        await state.rename();
        await files.syncFolder(path);
        return id;
      });
    },
    list: (strategy) => {
      const path = strategyFolder(root, strategy);
      return guarded(`list ${path}`, () => idsIn(path));
    },
    load: (strategy, wanted) => {
      const path = strategyFolder(root, strategy);
      return guarded(`read ${path}`, async () => {
        const id = chosenState(strategy, await idsIn(path), wanted);
        const file = `${path}/${stateName(id)}`;
        const state = await files.read(file);
        if (state === undefined) throw stateError(`${file} was deleted meanwhile; list again`, { file });
        const config = await files.read(`${path}/${configName(id)}`);
        return decodeState(state.bytes, file, config && new TextDecoder().decode(config.bytes));
      });
    },
    deleteOlderThan: (days, now) => {
      const before = cutOff(days, now);
      return guarded(`delete old backtests in ${root}`, async () => {
        const deleted: DeletedState[] = [];
        for (const strategy of [...(await files.folders(root))].sort())
          deleted.push(...(await deleteOld(files, root, strategy, before)));
        return deleted;
      });
    },
  };
}

async function deleteOld(
  files: FileSystem,
  root: string,
  strategy: StrategyName,
  before: number,
): Promise<readonly DeletedState[]> {
  const path = `${root}/${strategy}`;
  const there = await files.files(path);
  const old = oldStates(stateIds(there), before);
  const names = [...leftovers(there, before), ...old.flatMap((id) => [stateName(id), configName(id)])];
  for (const name of names) await files.remove(`${path}/${name}`);
  if (names.length > 0) await files.syncFolder(path);
  return old.map((id) => ({ strategy, id }));
}

/** Writes a file that is on the device before it has its name. Where that fails, nothing of it is left if that can be helped. */
async function partialFile(
  files: FileSystem,
  path: string,
  fill: (write: NewFile["write"]) => Promise<void>,
): Promise<{ rename(): Promise<void> }> {
  const partial = `${path}${PARTIAL}`;
  await files.remove(partial);
  const file = await files.create(partial);
  try {
    try {
      await fill((bytes) => file.write(bytes));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await files.remove(partial).catch(() => undefined);
    throw error;
  }
  return { rename: () => files.rename(partial, path) };
}

async function guarded<Value>(doing: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    // What the file system rejects with has a code; anything else comes from the run that is kept.
    if (cause instanceof ContangoError || !(cause instanceof Error && "code" in cause)) throw cause;
    throw new ContangoError(
      "STORE_IO",
      "launchers",
      `cannot ${doing}: ${cause.message}; see to the disk and repeat`,
      {
        cause,
        retryable: true,
      },
    );
  }
}
