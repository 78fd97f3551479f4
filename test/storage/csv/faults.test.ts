import { describe, expect, test } from "vitest";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { floatColumn } from "../../../src/series/column.js";
import type { Frame } from "../../../src/series/frame.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import type { Collection, RecordDocument } from "../../../src/storage/recordStore.js";
import { recordText } from "../../../src/storage/recordText.js";
import { keyOfChange } from "../../../src/storage/recordValues.js";
import type { StorageEngine } from "../../../src/storage/storage.js";
import { dailyFrame } from "../../../src/testing/assertFrame.js";
import { type FaultyFiles, type FileFault, faultyFiles } from "../../../src/testing/faultyFiles.js";

/** What is stored under a name, as text. */
type State = string | undefined;

/** One write, and what is stored before and after it. */
interface Step {
  readonly name: string;
  readonly write: (engine: StorageEngine) => Promise<unknown>;
  readonly look: (engine: StorageEngine) => Promise<State>;
  readonly before: State;
  readonly after: State;
}

const LIBRARY = "spreads";
/** Its text alone does not bring it back: the labels are of no month. */
const noted = (rows: number, scale = 1): Frame => dailyFrame(40_000, rows, scale).withMeta({ note: rows });
const plain = (rows: number): Frame => dailyFrame(0, rows).select(["PRICE"]);

const stateOf = (frame: Frame | undefined): State =>
  frame &&
  JSON.stringify([
    [...frame.time],
    [...frame.columns].map(([name, { values }]) => [name, [...values]]),
    frame.meta,
  ]);

const series = (
  name: string,
  before: Frame | undefined,
  after: Frame | undefined,
  write: (engine: StorageEngine) => Promise<unknown>,
): Step => ({
  name,
  write,
  look: async (engine) => stateOf((await engine.series.read(LIBRARY, name))?.frame),
  before: stateOf(before),
  after: stateOf(after),
});

const change = (kind: "write" | "append", symbol: string, frame: Frame) => ({
  kind,
  library: LIBRARY,
  symbol,
  frame,
});
/** Of a document. */
const recorded = (
  name: string,
  collection: Collection,
  before: RecordDocument | undefined,
  after: RecordDocument | undefined,
): Step => {
  const key = keyOfChange({ kind: "put", collection, document: (before ?? after)! });
  const textOf = (document: RecordDocument | undefined): State => document && recordText(document);
  return {
    name,
    write: ({ records }) =>
      after === undefined ? records.delete(collection, key) : records.put(collection, after),
    look: async ({ records }) => textOf(await records.get(collection, key)),
    before: textOf(before),
    after: textOf(after),
  };
};
const COST = { instrument_code: "CORN", cost_price_units: 0.25 };

const plainCost = (code: string) => ({ instrument_code: code, cost_price_units: 2 });
const oddCost = (code: string) => ({ ...plainCost(code), note: "no column for it" });

const SERIES: readonly Step[] = [
  series("appended", plain(4), plain(6), async ({ series: store }) => {
    const rows = (await store.info(LIBRARY, "appended"))!.rows;
    if (rows === 4) await store.apply(change("append", "appended", plain(6).rows(4, 6)));
  }),
  series("noted", noted(4), noted(5, 2), ({ series: store }) =>
    store.apply(change("write", "noted", noted(5, 2))),
  ),
  series("plainer", noted(4), plain(3), ({ series: store }) =>
    store.apply(change("write", "plainer", plain(3))),
  ),
  series("new", undefined, noted(3), ({ series: store }) => store.apply(change("write", "new", noted(3)))),
  series("deleted", noted(4), undefined, ({ series: store }) =>
    store.apply({ kind: "delete", library: LIBRARY, symbol: "deleted" }),
  ),
  series("staged", plain(2), plain(7), async ({ series: store }) => {
    await store.publish(await store.stage(change("write", "staged", plain(7))));
  }),
];

const RECORDS: readonly Step[] = [
  recorded("a line", COLLECTIONS.spreadCosts, { ...COST, cost_price_units: 1 }, COST),
  recorded("kept beside its table", COLLECTIONS.spreadCosts, plainCost("A"), oddCost("A")),
  recorded("back in its table", COLLECTIONS.spreadCosts, oddCost("B"), plainCost("B")),
  recorded("beside its table, and deleted", COLLECTIONS.spreadCosts, oddCost("C"), undefined),
  recorded("without a table", COLLECTIONS.desk, { name: "x", value: 1n }, { name: "x", value: 2n }),
  recorded("without a table, and deleted", COLLECTIONS.desk, { name: "y" }, undefined),
];

const open = (files: FaultyFiles): StorageEngine => openCsv("/data", { files });

/** A folder as it is before the steps. */
async function prepared(seed: number): Promise<FaultyFiles> {
  const files = faultyFiles({ seed });
  const engine = open(files);
  for (const symbol of ["noted", "plainer", "deleted"])
    await engine.series.apply(change("write", symbol, noted(4)));
  await engine.series.apply(change("write", "appended", plain(4)));
  await engine.series.apply(change("write", "staged", plain(2)));
  for (const document of [{ ...COST, cost_price_units: 1 }, plainCost("A"), oddCost("B"), oddCost("C")])
    await engine.records.put(COLLECTIONS.spreadCosts, document);
  for (const document of [{ name: "x", value: 1n }, { name: "y" }])
    await engine.records.put(COLLECTIONS.desk, document);
  return files;
}

