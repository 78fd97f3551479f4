import { describe, expect, it } from "vitest";
import { contractsToTrade, rollStateToTrade, rollTrades } from "../../src/positions/contractsToTrade.js";
import { brokerBreaks, strategyBreaks } from "../../src/positions/positionBreaks.js";
import { instrumentTrades, largestHolder, referencePriceIn } from "../../src/positions/tradePlan.js";
import type { RollState } from "../../src/rolls/rollState.js";
import { goldenVectors, hasGolden, relativeDifference, TOLERANCE } from "../support/golden.js";

const vectorsOf = <V>(file: string): readonly V[] => (hasGolden(file) ? goldenVectors<V>(file) : []);
const named = <V extends { readonly id: string }>(vectors: readonly V[]) =>
  vectors.map((vector) => [vector.id, vector] as const);

const SPAWN = "execution/spawn_contract_orders.json";
interface Spawn {
  readonly id: string;
  readonly input: {
    readonly roll_state: RollState;
    readonly priced_position: number;
    readonly instrument_trade: number;
    readonly priced: string;
    readonly forward: string;
    readonly reference_price: number;
    readonly reference_contract: string;
    readonly last_matched_prices: Readonly<Record<string, number>>;
  };
  readonly expected: {
    readonly contract_orders: readonly {
      readonly contract: string;
      readonly trade: readonly number[];
      readonly reference_price: number;
    }[];
    readonly roll_state_after: RollState;
  };
}

describe.runIf(hasGolden(SPAWN))("contracts to trade agree with the reference", () => {
  const vectors = vectorsOf<Spawn>(SPAWN);
  it("reads the file", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });
  it.each(named(vectors))("%s", (_, { input, expected }) => {
    const { priced, forward, last_matched_prices: prices } = input;
    const roll = { state: input.roll_state, priced, forward, pricedPosition: input.priced_position };
    const trades = contractsToTrade(input.instrument_trade, roll);
    const wanted = expected.contract_orders.map(({ contract, trade }) => ({ contract, trade: trade[0] }));
    expect(trades).toEqual(wanted);
    const reference = { price: input.reference_price, contract: input.reference_contract };
    const difference = prices[forward]! - prices[priced]!;
    const priceIn = (contract: string): number =>
      referencePriceIn(contract, reference, { priced, forward, difference });
    const given = trades.map(({ contract }) => priceIn(contract));
    const told = expected.contract_orders.map((order) => order.reference_price);
    expect(relativeDifference(given, told)).toBeLessThanOrEqual(TOLERANCE);
    expect(rollStateToTrade(roll)).toBe(expected.roll_state_after);
  });
});

const SPLIT = "execution/passive_split.json";
interface Split {
  readonly id: string;
  readonly input: { readonly trade: number; readonly priced_position: number };
  readonly expected: readonly { readonly contract: string; readonly trade: number }[];
}

describe.runIf(hasGolden(SPLIT))("trades that are split between contracts agree with the reference", () => {
  const vectors = vectorsOf<Split>(SPLIT);
  it("reads the file", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });
  it.each(named(vectors))("%s", (_, { input, expected }) => {
    const roll = {
      state: "Passive",
      priced: "priced",
      forward: "forward",
      pricedPosition: input.priced_position,
    } as const;
    // Nothing is left for the forward contract where all of it reduces.
    expect(contractsToTrade(input.trade, roll)).toEqual(expected.filter(({ trade }) => trade !== 0));
  });
});

const FORCED = "execution/forced_rolls.json";
interface Forced {
  readonly id: string;
  readonly op: string;
  readonly input: {
    readonly roll_state: RollState;
    readonly priced_position: number;
    readonly strategy_positions: Readonly<Record<string, number>>;
  };
  readonly expected: {
    readonly instrument: readonly { readonly strategy?: string; readonly trade: readonly number[] }[];
    readonly contract: readonly { readonly contract?: string; readonly trade: readonly number[] }[];
  };
}

describe.runIf(hasGolden(FORCED))("trades of a roll agree with the reference", () => {
  const vectors = vectorsOf<Forced>(FORCED).filter(({ op }) => op === "generate");
  it("reads the file", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });
  it.each(named(vectors))("%s", (_, { input, expected }) => {
    const roll = {
      state: input.roll_state,
      priced: "p",
      forward: "f",
      pricedPosition: input.priced_position,
    };
    // A calendar spread is one order of two legs there.
    expect(rollTrades(roll).map(({ trade }) => trade)).toEqual(
      expected.contract.flatMap(({ trade }) => trade),
    );
    const positions = new Map(
      Object.entries(input.strategy_positions).map(([key, held]) => [key.split("/")[0]!, held]),
    );
    const booked = instrumentTrades([], roll, positions).trades.reduce((sum, { trade }) => sum + trade, 0);
    expect(booked).toBe(expected.instrument.reduce((sum, { trade }) => sum + trade[0]!, 0));
  });
});

const POSITIONS = "execution/positions_and_hours.json";
type Positions = Readonly<Record<string, number>>;
type Held =
  | {
      readonly id: string;
      readonly op: "contract_breaks";
      readonly input: { readonly ours: Positions; readonly broker: Positions };
      readonly expected: readonly string[];
    }
  | {
      readonly id: string;
      readonly op: "internal_breaks";
      readonly input: { readonly contracts: Positions; readonly strategies: Positions };
      readonly expected: readonly string[];
    }
  | {
      readonly id: string;
      readonly op: "strategy_with_largest_abs";
      readonly input: { readonly strategies: Positions; readonly instrument: string };
      readonly expected?: string;
    };

describe.runIf(hasGolden(POSITIONS))("breaks between positions agree with the reference", () => {
  const ops = ["contract_breaks", "internal_breaks", "strategy_with_largest_abs"];
  const vectors = vectorsOf<Held>(POSITIONS).filter(({ op }) => ops.includes(op));
  it("reads the file", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });
  it.each(named(vectors))("%s", (_, vector) => {
    const map = (positions: Positions): ReadonlyMap<string, number> => new Map(Object.entries(positions));
    if (vector.op === "contract_breaks") {
      const breaks = brokerBreaks(map(vector.input.ours), map(vector.input.broker));
      expect(breaks.map(({ key }) => key)).toEqual([...vector.expected].sort());
    } else if (vector.op === "internal_breaks") {
      const strategies = Object.entries(vector.input.strategies).map(([key, held]) => ({
        [key.split("/")[1]!]: held,
      }));
      const breaks = strategyBreaks(map(vector.input.contracts), strategies);
      expect(breaks.map(({ key }) => key)).toEqual([...vector.expected].sort());
    } else {
      const own = Object.entries(vector.input.strategies).filter(([key]) =>
        key.endsWith(`/${vector.input.instrument}`),
      );
      const holder = largestHolder(new Map(own.map(([key, held]) => [key.split("/")[0]!, held])));
      expect(holder).toBe(vector.expected);
    }
  });
});
