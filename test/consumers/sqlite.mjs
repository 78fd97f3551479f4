import { openStorage, repositories, Series } from "contango";
import { openSqlite } from "contango/sqlite";

const storage = await openStorage(await openSqlite(":memory:"));
const data = repositories(storage);
await data.adjustedPrices.write("CORN", new Series(Float64Array.of(0), Float64Array.of(1), "price"));
if ((await data.adjustedPrices.get("CORN")).at(0) !== 1) throw new Error("wrong value");
await storage.close();
process.stdout.write("consumer: done\n");
