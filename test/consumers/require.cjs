const assert = require("node:assert/strict");
const contango = require("contango");
const { openSqlite } = require("contango/sqlite");

const price = new contango.Series(Float64Array.of(0, 86_400_000), Float64Array.of(100, 101.5), "price");
assert.equal(contango.ewmMean(price, { span: 3 }).at(0), 100);
assert.equal(typeof openSqlite, "function");

// One copy of every class, whichever way it was loaded.
import("contango").then((esm) => {
  assert.equal(esm.ContangoError, contango.ContangoError);
  console.log("consumer: done");
});
