/**
 * `npm run load -- DIR` takes a pysystemtrade data folder (its `data/futures`) into the desk's store; without a folder it fills
 * the store with a made-up market and a simulated broker, so that everything else can be tried.
 */
import { initialiseFromFolder, toTime } from "contango";
import { loadMarket } from "contango/testing";
import { market, useSimulatedBroker } from "./broker.js";
import { openMyDesk } from "./desk.js";

const [folder] = process.argv.slice(2);

await using desk = await openMyDesk();
if (folder === undefined) {
  const there = [...(await desk.data.multiplePrices.list()), ...(await desk.data.fxPrices.list())];
  if (there.length > 0)
    throw new Error(`The desk already has ${there.join(", ")}; a made-up market would mix with it.`);
  const tenDaysAgo = desk.now() - 10 * 86_400_000;
  await loadMarket(desk, market(), { until: toTime(tenDaysAgo) });
  await useSimulatedBroker();
} else {
  console.log(String(await initialiseFromFolder(desk, { folder })));
}
console.log(`The desk has multiple prices of ${(await desk.data.multiplePrices.list()).join(", ")}.`);
