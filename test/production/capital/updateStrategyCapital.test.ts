import { describe, expect, it } from "vitest";
import type { AllocationFunction } from "../../../src/capital/allocation.js";
import { configOf } from "../../../src/config/config.js";
import { putMargin, readMargin, TOTAL_MARGIN } from "../../../src/production/capital/margin.js";
import { updateStrategyCapital } from "../../../src/production/updateStrategyCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { series } from "../../../src/series/construct.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";
import { capitalDesk } from "./capitalDesk.js";

const TWO = { strategy_list: { trend: {}, carry: {} } };
const weighted = (trend: number, carry: number) => ({
  ...TWO,
  strategy_capital_allocation: { strategy_weights: { trend, carry } },
});

async function history(desk: TestDesk, strategy: string): Promise<readonly (readonly [string, number])[]> {
  const rows = await desk.data.strategyCapital.read(strategy);
  return [...(rows ?? [])].map(([time, capital]) => [new Date(time).toISOString().slice(0, 16), capital]);
}

describe("strategy capital", () => {
  it("is the total shared out by weights, of the total's time [row 48]", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    await updateTotalCapital(desk);
    desk.clock.advance(60_000);
    const { status, items } = await updateStrategyCapital(desk);
    expect(status).toBe("done");
    expect(items).toMatchObject([
      { name: "carry", status: "written", capital: 200_000 },
      { name: "trend", status: "written", capital: 300_000 },
    ]);
    expect(await history(desk, "trend")).toEqual([["2024-03-28T20:00", 300_000]]);
  });

  it("is shared equally without weights, to the cent [row 48]", async () => {
    const desk = await capitalDesk({ strategy_list: { a: {}, b: {}, c: {} } });
    desk.account.tell([{ netLiquidation: 100 }]);
    await updateTotalCapital(desk);
    const { items } = await updateStrategyCapital(desk);
    expect(items.map((item) => (item as { capital: number }).capital)).toEqual([33.34, 33.33, 33.33]);
  });

  it("keeps a history, from which the weights can be seen [row 49]", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    desk.clock.advance(DAY);
    desk.account.tell([{ netLiquidation: 510_000 }]);
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    expect(await history(desk, "carry")).toEqual([
      ["2024-03-28T20:00", 200_000],
      ["2024-03-29T20:00", 204_000],
    ]);
  });

  it("of the same total and weights changes nothing", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    desk.clock.advance(DAY);
    const { status, items } = await updateStrategyCapital(desk);
    expect(status).toBe("unchanged");
    expect(items.map((item) => item.status)).toEqual(["unchanged", "unchanged"]);
    expect(await history(desk, "trend")).toHaveLength(1);
  });

  it("of other weights is a row of the run's time", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    desk.clock.advance(60_000);
    const changed = { ...desk, config: configOf({ timezone: "UTC", ...weighted(50, 50) }) };
    await updateStrategyCapital(changed);
    expect(await history(desk, "carry")).toEqual([
      ["2024-03-28T20:00", 200_000],
      ["2024-03-28T20:01", 250_000],
    ]);
  });

  it("of other weights at the very same moment is refused, not lost", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    const changed = { ...desk, config: configOf({ timezone: "UTC", ...weighted(50, 50) }) };
    const { status, items } = await updateStrategyCapital(changed);
    expect(status).toBe("failed");
    expect(items).toMatchObject([{ code: "CAPITAL_TIME" }, { code: "CAPITAL_TIME" }]);
  });

  it("of a strategy that is no longer listed becomes zero", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    desk.clock.advance(60_000);
    const changed = { ...desk, config: configOf({ timezone: "UTC", strategy_list: { carry: {} } }) };
    const { items } = await updateStrategyCapital(changed);
    expect(items).toMatchObject([
      { name: "carry", status: "written", capital: 500_000 },
      { name: "trend", status: "dropped", capital: 0 },
    ]);
    expect((await history(desk, "trend")).at(-1)).toEqual(["2024-03-28T20:01", 0]);
    desk.clock.advance(60_000);
    expect((await updateStrategyCapital(changed)).status).toBe("unchanged");
  });

  it("goes on from a history of pysystemtrade's", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    await desk.data.strategyCapital.write("trend", series(["2024-03-01", "2024-03-28 19:00"], [1, 2]));
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    expect((await history(desk, "trend")).map(([, capital]) => capital)).toEqual([1, 2, 300_000]);
  });
});

