import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeDeskFiles } from "../../../src/desk/nodeDeskFiles.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import type { Storage } from "../../../src/storage/storage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { fill } from "./contents.js";
import { brokerFor, deskWith, due, NOW } from "./dueDesk.js";
import type { Scenario } from "./everyProcess.js";

export interface ScenarioDesk extends AsyncDisposable {
  readonly desk: TestDesk;
  readonly storage: Storage;
  /** A folder of this desk alone. */
  readonly folder: string;
}

/** A desk on which a scenario can be run. `seen`: what the desk gets to see of its storage. */
export async function scenarioDesk(
  scenario: Scenario,
  seen: (storage: Storage) => Storage = (storage) => storage,
): Promise<ScenarioDesk> {
  const folder = mkdtempSync(join(tmpdir(), "contango-scenario-"));
  const { contents, broker } = await due();
  const engine = scenario.inFile === true ? await openSqlite(join(folder, "due.sqlite")) : memoryEngine();
  const storage = await openStorage(engine);
  await fill(storage, contents);
  const clock = fixedClock(NOW);
  const config = {
    csv_backup_directory: join(folder, "backups"),
    echo_directory: join(folder, "echos"),
    snapshot_directory: join(folder, "snapshots"),
  };
  const desk = await deskWith({
    storage: seen(storage),
    clock,
    broker: brokerFor(clock, broker),
    files: nodeDeskFiles,
    config,
  });
  await scenario.prepare?.(desk, folder);
  return {
    desk,
    storage,
    folder,
    [Symbol.asyncDispose]: async () => {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
