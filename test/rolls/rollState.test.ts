import { describe, expect, it } from "vitest";
import {
  isRolling,
  isRollState,
  nextRollStates,
  ROLL_STATES,
  type RollState,
  rollGeneratesOrders,
  rollsBothContracts,
} from "../../src/rolls/rollState.js";
import { type AutoRollRule, suggestRollState } from "../../src/rolls/suggestRollState.js";
import { goldenVectors, hasGolden } from "../support/golden.js";

type StateVector =
  | {
      readonly id: string;
      readonly op: "allowed_next_states";
      readonly input: { readonly state: RollState; readonly priced_position: number };
      readonly expected: readonly RollState[];
    }
  | {
      readonly id: string;
      readonly op: "flags";
      readonly input: RollState;
      readonly expected: Readonly<Record<string, unknown>>;
    };

const STATES = "execution/roll_states.json";

describe.runIf(hasGolden(STATES))(STATES, () => {
  const vectors = hasGolden(STATES) ? goldenVectors<StateVector>(STATES) : [];
  it.each(vectors)("$id", (vector) => {
    if (vector.op === "flags") {
      expect({
        double_sided: rollsBothContracts(vector.input),
        requires_order_generation: rollGeneratesOrders(vector.input),
        active_rolling: isRolling(vector.input),
        number: ROLL_STATES.indexOf(vector.input) + 1,
      }).toEqual(vector.expected);
    } else {
      const { state, priced_position } = vector.input;
      expect(nextRollStates(state, priced_position)).toEqual(vector.expected);
    }
  });
});

interface SuggestVector {
  readonly id: string;
  readonly input: {
    readonly position: number;
    readonly days_until_roll: number;
    readonly days_until_expiry: number;
    readonly relative_volume: number;
    readonly absolute_forward_volume: number;
    readonly params:
      | "default"
      | {
          readonly auto_roll_if_relative_volume_higher_than?: number;
          readonly min_relative_volume?: number;
          readonly min_absolute_volume?: number;
          readonly near_expiry_days?: number;
          readonly default_roll_state_if_undecided?: RollState | "Ask";
          readonly auto_roll_expired?: boolean;
        };
  };
  readonly expected: string;
}

function ruleOf({ params }: SuggestVector["input"]): AutoRollRule {
  if (params === "default") return {};
  const given = {
    relativeVolume: params.auto_roll_if_relative_volume_higher_than,
    leastRelativeVolume: params.min_relative_volume,
    leastVolume: params.min_absolute_volume,
    nearDays: params.near_expiry_days,
    undecided: params.default_roll_state_if_undecided,
    rollExpired: params.auto_roll_expired,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const RULE = "execution/auto_roll_rule.json";

describe.runIf(hasGolden(RULE))(RULE, () => {
  const vectors = hasGolden(RULE) ? goldenVectors<SuggestVector>(RULE) : [];
  it.each(vectors)("$id", ({ input, expected }) => {
    const situation = {
      pricedPosition: input.position,
      daysToRoll: input.days_until_roll,
      daysToExpiry: input.days_until_expiry,
      relativeVolume: input.relative_volume,
      forwardVolume: input.absolute_forward_volume,
    };
    expect(suggestRollState(situation, ruleOf(input))).toBe(expected);
  });
});

describe("roll states", () => {
  it("can always be left, or be kept until prices are rolled, and lead to states that exist", () => {
    for (const state of ROLL_STATES) {
      for (const position of [0, 3, -3]) {
        const next = nextRollStates(state, position);
        expect(next.length).toBeGreaterThan(0);
        expect(new Set(next).size).toBe(next.length);
        expect(next.every(isRollState)).toBe(true);
      }
      expect(nextRollStates(state, 3)).toEqual(nextRollStates(state, -3));
    }
    expect(isRollState("Ask")).toBe(false);
  });

  it("roll prices only without a position in the priced contract", () => {
    for (const state of ROLL_STATES.filter((one) => one !== "Roll_Adjusted")) {
      expect(nextRollStates(state, 0)).toContain("Roll_Adjusted");
      expect(nextRollStates(state, 1)).not.toContain("Roll_Adjusted");
    }
  });
});