describe("the allocation function", () => {
  it("may be the user's own, told the total, the currency and its settings [row 48]", async () => {
    let asked: unknown;
    const own: AllocationFunction = (request) => {
      asked = request;
      return { trend: 1000, carry: 500 };
    };
    const config = { ...TWO, strategy_capital_allocation: { function: "own", most: 1000 } };
    const desk = await capitalDesk(config, { allocations: { own } });
    await updateTotalCapital(desk);
    expect((await updateStrategyCapital(desk)).items).toMatchObject([{ capital: 500 }, { capital: 1000 }]);
    expect(asked).toMatchObject({
      currency: "USD",
      strategies: ["carry", "trend"],
      settings: { most: 1000 },
    });
  });

  it("goes by pysystemtrade's name too [row 48]", async () => {
    const name = "sysproduction.strategy_code.strategy_allocation.weighted_strategy_allocation";
    const desk = await capitalDesk({ ...TWO, strategy_capital_allocation: { function: name } });
    await updateTotalCapital(desk);
    expect((await updateStrategyCapital(desk)).items).toMatchObject([
      { capital: 250_000 },
      { capital: 250_000 },
    ]);
  });

  it("that there is not is refused, and one that gives too much, with nothing written", async () => {
    const missing = await capitalDesk({
      ...TWO,
      strategy_capital_allocation: { function: "wieghtedAllocation" },
    });
    await updateTotalCapital(missing);
    await expect(updateStrategyCapital(missing)).rejects.toMatchObject({
      code: "ALLOCATION",
      message: expect.stringContaining('did you mean "weightedAllocation"'),
    });
    const generous = await capitalDesk(
      { ...TWO, strategy_capital_allocation: { function: "own" } },
      { allocations: { own: () => ({ trend: 400_000, carry: 400_000 }) } },
    );
    await updateTotalCapital(generous);
    await expect(updateStrategyCapital(generous)).rejects.toMatchObject({ code: "ALLOCATION" });
    expect(await generous.data.strategyCapital.list()).toEqual([]);
  });
});

describe("without total capital", () => {
  it("that failed, and it says what to do [row 48]", async () => {
    const desk = await capitalDesk(TWO);
    const { status, items } = await updateStrategyCapital(desk);
    expect(status).toBe("failed");
    expect(items[0]?.message).toContain("run updateTotalCapital");
    expect(await desk.data.strategyCapital.list()).toEqual([]);
  });
});

describe("margin", () => {
  it("is shared out as capital is", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    desk.account.tell([{ netLiquidation: 500_000, excessLiquidity: 400_000 }]);
    await updateTotalCapital(desk);
    await updateStrategyCapital(desk);
    await updateStrategyCapital(desk);
    const time = toTime("2024-03-28 20:00");
    expect(await readMargin(desk.storage, "trend")).toEqual([{ time, margin: 60_000 }]);
    expect(await readMargin(desk.storage, "carry")).toEqual([{ time, margin: 40_000 }]);
  });

  it("is shared in the proportions of capital, whatever the allocation function does with an amount", async () => {
    const own: AllocationFunction = ({ total }) => ({ trend: total.minus(200_000), carry: 100_000 });
    const config = { ...TWO, strategy_capital_allocation: { function: "own" } };
    const desk = await capitalDesk(config, { allocations: { own } });
    desk.account.tell([{ netLiquidation: 500_000, excessLiquidity: 400_000 }]);
    await updateTotalCapital(desk);
    expect((await updateStrategyCapital(desk)).status).toBe("done");
    expect((await readMargin(desk.storage, "trend")).map(({ margin }) => margin)).toEqual([75_000]);
    expect((await readMargin(desk.storage, "carry")).map(({ margin }) => margin)).toEqual([25_000]);
  });

  it("is that of the total that is shared out, not of one that is stored meanwhile", async () => {
    const desk = await capitalDesk(weighted(60, 40));
    desk.account.tell([{ netLiquidation: 500_000, excessLiquidity: 400_000 }]);
    await updateTotalCapital(desk);
    const time = toTime("2024-03-28 20:00");
    await desk.storage.atomically((batch) =>
      putMargin(desk.storage, TOTAL_MARGIN, { time: time + 1000, margin: 7 }, batch),
    );
    await updateStrategyCapital(desk);
    expect(await readMargin(desk.storage, "trend")).toEqual([{ time, margin: 60_000 }]);
  });
});
