/** A save of a state fails at every operation in turn, and the machine loses power there: nothing half-written is ever listed. */
import { describe, expect, it } from "vitest";
import { fileBacktestStates } from "../../src/launchers/files/backtestStates.js";
import { type FaultyFiles, faultyFiles } from "../../src/testing/faultyFiles.js";
import { runAt, snapshot } from "./samples.js";

const BEFORE = "20240327_200000";
const TONIGHT = "20240328_200000";
const save = (files: FaultyFiles): Promise<string> =>
  fileBacktestStates("/states", { files }).save("trend", runAt("2024-03-28 20:00", { turn: 2 }));

async function prepared(seed: number): Promise<FaultyFiles> {
  const files = faultyFiles({ seed });
  await fileBacktestStates("/states", { files }).save("trend", runAt("2024-03-27 20:00", { turn: 1 }));
  files.plan();
  return files;
}

/** Every state that is listed opens, with its configuration; the one from before is there. */
async function whole(files: FaultyFiles): Promise<readonly string[]> {
  const states = fileBacktestStates("/states", { files });
  const ids = await states.list("trend");
  expect(ids).toContain(BEFORE);
  for (const id of ids) {
    const state = await states.load("trend", id);
    expect(state.config).toBe(`turn: ${id === BEFORE ? 1 : 2}\n`);
    expect(state.series("CORN", "combinedForecast").length).toBe(400);
  }
  return ids;
}

const saved = await (async () => {
  const files = await prepared(1);
  await save(files);
  return [...files.operations];
})();
const operations = saved.length;

describe.each(["EIO", "ENOSPC", "kill"] as const)("%s at each operation of a save", (kind) => {
  it.each(Array.from({ length: operations }, (_, at) => at + 1))("operation %d", async (at) => {
    for (const end of ["restart", "crash"] as const) {
      const files = await prepared(at);
      files.plan({ at, kind });
      await expect(save(files)).rejects.toMatchObject({ code: "STORE_IO", retryable: true });
      files[end]();
      files.plan();
      await whole(files);
      expect(await save(files)).toBe(TONIGHT);
      files.crash();
      expect(await whole(files)).toEqual([BEFORE, TONIGHT]);
      const far = await fileBacktestStates("/states", { files }).deleteOlderThan(0, "2025-01-01");
      expect(far).toEqual([{ strategy: "trend", id: BEFORE }]);
      expect([...files.contents().keys()].sort()).toEqual([
        `/states/trend/${TONIGHT}_backtest.state`,
        `/states/trend/${TONIGHT}_config.yaml`,
      ]);
    }
  });
});

describe("a state that is written piece by piece", () => {
  const writes = saved.flatMap((operation, at) =>
    /^write .*state\.partial$/.test(operation) ? [at + 1] : [],
  );

  it("has its name only when it is synced, after its configuration", () => {
    // A piece for each instrument, portfolio, time columns, and those around them.
    expect(writes.length).toBe(snapshot.instruments.length + 6);
    const order = ["write", "sync", "rename"].map((what) =>
      saved.findLastIndex((operation) => operation.startsWith(`${what} `) && operation.includes("_backtest")),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(saved.findIndex((operation) => /^rename .*_config/.test(operation))).toBeLessThan(order.at(-1)!);
    expect(saved.at(-1)).toBe("syncFolder /states/trend");
  });

  it.each(writes)("leaves nothing on a disk that is full at operation %d", async (at) => {
    const files = await prepared(at);
    const before = [...files.contents().keys()];
    files.plan({ at, kind: "ENOSPC" });
    await expect(save(files)).rejects.toMatchObject({ code: "STORE_IO" });
    expect([...files.contents().keys()]).toEqual(before);
  });

  it("leaves nothing of a backtest that cannot be computed to its end, and says why", async () => {
    const files = await prepared(1);
    const before = [...files.contents().keys()];
    const seriesOf = (code: string) => {
      if (code === snapshot.instruments.at(-1)) throw new TypeError("own rule is broken");
      return snapshot.seriesOf(code);
    };
    const run = { ...runAt("2024-03-28 20:00"), snapshot: { ...snapshot, seriesOf } };
    const failing = fileBacktestStates("/states", { files }).save("trend", run);
    await expect(failing).rejects.toThrow(new TypeError("own rule is broken"));
    expect([...files.contents().keys()]).toEqual(before);
  });
});

it("what a save that was cut off left behind goes with the old states", async () => {
  const files = await prepared(1);
  files.plan({ at: operations - 2, kind: "kill" });
  await expect(save(files)).rejects.toMatchObject({ code: "STORE_IO" });
  files.restart();
  expect([...files.contents().keys()].some((path) => path.includes(TONIGHT))).toBe(true);
  await fileBacktestStates("/states", { files }).deleteOlderThan(30, "2025-01-01");
  expect([...files.contents().keys()].some((path) => path.includes(TONIGHT))).toBe(false);
});
