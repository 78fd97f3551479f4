import {
  type ContractId,
  contractId,
  type Frame,
  memoryEngine,
  openStorage,
  repositories,
  Series,
} from "contango";
import { generateMarket } from "contango/testing";

const march: ContractId = contractId("202403");
const price: Series = new Series(Float64Array.of(0, 86_400_000), Float64Array.of(100, 101.5), "price");

async function main(): Promise<void> {
  const storage = await openStorage(memoryEngine());
  const data = repositories(storage);
  await data.adjustedPrices.write("CORN", price);
  const stored: Series = await data.adjustedPrices.get("CORN");
  const none: Frame | undefined = await data.multiplePrices.read("CORN");
  if (march !== "20240300" || stored.length !== 2 || none !== undefined) throw new Error("wrong values");
  if (typeof generateMarket !== "function") throw new Error("no testing sub-path");
  await storage.close();
  console.log("consumer: done");
}

main();
