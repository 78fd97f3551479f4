import { describe, expect, it } from "vitest";
import type { DynamicPosition, OptimalPositionKind } from "../../src/positions/optimalPosition.js";
import { optimalPositionKind } from "../../src/positions/optimalPositionFrame.js";
import { isPositionBroken, tradeRequired } from "../../src/positions/requiredPosition.js";
import { golden, goldenVectors, hasGolden, number } from "../support/golden.js";
import { buffered, dynamic } from "./samples.js";

interface BufferedTrade {
  readonly upper: number | null;
  readonly lower: number | null;
  readonly current: number;
  readonly trade: number;
}

const TRADES = "buffered_trades.json";

describe.runIf(hasGolden(TRADES))("trades required by buffers agree with the reference", () => {
  const cases = hasGolden(TRADES) ? golden<readonly BufferedTrade[]>(TRADES) : [];
  it("reads the file", () => {
    expect(cases).toBeInstanceOf(Array);
  });
  it.each(cases.map((one) => [one.current, number(one.lower), number(one.upper), one.trade] as const))(
    "from %d with a buffer from %d to %d: %d",
    (current, lower, upper, trade) => {
      const wanted = Number.isNaN(lower + upper) ? 0 : trade;
      expect(tradeRequired({ lower, upper }, current) === wanted).toBe(true);
    },
  );
});

type Bounds = Readonly<Record<"lower" | "upper" | "current", number>>;
type Vector = { readonly id: string; readonly error?: string } & (
  | { readonly op: "buffered_trade"; readonly input: Bounds; readonly expected: readonly number[] }
  | { readonly op: "buffered_break"; readonly input: Bounds; readonly expected: boolean }
  | {
      readonly op: "dynamic_break";
      readonly input: Readonly<Record<"optimised" | "current", number>>;
      readonly expected: boolean;
    }
  | { readonly op: "kind_from_columns"; readonly input: readonly string[]; readonly expected: string }
);

const ORDERS = "execution/strategy_orders.json";

/** What each kind is called in the reference. */
const REFERENCE_NAMES: Readonly<Record<OptimalPositionKind, RegExp>> = {
  simple: /simple/i,
  buffered: /buffer/i,
  raw: /reference/i,
  dynamic: /dynamic/i,
};

function answer(vector: Vector): unknown {
  switch (vector.op) {
    case "buffered_trade":
      return tradeRequired(vector.input, vector.input.current);
    case "buffered_break":
      return isPositionBroken(buffered(vector.input), vector.input.current);
    case "dynamic_break": {
      const position: DynamicPosition = { ...dynamic, optimisedPosition: vector.input.optimised };
      return isPositionBroken(position, vector.input.current);
    }
    case "kind_from_columns":
      return optimalPositionKind(vector.input);
  }
}

/** The bounds of the buffer in a vector, none where it has no buffer. */
function boundsOf(vector: Vector): readonly number[] {
  switch (vector.op) {
    case "buffered_trade":
    case "buffered_break":
      return [vector.input.lower, vector.input.upper];
    case "dynamic_break":
      return [vector.input.optimised];
    case "kind_from_columns":
      return [];
  }
}

describe.runIf(hasGolden(ORDERS))("strategy orders agree with the reference", () => {
  const vectors = hasGolden(ORDERS) ? goldenVectors<Vector>(ORDERS) : [];
  it("reads the file", () => {
    expect(vectors).toBeInstanceOf(Array);
  });
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (_, vector) => {
    // what docs/differences.md says, whatever the reference does: an infinite bound is refused,
    const infinite = boundsOf(vector).some((bound) => Math.abs(bound) === Number.POSITIVE_INFINITY);
    // and with a bound missing there is no trade, and nothing is ever broken
    if (!infinite && boundsOf(vector).some(Number.isNaN)) {
      expect(answer(vector)).toBe(vector.op === "buffered_trade" ? 0 : false);
      return;
    }
    if (infinite || vector.error !== undefined) {
      const code = vector.op === "kind_from_columns" ? "OPTIMAL_POSITION_KIND" : "POSITION_BUFFER";
      expect(() => answer(vector)).toThrow(expect.objectContaining({ code }));
      return;
    }
    const given = answer(vector);
    if (vector.op === "buffered_trade")
      expect([given].every((trade, leg) => trade === vector.expected[leg])).toBe(true);
    else if (vector.op === "kind_from_columns") {
      expect(vector.expected).toMatch(REFERENCE_NAMES[given as OptimalPositionKind]);
    } else expect(given).toBe(vector.expected);
  });
});
