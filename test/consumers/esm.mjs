import assert from "node:assert/strict";
import {
  ContangoError,
  contractId,
  ewmMean,
  isContangoError,
  memoryEngine,
  openStorage,
  repositories,
  Series,
} from "contango";
import { page } from "contango/charts";
import { openCsv } from "contango/csv";
import { openSqlite } from "contango/sqlite";
import { generateMarket } from "contango/testing";

const price = new Series(Float64Array.of(0, 86_400_000), Float64Array.of(100, 101.5), "price");
assert.equal(ewmMean(price, { span: 3 }).length, 2);
for (const exported of [page, openCsv, openSqlite, generateMarket]) assert.equal(typeof exported, "function");

const storage = await openStorage(memoryEngine());
const data = repositories(storage);
await data.adjustedPrices.write("CORN", price);
assert.deepEqual(await data.adjustedPrices.list(), ["CORN"]);
await storage.close();

try {
  contractId("2024-03");
  assert.fail("a bad contract date must be refused");
} catch (error) {
  assert(error instanceof ContangoError && isContangoError(error, "CONTRACT_ID"));
}
console.log("consumer: done");
