import { initialiseFromFolder } from "contango";
import { WrongInput } from "./dataFolder.js";
import { openDemoDesk } from "./demoDesk.js";
import { progress, progressDone, say } from "./print.js";

/**
 * Fills a new store from a data folder: prices, calendars and tables as they are, adjusted prices stitched anew.
 *
 * @throws WrongInput where a file cannot be read.
 */
export async function setUp(folder: string): Promise<void> {
  await using desk = await openDemoDesk();
  const outcome = await initialiseFromFolder(desk, {
    folder,
    progress: ({ item, done }) => progress(`${done} items: ${item}`),
  });
  progressDone();
  const failed = outcome.items.filter(({ severity }) => severity === "failed");
  if (failed.length > 0) throw new WrongInput(failed.map(({ message }) => message).join("\n"));
  for (const { name, status, message } of outcome.items) say(`  ${name.padEnd(16)}  ${status}: ${message}`);
}
