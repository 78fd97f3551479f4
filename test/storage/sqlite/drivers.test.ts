import { spawnSync } from "node:child_process";
import { isBuiltin } from "node:module";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { openSqlite } from "../../../src/sqlite.js";
import { loadDriver } from "../../../src/storage/sqlite/loadDriver.js";
import { sqliteError } from "../../../src/storage/sqlite/sqliteErrors.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { watchedDriver } from "./drivers.js";

const hasNodeSqlite = isBuiltin("node:sqlite");
const notFound = () =>
  Promise.reject(Object.assign(new Error("no package"), { code: "ERR_MODULE_NOT_FOUND" }));

describe("the driver", () => {
  test("is node:sqlite where Node has it, else better-sqlite3", async () => {
    expect((await loadDriver()).name).toBe(hasNodeSqlite ? "node:sqlite" : "better-sqlite3");
  });

  test("that is not installed is named with the command that installs it", async () => {
    const error = await assertRejects(loadDriver("better-sqlite3", notFound), "DEPENDENCY_MISSING");
    expect(error.message).toContain("npm install better-sqlite3");
  });

  test("that was built for another Node is to be built again", async () => {
    const wrongBuild = () =>
      Promise.reject(Object.assign(new Error("NODE_MODULE_VERSION 115"), { code: "ERR_DLOPEN_FAILED" }));
    const error = await assertRejects(loadDriver("better-sqlite3", wrongBuild), "DEPENDENCY_MISSING");
    expect(error.message).toContain("npm rebuild better-sqlite3");
    expect(String(error.cause)).toContain("NODE_MODULE_VERSION");
  });

  test.runIf(!hasNodeSqlite)(
    "this Node has no node:sqlite: the message says from which version on",
    async () => {
      const named = await assertRejects(loadDriver("node:sqlite"), "DEPENDENCY_MISSING");
      expect(named.message).toMatch(/Node 22/);
      const neither = await assertRejects(loadDriver(undefined, notFound), "DEPENDENCY_MISSING");
      expect(neither.message).toMatch(/no node:sqlite.*npm install better-sqlite3/);
    },
  );

  test("loads without a warning", () => {
    const module = pathToFileURL("src/storage/sqlite/loadDriver.ts").href;
    const script = `await (await import(${JSON.stringify(module)})).loadDriver(); process.emitWarning("still heard");`;
    const { stderr, status } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", script],
      {
        encoding: "utf8",
      },
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toContain("still heard");
    expect(stderr).not.toContain("ExperimentalWarning");
  });

  test("may be the user's own", async () => {
    const driver = await watchedDriver();
    const { records } = await openSqlite({ file: ":memory:", driver });
    const before = driver.writes;
    await records.put({ name: "locks", key: ["instrument_code"] }, { instrument_code: "CORN", lock: "ON" });
    expect(driver.writes - before).toBeGreaterThan(2);
    await records.close();
  });
});

describe("an error of the driver", () => {
  test.each([
    [{ code: "SQLITE_BUSY_SNAPSHOT" }, "STORE_BUSY"],
    [{ code: "SQLITE_CORRUPT_VTAB" }, "STORE_CORRUPT"],
    [{ code: "SQLITE_IOERR_FSYNC" }, "STORE_IO"],
    [{ code: "SQLITE_FULL" }, "STORE_IO"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 11 | (1 << 8) }, "STORE_CORRUPT"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 5 }, "STORE_BUSY"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 26 }, "STORE_CORRUPT"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 10 | (4 << 8) }, "STORE_IO"],
  ])("%o becomes %s", (fields, code) => {
    const cause = Object.assign(new Error("what SQLite says"), fields);
    const error = sqliteError(cause, "contango.db");
    expect(error).toMatchObject({ code, cause, details: { file: "contango.db" } });
    expect((error as Error).message).toContain("what SQLite says");
  });

  test("of another kind stays as it is", () => {
    const error = new TypeError("not SQLite's");
    expect(sqliteError(error, "contango.db")).toBe(error);
  });
});
