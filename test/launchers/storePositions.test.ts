import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { launcherOutcome } from "../../src/launchers/outcome.js";
import { storePositions, type WantedPosition } from "../../src/launchers/storePositions.js";
import type { OptimalPosition } from "../../src/positions/optimalPosition.js";
import { optimalPositionAt, optimalPositionFrame } from "../../src/positions/optimalPositionFrame.js";
import { intColumn } from "../../src/series/column.js";
import type { Frame } from "../../src/series/frame.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { repositories } from "../../src/storage/repositories/repositories.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";
import type { Storage, StorageEngine } from "../../src/storage/storage.js";
import { dynamic, raw, simple } from "../positions/samples.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-positions-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const engines: readonly (readonly [string, () => Promise<StorageEngine>])[] = [
  ["memory", async () => memoryEngine()],
  ["sqlite", () => openSqlite(join(folder, "desk.sqlite"))],
];
const NIGHT = "2024-03-28 20:05";
const buffered = (lower: number): OptimalPosition => ({
  kind: "buffered",
  lower,
  upper: lower + 1,
  referencePrice: 432.5,
  referenceContract: "20241200",
});
const wanted = (positions: Readonly<Record<string, OptimalPosition>>): WantedPosition[] =>
  Object.entries(positions).map(([instrument, position]) => ({ instrument, position }));

describe.each(engines)("positions stored in %s", (_, open) => {
  it("are the same after a second run at the same moment, and follow each other night by night", async () => {
    await using storage = await openStorage(await open());
    const data = repositories(storage);
    const positions = wanted({
      CORN: buffered(1),
      US10: buffered(Number.NaN),
      GOLD: simple(2),
      CRUDE: raw,
      GAS: dynamic,
    });
    const statuses = async (time: string) =>
      (await storePositions({ data, storage }, "trend", time, positions)).map(({ status }) => status);
    expect(await statuses(NIGHT)).toEqual(["stored", "stored", "stored", "stored", "stored"]);
    const versions = await versionsOf(storage);
    expect(await statuses(NIGHT)).toEqual(["unchanged", "unchanged", "unchanged", "unchanged", "unchanged"]);
    expect(await versionsOf(storage)).toEqual(versions);
    expect(await statuses("2024-03-29 20:05")).toEqual(["stored", "stored", "stored", "stored", "stored"]);
    for (const { instrument, ...one } of positions) {
      const history = await data.optimalPositions.get({ strategy: "trend", instrument });
      expect(history.length).toBe(2);
      if ("position" in one) expect(optimalPositionAt(history, 0)).toMatchObject(one.position);
    }
  });

  it("are refused one by one, with why, and do not keep the others from being stored", async () => {
    await using storage = await openStorage(await open());
    const data = repositories(storage);
    const desk = { data, storage };
    await storePositions(
      desk,
      "trend",
      NIGHT,
      wanted({ CORN: buffered(1), US10: simple(1), GOLD: simple(1) }),
    );
    const outcomes = await storePositions(desk, "trend", NIGHT, [
      ...wanted({ CORN: buffered(2), US10: buffered(1), "BAD CODE": simple(1), GAS: simple(3) }),
      { instrument: "OATS", problem: { code: "PRICES_EMPTY", message: "no price" } },
    ]);
    expect(outcomes).toMatchObject([
      {
        instrument: "CORN",
        status: "refused",
        code: "STORE_APPEND",
        message: expect.stringContaining("other values of 2024-03-28 20:05:00 are stored"),
      },
      {
        instrument: "US10",
        status: "refused",
        code: "STORE_APPEND",
        message: expect.stringContaining(
          "what is stored has the columns position, and the new row lower_position",
        ),
      },
      { instrument: "BAD CODE", status: "refused", code: "INSTRUMENT_CODE" },
      { instrument: "GAS", status: "stored" },
      { instrument: "OATS", status: "refused", code: "PRICES_EMPTY", message: "no price" },
    ]);
    const earlier = await storePositions(desk, "trend", "2024-03-27", wanted({ GOLD: simple(1) }));
    expect(earlier).toMatchObject([
      { status: "refused", message: expect.stringContaining("see to the clock") },
    ]);
    expect((await data.optimalPositions.list()).map(({ instrument }) => instrument)).toEqual([
      "CORN",
      "GAS",
      "GOLD",
      "US10",
    ]);
    const outcome = launcherOutcome({ strategy: "trend", time: 0, instruments: outcomes });
    expect(outcome.status).toBe("partly");
  });
});