/** Does the steps in turn; gives how many succeeded. */
async function run(steps: readonly Step[], engine: StorageEngine, errors: unknown[] = []): Promise<number> {
  for (const [done, { write }] of steps.entries()) {
    try {
      await write(engine);
    } catch (error) {
      errors.push(error);
      return done;
    }
  }
  return steps.length;
}

async function clean({ series: store }: StorageEngine): Promise<void> {
  for (const staged of await store.leftovers()) await store.discard(staged);
}

/** Hidden files but the notes of versions that stand. */
async function litter(files: FaultyFiles, { series: store }: StorageEngine): Promise<string[]> {
  const versions = new Set<string>();
  for (const symbol of await store.list(LIBRARY)) versions.add((await store.info(LIBRARY, symbol))!.version);
  return [...files.contents().keys()]
    .map((path) => path.slice(path.lastIndexOf("/") + 1))
    .filter(
      (name) => name.startsWith(".") && ![...versions].some((version) => name.endsWith(`.${version}.json`)),
    );
}

/** Fails one operation, then loses power or starts a new process. False where the run ended before that operation. */
async function survives(
  steps: readonly Step[],
  fault: FileFault,
  end: "crash" | "restart",
  seed: number,
): Promise<boolean> {
  const files = await prepared(seed);
  files.crash();
  files.plan(fault);
  const errors: unknown[] = [];
  const done = await run(steps, open(files), errors);
  const reached = files.operations.length >= fault.at;
  for (const error of errors) {
    expect(error).toBeInstanceOf(ContangoError);
    expect((error as ContangoError).code).toBe("STORE_IO");
  }
  const what = `${fault.kind} at ${files.operations[fault.at - 1]}, then ${end}`;
  files[end]();

  const engine = open(files);
  for (const [position, { name, look, before, after }] of steps.entries()) {
    const state = await look(engine);
    if (position < done) expect(state, `${what}: "${name}" was acknowledged`).toBe(after);
    else if (position > done) expect(state, `${what}: "${name}" was not begun`).toBe(before);
    else expect([before, after], `${what}: "${name}" is whole`).toContain(state);
  }
  await clean(engine);
  expect(await litter(files, engine), `${what}: nothing is left lying`).toEqual([]);
  expect(await run(steps, engine)).toBe(steps.length);
  await clean(engine);
  for (const { name, look, after } of steps)
    expect(await look(engine), `${what}: "${name}" again`).toBe(after);
  expect(await litter(files, engine)).toEqual([]);
  return reached;
}

describe.each(["kill", "EIO", "ENOSPC"] as const)("%s at every operation in turn", (kind) => {
  describe.each(["restart", "crash"] as const)("then %s", (end) => {
    test.each([
      ["series", SERIES],
      ["records", RECORDS],
    ])(
      "leaves the old version or the new one of %s, loses nothing acknowledged, and can be repeated",
      async (_, steps) => {
        const seeds = end === "crash" ? [1, 2, 3] : [1];
        for (const seed of seeds) {
          let at = 1;
          while (await survives(steps, { at, kind }, end, seed)) at++;
          expect(at, "operations that failed").toBeGreaterThan(60);
        }
      },
    );
  });
});

describe("publishing again", () => {
  test.each(["restart", "crash"] as const)(
    "finishes what a process left half done, after a %s",
    async (end) => {
      const changes = [
        change("write", "noted", noted(5, 2)),
        change("append", "appended", plain(6).rows(4, 6)),
        { kind: "delete", library: LIBRARY, symbol: "deleted" } as const,
      ];
      for (const each of changes) {
        for (let at = 1, reached = true; reached; at++) {
          const files = await prepared(at);
          const staged = await open(files).series.stage(each);
          files.plan({ at, kind: "kill" });
          await open(files)
            .series.publish(staged)
            .catch(() => undefined);
          reached = files.operations.length >= at;
          files[end]();
          const engine = open(files);
          await engine.series.publish(staged);
          expect((await engine.series.info(LIBRARY, each.symbol))?.version ?? null).toBe(staged.next);
          const step = SERIES.find(({ name }) => name === each.symbol)!;
          expect(await step.look(engine)).toBe(step.after);
          await clean(engine);
          expect(await litter(files, engine)).toEqual([]);
        }
      }
    },
  );
});

test("an error names the path, the reason and what to do, and can be tried again", async () => {
  const files = await prepared(1);
  const operation = 1 + (await operations(files)).findIndex((what) => what.startsWith("write "));
  files.plan({ at: operation, kind: "ENOSPC" });
  const error = await open(files)
    .series.apply(change("write", "full", plain(3)))
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "STORE_IO", retryable: true, cause: { code: "ENOSPC" } });
  expect(String(error)).toMatch(
    /\[csv\] cannot write \/data\/spreads\/.*full\.part: ENOSPC: .*; see to the disk and repeat/,
  );
  expect(await open(files).series.list(LIBRARY)).not.toContain("full");
});

/** What a write of a new series does. */
async function operations(files: FaultyFiles): Promise<readonly string[]> {
  files.plan();
  await open(files).series.apply(change("write", "sounding", plain(3)));
  return files.operations;
}

test("frames of one float are as good as any", async () => {
  const files = faultyFiles();
  const frame = plain(1).with({ PRICE: floatColumn(Float64Array.of(0.1)) });
  await open(files).series.apply(change("write", "x", frame));
  files.crash();
  expect(stateOf((await open(files).series.read(LIBRARY, "x"))?.frame)).toBe(stateOf(frame));
});
