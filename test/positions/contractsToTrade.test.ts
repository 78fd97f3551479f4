import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contractsToTrade, reducingPart, rollTrades } from "../../src/positions/contractsToTrade.js";
import {
  instrumentTrades,
  largestHolder,
  ROLL_STRATEGY,
  referencePriceIn,
} from "../../src/positions/tradePlan.js";
import { ROLL_STATES, type RollState } from "../../src/rolls/rollState.js";

const roll = (state: RollState, pricedPosition: number) => ({
  state,
  pricedPosition,
  priced: "20240600",
  forward: "20240900",
});
const none = new Map<string, number>();
const position = fc.integer({ min: -9, max: 9 });

describe("the contracts to trade", () => {
  it("add up to the trade, or there are none", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROLL_STATES), position, position, (state, held, trade) => {
        const sum = contractsToTrade(trade, roll(state, held)).reduce((total, part) => total + part.trade, 0);
        expect([0, trade]).toContain(sum);
      }),
    );
  });

  it("never turn the priced position round in a roll", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Passive", "Force", "Force_Outright"),
        position,
        position,
        (state, held, trade) => {
          for (const part of contractsToTrade(trade, roll(state, held))) {
            if (part.contract === "20240600") expect((held + part.trade) * held).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });
});

describe("the part of a trade that reduces a position", () => {
  it.each([
    [3, 2, 0],
    [-3, 0, 0],
    [-1, 2, -1],
    [-3, 2, -2],
    [3, -2, 2],
  ])("%d at %d is %d", (trade, held, part) => {
    expect(reducingPart(trade, held)).toBe(part);
  });
});

describe("the trades of an instrument", () => {
  it("of several strategies see what those before leave in the priced contract", () => {
    const wanted = [
      { strategy: "trend", position: 1, trade: -4 },
      { strategy: "carry", position: 4, trade: -3 },
    ];
    expect(instrumentTrades(wanted, roll("Passive", 5), none)).toEqual({
      trades: [
        { kind: "strategy", strategy: "carry", contract: "20240600", trade: -3 },
        { kind: "strategy", strategy: "trend", contract: "20240600", trade: -2 },
        { kind: "strategy", strategy: "trend", contract: "20240900", trade: -2 },
      ],
      waiting: [],
    });
  });

  it("in No_Open are only those that make a strategy's position smaller", () => {
    const wanted = [
      { strategy: "carry", position: 2, trade: -5 },
      { strategy: "trend", position: 2, trade: 1 },
    ];
    expect(instrumentTrades(wanted, roll("No_Open", 4), none)).toEqual({
      trades: [{ kind: "strategy", strategy: "carry", contract: "20240600", trade: -2 }],
      waiting: [
        { strategy: "carry", trade: -3, state: "No_Open" },
        { strategy: "trend", trade: 1, state: "No_Open" },
      ],
    });
  });

  it("are the roll's own under Force, of no strategy, once nothing reduces the priced position", () => {
    const reducing = [{ strategy: "trend", position: 5, trade: -1 }];
    expect(instrumentTrades(reducing, roll("Force", 5), none).trades).toEqual([
      { kind: "strategy", strategy: "trend", contract: "20240600", trade: -1 },
    ]);
    const increasing = [{ strategy: "trend", position: 5, trade: 1 }];
    expect(instrumentTrades(increasing, roll("Force", 5), none)).toEqual({
      trades: [
        { kind: "roll", strategy: ROLL_STRATEGY, contract: "20240600", trade: -5 },
        { kind: "roll", strategy: ROLL_STRATEGY, contract: "20240900", trade: 5 },
      ],
      waiting: [{ strategy: "trend", trade: 1, state: "Force" }],
    });
  });

  it("under Close close the priced position, for the strategy that holds most", () => {
    const positions = new Map([
      ["carry", -2],
      ["trend", 5],
    ]);
    expect(instrumentTrades([], roll("Close", 3), positions).trades).toEqual([
      { kind: "roll", strategy: "trend", contract: "20240600", trade: -3 },
    ]);
    expect(
      largestHolder(
        new Map([
          ["b", 2],
          ["a", -2],
          ["c", 0],
        ]),
      ),
    ).toBe("a");
    expect(largestHolder(none)).toBeUndefined();
    expect(instrumentTrades([], roll("Close", 3), none).trades[0]?.strategy).toBe(ROLL_STRATEGY);
  });

  it("of a roll are none where the priced contract is not held, or the state asks for none", () => {
    expect(rollTrades(roll("Force", 0))).toEqual([]);
    expect(rollTrades(roll("Passive", 5))).toEqual([]);
    expect(rollTrades(roll("Roll_Adjusted", 5))).toEqual([]);
  });

  it("of a roll leave nothing booked to no strategy, whatever was done of it before", () => {
    fc.assert(
      fc.property(fc.constantFrom("Force", "Force_Outright"), position, position, (state, held, rolled) => {
        const trades = rollTrades(roll(state, held), rolled);
        expect(trades.reduce((sum, { trade }) => sum + trade, rolled)).toBe(0);
        const closed = trades.filter(({ contract }) => contract === "20240600");
        expect(closed.reduce((sum, { trade }) => sum + trade, held)).toBe(0);
      }),
    );
  });
});

describe("a reference price", () => {
  const pair = { priced: "20240600", forward: "20240900", difference: 6 };
  it.each([
    ["is kept in its own contract", "20240600", "20240600", 100],
    ["is moved to the forward contract", "20240900", "20240600", 106],
    ["is moved back", "20240600", "20240900", 94],
    ["is not known in another", "20241200", "20240600", Number.NaN],
  ])("%s", (_, contract, of, price) => {
    expect(referencePriceIn(contract, { price: 100, contract: of }, pair)).toBe(price);
  });
});
