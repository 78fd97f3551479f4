/** Takes the lock on a folder, says so, and keeps it: `lockChild.ts FOLDER`. */
import { folderLock } from "../../../src/storage/folderLock.js";

async function main(): Promise<void> {
  await folderLock(process.argv[2]!);
  process.stdout.write("held");
  setInterval(() => undefined, 1000);
}

void main();
