import { describe, expect, it } from "vitest";
import type { Launcher } from "../../../src/launchers/launcher.js";
import { launcherOutcome } from "../../../src/launchers/outcome.js";
import { storePositions } from "../../../src/launchers/storePositions.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import type { Desk } from "../../../src/production/desk.js";
import { runBacktests } from "../../../src/production/runBacktests.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { HOUR } from "../../../src/time/civil.js";
import { formatTime } from "../../../src/time/text.js";
import { CODES, marketDesk } from "../../launchers/marketDesk.js";

/** Wants so many contracts of CORN, and none that can be said of GOLD where it is told so. */
const fixed: Launcher<Desk> = async (strategy, desk, args) => {
  const time = desk.now();
  const gold = {
    instrument: "GOLD",
    problem: { code: "PRICES_EMPTY", message: "there are no prices" },
  } as const;
  const corn = {
    instrument: "CORN",
    position: { kind: "simple", position: Number(args.contracts) },
  } as const;
  const wanted = args.gold === true ? [corn, gold] : [corn];
  return launcherOutcome({ strategy, time, instruments: await storePositions(desk, strategy, time, wanted) });
};
const penniless: Launcher<Desk> = async (strategy, desk) =>
  launcherOutcome({
    strategy,
    time: desk.now(),
    problems: [{ code: "CAPITAL_MISSING", message: "it has no capital" }],
  });
const broken: Launcher<Desk> = async () => {
  throw new RangeError("a bug in the launcher");
};
/** Takes its time: the clock moves on. */
const slow: Launcher<TestDesk> = async (strategy, desk, args) => {
  desk.clock.advance(HOUR);
  return fixed(strategy, desk, args);
};

const launcher = (name: string, args: object = {}) => ({ overnight_launcher: { function: name, ...args } });
const desk = (strategy_list: object) =>
  testDesk({
    config: { strategy_list } as never,
    launchers: { fixed, penniless, broken, slow: slow as unknown as Launcher<Desk> },
  });

async function rows(one: TestDesk, strategy: string): Promise<readonly string[]> {
  const frame = await one.data.optimalPositions.read({ strategy, instrument: "CORN" });
  return [...(frame?.time ?? [])].map((time) => formatTime(time).slice(0, 16));
}

describe("the backtests of a night", () => {
  it("run the launcher of every strategy, with its arguments [row 38] [row 60] [row 61]", async () => {
    const one = await desk({
      carry: launcher("fixed", { contracts: 2 }),
      trend: launcher("fixed", { contracts: -1 }),
    });
    const { status, items } = await runBacktests(one);
    expect(status).toBe("done");
    expect(items).toMatchObject([
      { name: "carry", status: "stored", severity: "ok", message: "1 stored" },
      { name: "trend", status: "stored", severity: "ok" },
    ]);
    const stored = await one.data.optimalPositions.get({ strategy: "trend", instrument: "CORN" });
    expect(stored.floats("position")).toEqual(Float64Array.of(-1));
  });

  it("change nothing when they run again at the same moment", async () => {
    const one = await desk({ trend: launcher("fixed", { contracts: 1 }) });
    await runBacktests(one);
    expect((await runBacktests(one)).status).toBe("unchanged");
    expect(await rows(one, "trend")).toEqual(["2024-01-02 21:00"]);
  });

  it("all carry the time at which the run began, however long they take [row 38]", async () => {
    const one = await desk({ a: launcher("slow", { contracts: 1 }), b: launcher("slow", { contracts: 1 }) });
    await runBacktests(one);
    expect([await rows(one, "a"), await rows(one, "b")]).toEqual([
      ["2024-01-02 21:00"],
      ["2024-01-02 21:00"],
    ]);
  });

  it("of one strategy may fail without keeping the others from running [row 38]", async () => {
    const one = await desk({
      a: launcher("broken"),
      b: launcher("penniless"),
      c: launcher("fixed", { contracts: 1, gold: true }),
      d: launcher("missing"),
      e: {},
      f: launcher("fixed", { contracts: 1 }),
    });
    const { status, items } = await runBacktests(one);
    expect(status).toBe("attention");
    expect(items).toMatchObject([
      {
        name: "a",
        status: "failed",
        code: "UNEXPECTED",
        message: expect.stringContaining("a bug in the launcher"),
      },
      {
        name: "b",
        status: "refused",
        severity: "attention",
        message: expect.stringContaining("it has no capital"),
      },
      {
        name: "c",
        status: "partly",
        severity: "attention",
        message: expect.stringContaining("GOLD: there are no prices"),
      },
      { name: "d", status: "failed", code: "LAUNCHER_MISSING" },
      { name: "e", status: "failed", code: "CONFIG_VALUE" },
      { name: "f", status: "stored", severity: "ok" },
    ]);
    expect(one.outbox.mails.map(({ subject }) => subject)).toEqual([
      "Backtest of b",
      "Backtest of c",
      "Failed: Backtests: 3 of 6",
    ]);
  });

  it("are those of the strategies that are named, of which there have to be some such [row 60]", async () => {
    const one = await desk({
      carry: launcher("fixed", { contracts: 2 }),
      trend: launcher("fixed", { contracts: -1 }),
    });
    const { items } = await runBacktests(one, { strategies: ["trend", "tend"] });
    expect(items).toMatchObject([
      { name: "trend", status: "stored" },
      { name: "tend", code: "CONFIG_VALUE" },
    ]);
    expect(await rows(one, "carry")).toEqual([]);
  });

  it("store nothing on a dry run", async () => {
    const one = await desk({ trend: launcher("fixed", { contracts: 1 }) });
    expect((await runBacktests(one, { dryRun: true })).items).toMatchObject([{ status: "stored" }]);
    expect(await rows(one, "trend")).toEqual([]);
  });
});

describe("a backtest of a classic system", () => {
  it("stores a pair of buffers for each instrument, keeps its state, and touches what it declares only [row 38] [row 62] [row 63]", async () => {
    const engine = memoryEngine();
    await marketDesk({ engine });
    const config = {
      trading_rules: {
        trend: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 },
      },
      instrument_weights: Object.fromEntries(CODES.map((code) => [code, 1 / CODES.length])),
    };
    const recorded = recordingStorage(await openStorage(engine));
    const one = await testDesk({
      now: "2021-12-31 20:05",
      storage: recorded.storage,
      config: { strategy_list: { trend: launcher("runClassicSystem", { config }) } },
    });
    const dry = await runBacktests(one, { dryRun: true });
    expect(dry.items).toMatchObject([{ status: "stored" }]);
    expect(await one.states.list("trend")).toEqual([]);
    recorded.reads.clear();
    recorded.writes.clear();
    const { items } = await runBacktests(one);
    expect(items).toMatchObject([
      { status: "stored", severity: "ok", message: "3 stored, backtest 20211231_200500" },
    ]);
    const { reads, writes } = runBacktests.definition;
    expect([...reads, ...HOUSEKEEPING]).toEqual(expect.arrayContaining([...recorded.reads]));
    expect([...writes, ...HOUSEKEEPING]).toEqual(expect.arrayContaining([...recorded.writes]));
    for (const instrument of CODES) {
      const stored = await one.data.optimalPositions.get({ strategy: "trend", instrument });
      expect(stored.floats("lower_position")[0]).toBeLessThan(stored.floats("upper_position")[0]!);
    }
    expect(await one.states.list("trend")).toEqual(["20211231_200500"]);
  });
});
