import { ContangoError } from "../../errors/contangoError.js";
import type { SqliteConnection, SqliteDriver } from "./driver.js";

/** The libraries that contango can load by itself, in the order it tries them. */
export type SqliteDriverName = "node:sqlite" | "better-sqlite3";

type NodeSqlite = {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => SqliteConnection;
};
type BetterSqlite = new (file: string, options: { readonly readonly: boolean }) => SqliteConnection;

/**
 * The named library, or the first that is there.
 *
 * @throws ContangoError `DEPENDENCY_MISSING` with the command that installs one.
 */
export async function loadDriver(
  name?: SqliteDriverName,
  importPackage: (specifier: string) => Promise<unknown> = (specifier) => import(specifier),
): Promise<SqliteDriver> {
  const driver =
    (name === "better-sqlite3" ? undefined : nodeDriver()) ??
    (name === "node:sqlite" ? undefined : await betterDriver(importPackage));
  if (driver !== undefined) return driver;
  throw new ContangoError(
    "DEPENDENCY_MISSING",
    "sqlite",
    name === "node:sqlite"
      ? `Node ${process.versions.node} has no node:sqlite; use Node 22.13 or later, or better-sqlite3 (npm install better-sqlite3)`
      : `the package better-sqlite3 is not installed${name === undefined ? `, and Node ${process.versions.node} has no node:sqlite` : ""}; run: npm install better-sqlite3`,
    { details: { package: "better-sqlite3" } },
  );
}

function nodeDriver(): SqliteDriver | undefined {
  const sqlite = quietly(() => process.getBuiltinModule("node:sqlite")) as NodeSqlite | undefined;
  return (
    sqlite && {
      name: "node:sqlite",
      open: (file, { readOnly }) => new sqlite.DatabaseSync(file, { readOnly }),
    }
  );
}

async function betterDriver(
  importPackage: (specifier: string) => Promise<unknown>,
): Promise<SqliteDriver | undefined> {
  try {
    const Database = ((await importPackage("better-sqlite3")) as { readonly default: BetterSqlite }).default;
    // Only the first database loads the native part, which must fit this Node.
    new Database(":memory:", { readonly: false }).close();
    return {
      name: "better-sqlite3",
      open: (file, { readOnly }) => new Database(file, { readonly: readOnly }),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw new ContangoError(
      "DEPENDENCY_MISSING",
      "sqlite",
      "better-sqlite3 is installed but cannot be loaded on this Node; run: npm rebuild better-sqlite3",
      { details: { package: "better-sqlite3" }, cause: error },
    );
  }
}

/** Loads without the warning that `node:sqlite` is experimental, which would reach cron's mail. */
function quietly<T>(load: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] !== "ExperimentalWarning") Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
