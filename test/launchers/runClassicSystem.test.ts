import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { BacktestConfig } from "../../src/backtest/config/backtestConfig.js";
import { classicSystem } from "../../src/backtest/system/classicSystem.js";
import { ContangoError } from "../../src/errors/contangoError.js";
import { loadBacktestData } from "../../src/launchers/loadBacktestData.js";
import { classicLauncher, runClassicSystem } from "../../src/launchers/runClassicSystem.js";
import { optimalPositionAt } from "../../src/positions/optimalPositionFrame.js";
import { multiplePrices } from "../../src/prices/multiplePrices.js";
import { subtract } from "../../src/series/arithmetic.js";
import { shift } from "../../src/series/change.js";
import { frameChecksum } from "../../src/storage/checksum.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";
import type { Storage } from "../../src/storage/storage.js";
import { CODES, marketDesk } from "./marketDesk.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-classic-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config: BacktestConfig = {
  trading_rules: {
    trend: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 },
    carry: { function: "carry", forecast_scalar: 20 },
  },
  instrument_weights: Object.fromEntries(CODES.map((code) => [code, 1 / CODES.length])),
  percentage_vol_target: 25,
};
const args = { config };
const key = (instrument: string) => ({ strategy: "trend", instrument });

/** Everything in a store, as text that differs where it does. */
async function contents({ series }: Storage): Promise<readonly string[]> {
  const found: string[] = [];
  for (const library of ["optimal_positions", "capital", "futures_adjusted_prices"]) {
    for (const symbol of await series.list(library)) {
      found.push(`${library} ${symbol} ${frameChecksum((await series.read(library, symbol))!.frame)}`);
    }
  }
  return found;
}

