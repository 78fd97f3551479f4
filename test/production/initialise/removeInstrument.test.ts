import { describe, expect, it } from "vitest";
import type { OptimalPosition } from "../../../src/positions/optimalPosition.js";
import { optimalPositionFrame } from "../../../src/positions/optimalPositionFrame.js";
import { addInstrument } from "../../../src/production/addInstrument.js";
import { removeInstrument } from "../../../src/production/removeInstrument.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "../../../src/production/updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { series } from "../../../src/series/construct.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import type { Storage } from "../../../src/storage/storage.js";
import { type BrokerDesk, brokerDesk, given } from "./newInstrument.js";
import { storedData } from "./storedData.js";

const KEY = { strategy: "trend", instrument: "BOND" };
const RULES = { trading_rules: { trend: { function: "ewmac", other_args: { fast: 16, slow: 64 } } } };
const DAY = "2021-06-15 20:05";

/** A desk with BOND, all its history, and a strategy that may want it. */
async function deskWithBond(
  launcher: Readonly<Record<string, unknown>> = { function: "own" },
): Promise<BrokerDesk> {
  const desk = await brokerDesk({ config: { strategy_list: { trend: { overnight_launcher: launcher } } } });
  await addInstrument(desk, given("BOND"));
  return desk;
}

const want = async (desk: BrokerDesk, position: OptimalPosition, strategy = "trend"): Promise<void> =>
  desk.data.optimalPositions.write({ ...KEY, strategy }, optimalPositionFrame(DAY, position));
const buffered = (lower: number, upper: number): OptimalPosition => ({
  kind: "buffered",
  lower,
  upper,
  referencePrice: 100,
  referenceContract: "20210900",
});
const reasons = async (desk: BrokerDesk): Promise<readonly string[]> => {
  const before = await storedData(desk.storage);
  const { status, items } = await removeInstrument(desk, { instrument: "BOND", confirm: "BOND" });
  expect(status).toBe("attention");
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ name: "BOND", status: "refused", severity: "attention" });
  expect(await storedData(desk.storage)).toEqual(before);
  return (items[0] as { reasons: readonly string[] }).reasons;
};

