import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDriver } from "../../../src/storage/sqlite/loadDriver.js";
import { watchedDriver } from "../boundaries.js";
import { dumpOf, filesOf } from "./dump.js";
import { type Floor, openFloor } from "./floor.js";
import type { ProcessOrder } from "./processChild.js";
import { POINTS, prepare, SCENARIOS, type Scenario } from "./scenarios.js";

/** How many children are at work at once. */
const AT_ONCE = 2;
const FOLDERS = ["backups", "echos", "backtests"];

/** Folders in which each scenario can begin, made by going through all of them once. */
export interface Stages extends AsyncDisposable {
  /** The folder before a scenario. */
  before(scenario: Scenario): string;
}

/** Goes through every scenario once, untouched, and keeps what each begins with. */
export async function stagesOf(): Promise<Stages> {
  const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "contango-process-"));
  const before = (scenario: Scenario): string => join(root, `stage${SCENARIOS.indexOf(scenario)}`);
  const folder = join(root, "going");
  mkdirSync(folder);
  await onFloor(folder, SCENARIOS[0]!, prepare);
  for (const scenario of SCENARIOS) {
    cpSync(folder, before(scenario), { recursive: true });
    await onFloor(folder, scenario, scenario.run);
  }
  return {
    before,
    [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true, force: true }),
  };
}

/**
 * Kills a process before its writes, one after the other, and each time runs it again: it has to end as if it had never been
 * killed. Gives the number of kills.
 */
export async function killScenario(child: string, stages: Stages, scenario: Scenario): Promise<number> {
  const start = stages.before(scenario);
  const untouched = `${start}-untouched`;
  cpSync(start, untouched, { recursive: true });
  const { writes, content: wanted } = await untouchedRun(untouched, scenario);
  assert.ok(writes > 0, `${scenario.name} writes nothing`);
  const points = pointsOf(writes, scenario.points ?? POINTS);
  const rest = points.entries();
  const worker = async (): Promise<void> => {
    for (const [place, killAt] of rest) {
      const folder = `${start}-killed${place}`;
      cpSync(start, folder, { recursive: true });
      const where = `${scenario.name} killed before write ${killAt} of ${writes}`;
      assert.equal(await runChild(child, { folder, scenario: scenario.name, killAt }), "SIGKILL", where);
      const content = await contentAfter(folder, scenario);
      assert.deepEqual(content, wanted, `${where}: running it again ends otherwise`);
      rmSync(folder, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return points.length;
}

/** So many writes, evenly spread, the first and the last among them. */
function pointsOf(writes: number, count: number): readonly number[] {
  const points = Math.min(writes, count);
  const at = (place: number): number =>
    points === 1 ? 1 : 1 + Math.round((place * (writes - 1)) / (points - 1));
  return Array.from({ length: points }, (_, place) => at(place));
}

/** Runs a scenario untouched: how often it writes, and what is there then. */
async function untouchedRun(
  folder: string,
  { now, run }: Scenario,
): Promise<{ readonly writes: number; readonly content: readonly string[] }> {
  let writes = 0;
  let open = false;
  const driver = watchedDriver(await loadDriver(), () => {
    if (open) writes++;
  });
  await using floor = await openFloor(folder, now, driver);
  open = true;
  await run(floor.desk, folder);
  open = false;
  return { writes, content: await contentOf(floor, folder) };
}

async function onFloor(folder: string, { now }: Scenario, work: Scenario["run"]): Promise<void> {
  await using floor = await openFloor(folder, now);
  await work(floor.desk, folder);
}

/** Runs a scenario, and gives what is there then. */
async function contentAfter(folder: string, { now, run }: Scenario): Promise<readonly string[]> {
  await using floor = await openFloor(folder, now);
  await run(floor.desk, folder);
  return await contentOf(floor, folder);
}

async function contentOf({ desk }: Floor, folder: string): Promise<readonly string[]> {
  const content = [...(await dumpOf(desk.storage)), ...filesOf(folder, FOLDERS)];
  return content.map((line) => line.replaceAll(folder, "."));
}

function runChild(child: string, order: ProcessOrder): Promise<NodeJS.Signals | number | null> {
  const process = spawn(globalThis.process.execPath, [child, JSON.stringify(order)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    process.on("error", reject);
    process.on("exit", (code, signal) => resolve(signal ?? code));
  });
}
