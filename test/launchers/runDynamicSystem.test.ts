import { describe, expect, it } from "vitest";
import type { BacktestConfig } from "../../src/backtest/config/backtestConfig.js";
import { optimisePositions } from "../../src/backtest/dynamic/optimisePositions.js";
import { classicSystem } from "../../src/backtest/system/classicSystem.js";
import { loadBacktestData } from "../../src/launchers/loadBacktestData.js";
import { correlationsOfReturns, instrumentToOptimise } from "../../src/launchers/optimisationInputs.js";
import { dynamicLauncher, rawStrategyName, runDynamicSystem } from "../../src/launchers/runDynamicSystem.js";
import type { DynamicPosition, RawPosition } from "../../src/positions/optimalPosition.js";
import { optimalPositionAt } from "../../src/positions/optimalPositionFrame.js";
import { map } from "../../src/series/arithmetic.js";
import { series } from "../../src/series/construct.js";
import { CODES, type MarketDesk, marketDesk } from "./marketDesk.js";

const config: BacktestConfig = {
  trading_rules: { trend: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 } },
  instrument_weights: Object.fromEntries(CODES.map((code) => [code, 1 / CODES.length])),
  instrument_div_multiplier: 1.3,
  percentage_vol_target: 25,
};
const args = { config };
const capital = 2_000_000;

const stored = async <Position>({ data }: MarketDesk, strategy: string, code: string): Promise<Position> => {
  const { time: _, ...position } = optimalPositionAt(
    await data.optimalPositions.get({ strategy, instrument: code }),
  );
  return position as Position;
};
const hold = async ({ data }: MarketDesk, positions: Readonly<Record<string, number>>): Promise<void> => {
  for (const [instrument, contracts] of Object.entries(positions))
    await data.strategyPositions.write(
      { strategy: "trend", instrument },
      series(["2021-12-30"], [contracts]),
    );
};