describe("an instrument that is removed", () => {
  it("leaves nothing but the others, and the night goes on without it", async () => {
    await using desk = await deskWithBond();
    await addInstrument(desk, { ...given("EQUITY") });
    const without = await storedData(desk.storage);
    await want(desk, buffered(-0.5, 0.5));
    await desk.data.strategyPositions.write(KEY, series(["2021-06-14", "2021-06-15"], [1, 0]));
    await desk.data.contractPositions.write(
      { instrument: "BOND", contract: "20210900" },
      series(["2021-06-14", "2021-06-15"], [1, 0]),
    );
    await desk.data.rollStates.write("BOND", "Passive");
    const before = await storedData(desk.storage);

    const dry = await removeInstrument(desk, { instrument: "BOND", dryRun: true });
    expect(await storedData(desk.storage)).toEqual(before);
    const outcome = await removeInstrument(desk, { instrument: "BOND", confirm: "BOND" });
    expect(outcome.items).toEqual(dry.items);
    expect(outcome.status).toBe("done");
    expect(outcome.items.map(({ name }) => name)).toEqual(
      [
        "",
        " configuration",
        " roll parameters",
        " roll state",
        " contracts",
        " contract prices",
        " roll calendar",
        " multiple prices",
        " adjusted prices",
        " optimal positions",
        " strategy positions",
        " contract positions",
      ].map((what) => `BOND${what}`),
    );
    const left = Object.entries(without).filter(([name]) => !/\bBOND\b/.test(name));
    expect(await storedData(desk.storage)).toEqual(Object.fromEntries(left));

    desk.clock.set("2021-06-15 23:30");
    for (const process of [updateSampledContracts, updateHistoricalPrices, updateMultipleAdjustedPrices]) {
      const night = await process(desk);
      expect(night.status).toBe("done");
      expect(night.items.map(({ name }) => name)).toEqual(["EQUITY"]);
    }
    const again = await removeInstrument(desk, { instrument: "BOND", confirm: "BOND" });
    expect(again).toMatchObject({ status: "unchanged", items: [{ message: "nothing of it is stored" }] });
  });

  it("leaves the history of what was wanted and held, if that is wished", async () => {
    await using desk = await deskWithBond();
    await want(desk, buffered(0, 0.4));
    await desk.data.strategyPositions.write(KEY, series(["2021-06-15"], [0]));
    await removeInstrument(desk, { instrument: "BOND", confirm: "BOND", keepHistory: true });
    expect(Object.keys(await storedData(desk.storage)).sort()).toEqual([
      "optimal_positions trend BOND",
      "strategy_positions trend BOND",
    ]);
  });

  it("stays while a position is held, by contract or strategy", async () => {
    await using desk = await deskWithBond();
    await desk.data.contractPositions.write(
      { instrument: "BOND", contract: "20210900" },
      series(["2021-06-15"], [-2]),
    );
    await desk.data.strategyPositions.write(KEY, series(["2021-06-15"], [-2]));
    expect(await reasons(desk)).toEqual(["-2 of BOND/20210900 are held", "strategy trend holds -2"]);
  });

  it.each([
    [buffered(0.6, 1.4), ["strategy trend wants to hold 1"]],
    [buffered(-2.6, -1.4), ["strategy trend wants to hold -1"]],
    [{ kind: "simple", position: 3 } as const, ["strategy trend wants to hold 3"]],
  ])("stays while a strategy wants a position: %o", async (position, expected) => {
    await using desk = await deskWithBond();
    await want(desk, position);
    expect(await reasons(desk)).toEqual(expected);
  });

  it("does not stay for what a strategy wants that is no more", async () => {
    await using desk = await deskWithBond();
    await want(desk, { kind: "simple", position: 3 }, "gone");
    expect((await removeInstrument(desk, { instrument: "BOND", dryRun: true })).status).toBe("done");
  });

  it.each([
    [
      { function: "runClassicSystem", config: { ...RULES, instrument_weights: { BOND: 0.5, EQUITY: 0.5 } } },
      ["strategy trend trades it"],
    ],
    [
      { function: "runClassicSystem", config: { ...RULES, instruments: ["BOND"] } },
      ["strategy trend trades it"],
    ],
    [{ function: "own", market: "BOND" }, ["strategy trend has it among its arguments"]],
    [{ function: "own", limits: { BOND: 3 } }, ["strategy trend has it among its arguments"]],
    [
      { function: "runClassicSystem", backtest_config_filename: "nowhere.yaml" },
      [
        expect.stringMatching(
          /^strategy trend may trade it: its configuration cannot be read \(.*nowhere\.yaml/,
        ),
      ],
    ],
  ])("stays while a strategy's configuration names it: %o", async (launcher, expected) => {
    await using desk = await deskWithBond(launcher);
    expect(await reasons(desk)).toEqual(expected);
  });

  it("does not stay for a strategy that trades others, or whatever has prices", async () => {
    for (const settings of [{ instrument_weights: { EQUITY: 1 } }, {}]) {
      const config = { ...RULES, ...settings };
      await using desk = await deskWithBond({ function: "runClassicSystem", config });
      expect((await removeInstrument(desk, { instrument: "BOND", dryRun: true })).status).toBe("done");
    }
  });

  it("has to be named twice", async () => {
    await using desk = await deskWithBond();
    const before = await storedData(desk.storage);
    for (const options of [
      {},
      { instrument: "BOND" },
      { instrument: "BOND", confirm: "BUND" },
      { confirm: "BOND" },
    ]) {
      await expect(removeInstrument(desk, options)).rejects.toMatchObject({
        code: "PROCESS_OPTION",
        message: expect.stringContaining("confirm:"),
      });
    }
    await expect(removeInstrument(desk, { instrument: "B/D", confirm: "B/D" })).rejects.toMatchObject({
      code: "INSTRUMENT_CODE",
    });
    expect(await storedData(desk.storage)).toEqual(before);
  });

  it("is not removed with a position that comes while it is looked at", async () => {
    const inner = await openStorage(memoryEngine());
    let commits = Number.NEGATIVE_INFINITY;
    let meanwhile = async (): Promise<void> => undefined;
    const storage: Storage = {
      ...inner,
      atomically: (fn, options) =>
        inner.atomically(async (batch) => {
          const result = await fn(batch);
          // The first commit records the run, the second removes.
          if (++commits === 2) await meanwhile();
          return result;
        }, options),
    };
    await using desk = await brokerDesk({ storage });
    await addInstrument(desk, given("BOND"));
    const position = { instrument: "BOND", contract: "20210900" };
    await desk.data.contractPositions.write(position, series(["2021-06-14"], [0]));
    meanwhile = () => desk.data.contractPositions.append(position, series(["2021-06-15"], [4]));
    commits = 0;
    const { items } = await removeInstrument(desk, { instrument: "BOND", confirm: "BOND" });
    expect(items).toMatchObject([{ status: "refused", reasons: ["4 of BOND/20210900 are held"] }]);
    expect(await desk.data.multiplePrices.list()).toEqual(["BOND"]);
  });
});