describe("positions that follow those of another program", () => {
  const key = { strategy: "trend", instrument: "CORN" };
  const withIntegers = (names: readonly string[], position: OptimalPosition): Frame => {
    const row = optimalPositionFrame("2024-03-27", position);
    const integers = names.map((name) => [name, intColumn(BigInt64Array.of(BigInt(row.series(name).at(0))))]);
    return row.with(Object.fromEntries(integers));
  };
  const stored = async (row: Frame) => {
    const storage = await openStorage(memoryEngine());
    const data = repositories(storage);
    await data.optimalPositions.write(key, row);
    return { storage, data };
  };

  it("are stored in the kinds that are there, where those can hold them", async () => {
    const desk = await stored(
      withIntegers(["optimised_position", "reduce_only", "previous_position"], dynamic),
    );
    const outcome = await storePositions(desk, "trend", NIGHT, wanted({ CORN: dynamic, GOLD: dynamic }));
    expect(outcome.map(({ status }) => status)).toEqual(["stored", "stored"]);
    const history = await desk.data.optimalPositions.get(key);
    expect(history.column("optimised_position").kind).toBe("int64");
    expect(optimalPositionAt(history)).toMatchObject(dynamic);
    expect((await storePositions(desk, "trend", NIGHT, wanted({ CORN: dynamic })))[0]?.status).toBe(
      "unchanged",
    );
  });

  it("are refused one by one where those cannot", async () => {
    const desk = await stored(withIntegers(["lower_position"], buffered(1)));
    const outcome = await storePositions(
      desk,
      "trend",
      NIGHT,
      wanted({ CORN: buffered(1.5), GOLD: buffered(1.5) }),
    );
    expect(outcome).toMatchObject([
      {
        status: "refused",
        code: "STORE_APPEND",
        message: expect.stringContaining("column lower_position is stored as int64, which cannot hold 1.5"),
      },
      { status: "stored" },
    ]);
    expect((await desk.data.optimalPositions.get(key)).length).toBe(1);
  });
});

it("are all stored or none", async () => {
  const engine = memoryEngine();
  const failing: StorageEngine = {
    ...engine,
    transact: (changes) => {
      if (changes.length > 1) throw new Error("the disk is full");
      return engine.transact(changes);
    },
  };
  await using storage = await openStorage(failing);
  const data = repositories(storage);
  const run = storePositions({ data, storage }, "trend", NIGHT, wanted({ CORN: simple(1), GOLD: simple(1) }));
  await expect(run).rejects.toThrow("the disk is full");
  expect(await data.optimalPositions.list()).toEqual([]);
});

describe("the outcome of a launcher", () => {
  const stored = { status: "stored", instrument: "CORN", position: buffered(10.874) } as const;
  const refused = {
    status: "refused",
    instrument: "US10",
    code: "PRICES_EMPTY",
    message: "no price",
  } as const;

  it.each([
    [[], "refused"],
    [[stored], "stored"],
    [[{ ...stored, status: "unchanged" }], "unchanged"],
    [[stored, { ...stored, status: "unchanged" }], "stored"],
    [[stored, refused], "partly"],
    [[{ ...stored, status: "unchanged" }, refused], "partly"],
    [[refused], "refused"],
  ] as const)("of %j is %s", (instruments, status) => {
    expect(launcherOutcome({ strategy: "trend", time: 0, instruments }).status).toBe(status);
  });

  it("prints as a short table", () => {
    const outcome = launcherOutcome({
      strategy: "trend",
      time: Date.UTC(2024, 2, 28, 20, 5) + 0.25,
      capital: 400_000,
      state: "20240328_200500",
      instruments: [
        stored,
        refused,
        { status: "unchanged", instrument: "GOLD", position: simple(-0.004), note: "a note" },
        {
          status: "stored",
          instrument: "OIL",
          position: { kind: "custom", values: { entry: 71.25, long: true } },
        },
        { status: "stored", instrument: "GAS", position: dynamic },
      ],
      problems: [{ code: "STORE_IO", message: "the disk is full" }],
    });
    expect(inspect(outcome).split("\n")).toEqual([
      "trend, 2024-03-28 20:05:00: partly, capital 400000, backtest 20240328_200500",
      "  CORN  stored     buffer 10.87 to 11.87, price 432.5 of 20241200",
      "  US10  refused    PRICES_EMPTY: no price",
      "  GOLD  unchanged  0.00 contracts  a note",
      "  OIL   stored     entry 71.25, long true",
      "  GAS   stored     3 contracts (optimal 2.50), price 432.25 of 20241200",
      "STORE_IO: the disk is full",
    ]);
    expect(JSON.parse(JSON.stringify(outcome)).status).toBe("partly");
  });
});

async function versionsOf({ series }: Storage): Promise<readonly unknown[]> {
  const symbols = await series.list("optimal_positions");
  return Promise.all(
    symbols.map(async (symbol) => (await series.info("optimal_positions", symbol))?.version),
  );
}