describe("the launcher of a dynamically optimised system", () => {
  it("stores ideal positions under the strategy's raw name, and whole ones near them under its own", async () => {
    const desk = await marketDesk({ capital });
    const outcome = await runDynamicSystem("trend", desk, args);
    expect(outcome).toMatchObject({ status: "stored", capital, problems: [], state: "20211231_200500" });
    const settings = { ...config, notional_trading_capital: capital };
    const system = classicSystem(await loadBacktestData(desk.data, CODES, "USD"), settings);
    const inputs: Record<string, ReturnType<typeof instrumentToOptimise>> = {};
    for (const code of CODES) {
      const raw = await stored<RawPosition>(desk, rawStrategyName("trend"), code);
      expect(raw).toMatchObject({ kind: "raw", optimal: system.notionalPosition(code).at(-1) });
      expect(raw.referenceTime).toBe((await desk.data.multiplePrices.get(code)).time.at(-1));
      inputs[code] = instrumentToOptimise(system, code, raw, 0);
      const position = await stored<DynamicPosition>(desk, "trend", code);
      expect(Number.isInteger(position.optimisedPosition)).toBe(true);
      expect(position).toMatchObject({
        kind: "dynamic",
        optimal: raw.optimal,
        referencePrice: raw.referencePrice,
        referenceContract: raw.referenceContract,
        previousPosition: 0,
      });
    }
    const { positions } = optimisePositions(inputs, correlationsOfReturns(system, CODES));
    const wanted = CODES.map((code) => positions[code]!.optimisedPosition);
    const got = await Promise.all(CODES.map((code) => stored<DynamicPosition>(desk, "trend", code)));
    expect(got.map(({ optimisedPosition }) => optimisedPosition)).toEqual(wanted);
    expect(wanted.some((contracts) => contracts !== 0)).toBe(true);
  });

  it("says of each instrument how old its price is", async () => {
    const desk = await marketDesk({ capital });
    desk.setTime("2022-01-05 20:05");
    const outcome = await runDynamicSystem("trend", desk, args);
    for (const row of outcome.instruments)
      expect(row).toMatchObject({ status: "stored", note: "price of 2021-12-31, 3 business days old" });
    expect(String(outcome)).toContain("price of 2021-12-31, 3 business days old");
  });

  it("knows of each instrument what the optimiser needs", async () => {
    const desk = await marketDesk({ capital });
    const data = await loadBacktestData(desk.data, CODES, "USD");
    const system = classicSystem(data, { ...config, notional_trading_capital: capital });
    for (const code of CODES) {
      const { pointSize, currency, spreadCost, commission } = data.instruments.get(code)!.instrument;
      const fx = currency === "USD" ? 1 : (await desk.data.fxPrices.get("EURUSD")).at(-1);
      const raw: RawPosition = {
        kind: "raw",
        optimal: 2.5,
        referencePrice: 50,
        referenceContract: "20220300",
        referenceTime: 0,
      };
      const got = instrumentToOptimise(system, code, raw, -3);
      expect(got).toMatchObject({ optimal: 2.5, previous: -3, reduceOnly: false, longOnly: false });
      const value = 50 * pointSize * fx;
      expect(got.weightPerContract).toBeCloseTo(value / capital, 12);
      const commissionPaid = Math.max(
        commission.perBlock,
        commission.perTrade,
        commission.percentage * 50 * pointSize,
      );
      expect(got.cost).toBeCloseTo(((spreadCost * pointSize + commissionPaid) * fx) / value, 12);
      expect(got.volatility).toBeCloseTo((system.percentageVolatility(code).at(-1) * 16) / 100, 12);
    }
    const correlations = correlationsOfReturns(system, CODES)!;
    expect(correlations.names).toEqual(CODES);
    expect(correlations.matrix.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(correlationsOfReturns(system, [])).toBeUndefined();
  });

  it("changes nothing when it runs again at the same moment, and keeps what is held when that is near", async () => {
    const desk = await marketDesk({ capital });
    await runDynamicSystem("trend", desk, args);
    expect((await runDynamicSystem("trend", desk, args)).status).toBe("unchanged");
    const wanted: Record<string, number> = {};
    for (const code of CODES)
      wanted[code] = (await stored<DynamicPosition>(desk, "trend", code)).optimisedPosition;
    await hold(desk, wanted);
    desk.setTime("2022-01-03 20:05");
    await runDynamicSystem("trend", desk, args);
    for (const code of CODES) {
      expect(await stored<DynamicPosition>(desk, "trend", code)).toMatchObject({
        previousPosition: wanted[code],
        optimisedPosition: wanted[code],
      });
    }
  });

  it("only reduces what is held of bad markets", async () => {
    const desk = await marketDesk({ capital });
    const [bad] = CODES as [string];
    const restricted = { ...config, exclude_instrument_lists: { bad_markets: [bad] } };
    await runDynamicSystem("trend", desk, { config: restricted });
    expect(await stored<DynamicPosition>(desk, "trend", bad)).toMatchObject({
      reduceOnly: true,
      optimisedPosition: 0,
    });
  });

  it("leaves out an instrument of which something is not known, and says so", async () => {
    const desk = await marketDesk({ capital });
    const [first] = CODES as [string];
    const launcher = dynamicLauncher((data, settings) => {
      const system = classicSystem(data, settings);
      const unknown = (code: string) => map(system.percentageVolatility(code), () => Number.NaN);
      return {
        ...system,
        percentageVolatility: (code) => (code === first ? unknown(code) : system.percentageVolatility(code)),
      };
    });
    const outcome = await launcher("trend", desk, args);
    expect(outcome.status).toBe("partly");
    expect(outcome.instruments[0]).toMatchObject({
      instrument: first,
      code: "OPTIMISATION",
      message: "it is left out: its volatility is not known; no position is stored",
    });
    expect(
      (await desk.data.optimalPositions.list()).map(
        ({ strategy, instrument }) => `${strategy} ${instrument}`,
      ),
    ).toEqual(
      [...CODES.slice(1).map((code) => `trend ${code}`), ...CODES.map((code) => `trend_raw ${code}`)].sort(),
    );
  });

  it("keeps what is held where a cost is not known, and says so", async () => {
    const desk = await marketDesk({ capital });
    const [first] = CODES as [string];
    await hold(desk, { [first]: 2 });
    await desk.data.instruments.write(first, {
      ...(await desk.data.instruments.get(first)),
      spreadCost: Number.NaN,
    });
    const outcome = await runDynamicSystem("trend", desk, args);
    expect(outcome.problems).toMatchObject([
      {
        code: "OPTIMISATION",
        message: expect.stringContaining(`what is held is kept: ${first} has no cost`),
      },
    ]);
    expect(await stored<DynamicPosition>(desk, "trend", first)).toMatchObject({ optimisedPosition: 2 });
    expect((await desk.states.load("trend")).names()).not.toContain("netPandl");
  });

  it("stores neither ideal nor whole positions where one of them cannot be written", async () => {
    const desk = await marketDesk({ capital });
    const storage = { ...desk.storage, atomically: () => Promise.reject(new Error("the disk is full")) };
    await expect(runDynamicSystem("trend", { ...desk, storage }, args)).rejects.toThrow("the disk is full");
    expect(await desk.data.optimalPositions.list()).toEqual([]);
  });

  it("says where ideal positions cannot follow what is stored", async () => {
    const desk = await marketDesk({ capital });
    await runDynamicSystem("trend", desk, args);
    const [first] = CODES as [string];
    await desk.data.optimalPositions.delete({ strategy: "trend", instrument: first });
    await desk.data.strategyCapital.append("trend", series(["2022-01-01"], [capital * 2]));
    const outcome = await runDynamicSystem("trend", desk, args);
    expect(outcome.problems.length).toBe(CODES.length);
    expect(outcome.problems[0]?.message).toContain("the ideal position is not stored: ");
  });
});
