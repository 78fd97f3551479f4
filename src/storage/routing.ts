import { ContangoError } from "../errors/contangoError.js";
import { type HeadStore, headStore } from "./commitHead.js";
import { compose, type StorePair } from "./compose.js";
import type { Host } from "./host.js";
import { COLLECTIONS, type DataKind, dataKind } from "./libraries.js";
import type { RecordStore } from "./recordStore.js";
import type { Change, StorageEngine } from "./storage.js";

/** Engines by kind of data; what has none of its own goes to the default one, which keeps the journal and leases. */
export type StorageRoutes = { readonly default: StorageEngine | StorePair } & {
  readonly [Kind in DataKind]?: StorageEngine | StorePair;
};

/** An engine and the head in its record store. Engines of one record store share the head. */
export interface Route {
  readonly engine: StorageEngine;
  readonly head: HeadStore;
}

export interface Router {
  readonly default: Route;
  readonly routes: readonly Route[];
  /** The heads of all record stores. */
  readonly heads: readonly HeadStore[];
  /** Where a library or collection is kept. */
  of(name: string): Route;
  ofChange(change: Change): Route;
}

const KINDS: Readonly<Record<DataKind | "default", true>> = {
  default: true,
  instruments: true,
  contracts: true,
  prices: true,
  fx: true,
  capital: true,
  positions: true,
  state: true,
};

/** Always in the default engine: how processes come to terms with each other. */
const COORDINATION: readonly string[] = [COLLECTIONS.journal.name, COLLECTIONS.leases.name];

/** @throws ContangoError `STORE_ROUTE` for a route of no known kind, or without a store. */
export function openRoutes(input: StorageEngine | StorePair | StorageRoutes, host: Host): Router {
  if (typeof input !== "object" || input === null) {
    throw new ContangoError(
      "STORE_ROUTE",
      "storage",
      `${JSON.stringify(input) ?? "nothing"} is not an engine; open one first, as in openStorage(await openSqlite("desk.sqlite"))`,
    );
  }
  const given: StorageRoutes = "default" in input ? input : { default: input };
  const heads = new Map<RecordStore, HeadStore>();
  const byEngine = new Map<StorageEngine | StorePair, Route>();
  const byKind = new Map<string, Route>();
  const headOf = (records: RecordStore): HeadStore => {
    const head = heads.get(records) ?? headStore(records, host);
    heads.set(records, head);
    return head;
  };
  const add = (kind: string, given: StorageEngine | StorePair): Route => {
    checkRoute(kind, given);
    const engine = given.name === undefined ? compose(given) : (given as StorageEngine);
    const route = byEngine.get(given) ?? { engine, head: headOf(given.records) };
    byEngine.set(given, route);
    byKind.set(kind, route);
    return route;
  };
  const main = add("default", given.default);
  for (const [kind, engine] of Object.entries(given)) {
    if (kind !== "default" && engine !== undefined) add(kind, engine);
  }
  const of = (name: string): Route =>
    COORDINATION.includes(name) ? main : (byKind.get(dataKind(name)) ?? main);
  return {
    default: main,
    routes: [...byEngine.values()],
    heads: [...heads.values()],
    of,
    ofChange: (change) =>
      of(change.store === "series" ? change.change.library : change.change.collection.name),
  };
}

function checkRoute(kind: string, engine: StorageEngine | StorePair): void {
  if (!Object.hasOwn(KINDS, kind)) {
    throw new ContangoError(
      "STORE_ROUTE",
      "storage",
      `"${kind}" is not a kind of data; route ${Object.keys(KINDS).join(", ")}`,
      { details: { kind } },
    );
  }
  if (engine.series === undefined || engine.records === undefined) {
    throw new ContangoError(
      "STORE_ROUTE",
      "storage",
      `the engine for "${kind}" needs a series store and a record store; is an await missing before the call that opens it?`,
      { details: { kind } },
    );
  }
}