describe("the launcher of a classic system", () => {
  it("stores the last buffers of each instrument with the last price of the priced contract, dated now", async () => {
    const desk = await marketDesk();
    const outcome = await runClassicSystem("trend", desk, args);
    expect(outcome).toMatchObject({
      status: "stored",
      capital: 400_000,
      state: "20211231_200500",
      problems: [],
    });
    const system = classicSystem(await loadBacktestData(desk.data, CODES, "USD"), {
      ...config,
      notional_trading_capital: 400_000,
    });
    expect(outcome.instruments.map(({ instrument }) => instrument)).toEqual(CODES);
    for (const code of CODES) {
      const { PRICE, PRICE_CONTRACT } = multiplePrices(await desk.data.multiplePrices.get(code));
      const stored = optimalPositionAt(await desk.data.optimalPositions.get(key(code)));
      expect(stored).toEqual({
        kind: "buffered",
        lower: system.buffers(code).lower.at(-1),
        upper: system.buffers(code).upper.at(-1),
        referencePrice: PRICE.at(-1),
        referenceContract: PRICE_CONTRACT.dictionary[PRICE_CONTRACT.values.at(-1)!],
        time: desk.now(),
      });
      expect(stored).toSatisfy(({ lower, upper }: { lower: number; upper: number }) => lower < upper);
    }
    expect(desk.logged).toEqual([String(outcome)]);
  });

  it.each(["memory", "sqlite"])(
    "leaves a %s store as it is when it runs again at the same moment",
    async (kind) => {
      const engine = kind === "sqlite" ? { engine: await openSqlite(join(folder, "desk.sqlite")) } : {};
      const desk = await marketDesk(engine);
      await using _ = desk.storage;
      await runClassicSystem("trend", desk, args);
      const before = await contents(desk.storage);
      const again = await runClassicSystem("trend", desk, args);
      expect(again.status).toBe("unchanged");
      expect(await contents(desk.storage)).toEqual(before);
      expect(await desk.states.list("trend")).toEqual(["20211231_200500"]);
      desk.setTime("2022-01-03 20:05");
      expect((await runClassicSystem("trend", desk, args)).status).toBe("stored");
      expect((await desk.data.optimalPositions.get(key(CODES[0]!))).length).toBe(2);
      expect(await desk.states.list("trend")).toHaveLength(2);
    },
  );

  it("keeps the backtest: every series of interest, and the configuration that it ran with", async () => {
    const desk = await marketDesk({ config: { forecast_cap: 15, email_pwd: "hunter2" } });
    await runClassicSystem("trend", desk, args);
    const state = await desk.states.load("trend");
    expect(state.instruments).toEqual(CODES);
    const [code] = CODES as [string];
    expect(state.names(code)).toEqual(
      expect.arrayContaining([
        "dailyPrice",
        "forecast.carry",
        "forecastWeight.trend",
        "combinedForecast",
        "lowerBuffer",
        "netPandl",
      ]),
    );
    expect(state.names()).toEqual(
      expect.arrayContaining(["instrumentDiversificationMultiplier", "netPandl"]),
    );
    const stored = optimalPositionAt(await desk.data.optimalPositions.get(key(code)));
    expect(stored).toMatchObject({
      lower: state.series(code, "lowerBuffer").at(-1),
      upper: state.series(code, "upperBuffer").at(-1),
    });
    expect(state.config).not.toContain("hunter2");
    expect(parse(state.config!)).toMatchObject({
      notional_trading_capital: 400_000,
      base_currency: "USD",
      percentage_vol_target: 25,
      forecast_cap: 15,
      buffer_size: 0.1,
    });
  });

  it("takes capital and base currency from the desk, the risk target never", async () => {
    const given: BacktestConfig = {
      ...config,
      notional_trading_capital: 1,
      base_currency: "USD",
      percentage_vol_target: null,
    };
    const desk = await marketDesk({ config: { base_currency: "EUR", percentage_vol_target: 50 } });
    await runClassicSystem("trend", desk, { config: given });
    expect(parse((await desk.states.load("trend")).config!)).toMatchObject({
      notional_trading_capital: 400_000,
      base_currency: "EUR",
      percentage_vol_target: 16,
    });
  });

  it("reads a YAML file, and gives the same as the block of settings", async () => {
    const file = join(folder, "trend.yaml");
    writeFileSync(file, JSON.stringify(config));
    const [fromFile, fromBlock] = await Promise.all([marketDesk(), marketDesk()]);
    await runClassicSystem("trend", fromFile, { backtest_config_filename: file });
    await runClassicSystem("trend", fromBlock, args);
    expect(await contents(fromFile.storage)).toEqual(await contents(fromBlock.storage));
    writeFileSync(file, "trading_rules:\n  trend:\n    function: nosuch\n");
    await expect(
      runClassicSystem("trend", fromFile, { backtest_config_filename: file }),
    ).rejects.toMatchObject({
      code: "BACKTEST_CONFIG",
      message: expect.stringContaining("trend.yaml:3:"),
    });
  });

  it("keeps the series of single rules, unless only positions are to be kept", async () => {
    const desk = await marketDesk();
    await runClassicSystem("trend", desk, { ...args, backtest_state: "positions" });
    const state = await desk.states.load("trend");
    const names = state.names(state.instruments[0]!);
    expect(names).toContain("notionalPosition");
    expect(names.filter((name) => name.startsWith("forecast."))).toEqual([]);
  });

  it("runs rules of your own, from the desk by name or in the settings as functions", async () => {
    const momentum = ({ dailyPrice }: { dailyPrice: Parameters<typeof shift>[0] }) =>
      subtract(dailyPrice, shift(dailyPrice, 60));
    const byName = { ...config, trading_rules: { own: { function: "momentum" } } };
    const byFunction = { ...config, trading_rules: { own: { function: momentum } } };
    const [first, second] = await Promise.all([marketDesk(), marketDesk()]);
    await runClassicSystem("trend", { ...first, rules: { momentum } }, { config: byName });
    await runClassicSystem("trend", second, { config: byFunction });
    expect(await contents(first.storage)).toEqual(await contents(second.storage));
    await expect(runClassicSystem("trend", first, { config: byName })).rejects.toMatchObject({
      code: "BACKTEST_CONFIG",
    });
  });

  it.each([undefined, 0, -5, Number.NaN])(
    "is refused with a capital of %d, and stores nothing",
    async (capital) => {
      const desk = await marketDesk({ capital });
      const outcome = await runClassicSystem("trend", desk, args);
      expect(outcome).toMatchObject({
        status: "refused",
        capital: undefined,
        instruments: [],
        state: undefined,
      });
      expect(outcome.problems).toMatchObject([
        { code: "CAPITAL_MISSING", message: expect.stringContaining('strategy "trend"') },
      ]);
      expect(await desk.data.optimalPositions.list()).toEqual([]);
      expect(await desk.states.list("trend")).toEqual([]);
      expect(desk.logged.join()).toContain("allocate capital to it");
    },
  );

  it.each([
    [{}, "strategy_list.trend.overnight_launcher has neither of backtest_config_filename"],
    [{ config, backtest_config_filename: "x.yaml" }, "has both of"],
    [{ config: 5 }, "strategy_list.trend.overnight_launcher.config must be a block"],
    [{ config: null }, "overnight_launcher.config must be a block"],
    [{ config: [config] }, "overnight_launcher.config must be a block"],
    [{ backtest_config_filename: 7 }, "backtest_config_filename must be the path"],
    [{ backtest_config_file: "x.yaml" }, 'did you mean "backtest_config_filename"?'],
    [{ config, backtest_state: "some" }, "backtest_state must be one of full, positions"],
    [{ config, x: 1 }, "overnight_launcher.x is not an argument of this launcher; it takes"],
  ])("refuses the arguments %j", async (wrong, message) => {
    const desk = await marketDesk();
    const run = runClassicSystem("trend", desk, wrong);
    await expect(run).rejects.toMatchObject({
      code: "LAUNCHER_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(await desk.data.optimalPositions.list()).toEqual([]);
  });

  it("stores nothing where the data of one weighted instrument is missing, and says which", async () => {
    const desk = await marketDesk();
    await desk.data.multiplePrices.delete(CODES[1]!);
    await expect(runClassicSystem("trend", desk, args)).rejects.toMatchObject({
      code: "BACKTEST_DATA",
      message: expect.stringContaining(`${CODES[1]} has no multiple prices`),
    });
    expect(await desk.data.optimalPositions.list()).toEqual([]);
  });

  it("refuses one instrument whose position cannot be worked out, and stores the others", async () => {
    const desk = await marketDesk();
    const [bad, ...good] = CODES as [string, ...string[]];
    const failing = classicLauncher((data, settings) => {
      const system = classicSystem(data, settings);
      return {
        ...system,
        buffers: (code) => {
          if (code === bad)
            throw new ContangoError("BACKTEST_DATA", "backtest", `${code} is broken; mend it`);
          return system.buffers(code);
        },
      };
    });
    const outcome = await failing("trend", desk, args);
    expect(outcome.status).toBe("partly");
    expect(outcome.instruments[0]).toEqual({
      status: "refused",
      instrument: bad,
      code: "BACKTEST_DATA",
      message: `${bad} is broken; mend it`,
    });
    expect((await desk.data.optimalPositions.list()).map(({ instrument }) => instrument)).toEqual(good);
    // What is to be kept of the backtest needs those buffers too.
    expect(outcome.state).toBeUndefined();
    expect(outcome.problems).toMatchObject([
      { message: `the backtest is not kept: ${bad} is broken; mend it` },
    ]);
  });

  it("keeps no backtest where every position is refused, and says so", async () => {
    const desk = await marketDesk();
    await runClassicSystem("trend", desk, args);
    desk.setTime("2021-12-30 20:05");
    const outcome = await runClassicSystem("trend", desk, args);
    expect(outcome).toMatchObject({ status: "refused", state: undefined });
    expect(outcome.problems).toEqual([
      { code: "BACKTEST_STATE", message: "the backtest is not kept: every position is refused" },
    ]);
    expect(await desk.states.list("trend")).toEqual(["20211231_200500"]);
  });

  it.each([
    ["2022-01-04 20:05", undefined],
    ["2022-01-05 20:05", "price of 2021-12-31, 3 business days old"],
    ["2022-01-09 20:05", "price of 2021-12-31, 5 business days old"],
  ])("says on %s of each instrument how old its price is: %s", async (now, note) => {
    const desk = await marketDesk();
    desk.setTime(now);
    const outcome = await runClassicSystem("trend", desk, args);
    expect(outcome.status).toBe("stored");
    for (const row of outcome.instruments) expect(row).toHaveProperty("note", note);
    expect(String(outcome).split(/price of .* old/)).toHaveLength(note === undefined ? 1 : CODES.length + 1);
    expect(desk.logged.join().includes("business days old")).toBe(note !== undefined);
  });

  it("throws where no instrument has a position, and stores nothing", async () => {
    const desk = await marketDesk();
    const failing = classicLauncher((data, settings) => ({
      ...classicSystem(data, settings),
      buffers: () => {
        throw new ContangoError("BACKTEST_DATA", "backtest", "all is broken");
      },
    }));
    await expect(failing("trend", desk, args)).rejects.toThrow("all is broken");
    expect(await desk.data.optimalPositions.list()).toEqual([]);
  });

  it("stores positions where the backtest cannot be kept, and says so", async () => {
    const desk = await marketDesk();
    const states = { ...desk.states, save: () => Promise.reject(new Error("the disk is full")) };
    const outcome = await runClassicSystem("trend", { ...desk, states }, args);
    expect(outcome).toMatchObject({ status: "stored", state: undefined });
    expect(outcome.problems).toMatchObject([
      { code: "BACKTEST_STATE", message: expect.stringContaining("the disk is full") },
    ]);
    expect(await desk.data.optimalPositions.list()).toHaveLength(CODES.length);
  });

  it("says how far it is", async () => {
    const seen: string[] = [];
    const desk = await marketDesk();
    const progress = ({ step, done, total }: { step: string; done: number; total: number }) =>
      seen.push(`${step} ${done}/${total}`);
    await runClassicSystem("trend", { ...desk, progress }, args);
    expect(seen).toEqual([
      "load 1/3",
      "load 2/3",
      "load 3/3",
      "backtest 1/3",
      "backtest 2/3",
      "backtest 3/3",
    ]);
  });
});
