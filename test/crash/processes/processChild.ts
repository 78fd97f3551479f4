/** Runs one scenario in a folder and kills itself before the write it is told; prints the number of writes where it ends. */
import { loadDriver } from "../../../src/storage/sqlite/loadDriver.js";
import { watchedDriver } from "../boundaries.js";
import { openFloor } from "./floor.js";
import { SCENARIOS } from "./scenarios.js";

export interface ProcessOrder {
  readonly folder: string;
  readonly scenario: string;
  /** Counted from 1, from when the desk is open. */
  readonly killAt: number;
}

const { folder, scenario, killAt } = JSON.parse(process.argv[2]!) as ProcessOrder;
const { now, run } = SCENARIOS.find(({ name }) => name === scenario)!;
let open = false;
let writes = 0;
const driver = watchedDriver(await loadDriver(), () => {
  if (!open) return;
  writes++;
  if (writes === killAt) process.kill(process.pid, "SIGKILL");
});
await using floor = await openFloor(folder, now, driver);
open = true;
await run(floor.desk, folder);
open = false;
console.log(writes);
