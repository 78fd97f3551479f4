/** Does one kind of work in a folder, and kills itself before the boundary it is told; says what it has finished. */
import { closeSync, openSync, writeSync } from "node:fs";
import { type CompositionName, openFolder } from "./compositions.js";
import { LOAD, UPDATE } from "./work.js";

export interface CrashOrder {
  readonly composition: CompositionName;
  readonly folder: string;
  readonly work: "load" | "update";
  /** Counted from 1; without it the process ends by itself. */
  readonly killAt?: number;
  /** The file that gets a byte for each finished step, and then the number of boundaries. */
  readonly log: string;
}

const order = JSON.parse(process.argv[2]!) as CrashOrder;
const log = openSync(order.log, "a");
let boundaries = 0;
const storage = await openFolder(order.composition, order.folder, () => {
  if (++boundaries === order.killAt) process.kill(process.pid, "SIGKILL");
});
for (const step of order.work === "load" ? LOAD : UPDATE) {
  await step(storage);
  writeSync(log, ".");
}
await storage.close();
writeSync(log, ` ${boundaries}`);
closeSync(log);
