import { describe, expect, it } from "vitest";
import { adjustedWeights, adjustmentFactor } from "../../../src/backtest/dynamic/adjustment.js";
import { optimisePositions } from "../../../src/backtest/dynamic/optimisePositions.js";
import { weightBounds } from "../../../src/backtest/dynamic/weightBounds.js";
import { goldenVectors, hasGolden, relativeDifference, TOLERANCE } from "../../support/golden.js";

const FILE = "execution/dynamic_optimiser.json";

type OrNone = number | "none";

type Vector =
  | {
      readonly id: string;
      readonly op: "bounds";
      readonly input: {
        readonly reduce_only: boolean;
        readonly no_trade: boolean;
        readonly long_only?: boolean;
        readonly max_position_weight: OrNone;
        readonly prior_weight: OrNone;
        readonly optimum_weight: OrNone;
      };
      readonly expected: Readonly<Record<"minimum" | "maximum" | "direction" | "start", number>>;
    }
  | {
      readonly id: string;
      readonly op: "adjustment_factor";
      readonly input: { readonly tracking_error: number; readonly buffer: number };
      readonly expected: number;
    }
  | {
      readonly id: string;
      readonly op: "adjust_weights";
      readonly input: Readonly<Record<"optimised" | "prior" | "per_contract", readonly number[]>> & {
        readonly factor: number;
      };
      readonly expected: readonly number[];
    }
  | {
      readonly id: string;
      readonly op: "optimise";
      readonly input: Readonly<Record<"optc" | "prev" | "pcv" | "sd" | "cost", readonly number[]>> & {
        readonly names: readonly string[];
        readonly corr: readonly (readonly number[])[];
        readonly maxp?: readonly OrNone[];
        readonly nt?: readonly (string | boolean)[];
        readonly ro_?: readonly (string | boolean)[];
        readonly buf?: number;
        readonly shadow?: number;
      };
      readonly expected: Readonly<Record<string, number>>;
    };

const orNaN = (value: OrNone | undefined): number =>
  value === undefined || value === "none" ? Number.NaN : value;

/** Whether an instrument is in a list of names, or flagged in a list of one flag an instrument. */
const flagged = (list: readonly (string | boolean)[] | undefined, name: string, at: number): boolean =>
  list !== undefined && (list.includes(name) || list[at] === true);

function run(vector: Vector): readonly [actual: readonly number[], expected: readonly number[]] {
  switch (vector.op) {
    case "bounds": {
      const { input, expected } = vector;
      const actual = weightBounds({
        reduceOnly: input.reduce_only,
        noTrade: input.no_trade,
        longOnly: input.long_only ?? false,
        maxPositionWeight: orNaN(input.max_position_weight),
        priorWeight: orNaN(input.prior_weight),
        optimumWeight: orNaN(input.optimum_weight),
      });
      const list = (bounds: typeof expected): number[] => [
        bounds.minimum,
        bounds.maximum,
        bounds.direction,
        bounds.start,
      ];
      return [list(actual), list(expected)];
    }
    case "adjustment_factor":
      return [[adjustmentFactor(vector.input.tracking_error, vector.input.buffer)], [vector.expected]];
    case "adjust_weights": {
      const { per_contract: perContract, factor, ...weights } = vector.input;
      return [[...adjustedWeights({ ...weights, perContract }, factor)], vector.expected];
    }
    case "optimise": {
      const { names, corr, buf, shadow, ...input } = vector.input;
      const instruments = Object.fromEntries(
        names.map((name, i) => [
          name,
          {
            optimal: input.optc[i]!,
            previous: input.prev[i]!,
            weightPerContract: input.pcv[i]!,
            volatility: input.sd[i]!,
            cost: input.cost[i]!,
            positionLimit: orNaN(input.maxp?.[i]),
            noTrade: flagged(input.nt, name, i),
            reduceOnly: flagged(input.ro_, name, i),
          },
        ]),
      );
      const { positions } = optimisePositions(
        instruments,
        { names, matrix: Float64Array.from(corr.flat()) },
        {
          shrinkCorrelation: 0,
          ...(buf === undefined ? {} : { trackingErrorBuffer: buf }),
          ...(shadow === undefined ? {} : { shadowCost: shadow }),
        },
      );
      const held = Object.keys(vector.expected).map((name) => positions[name]?.optimisedPosition ?? 0);
      return [held, Object.values(vector.expected)];
    }
  }
}

describe.runIf(hasGolden(FILE))("the dynamic optimiser, as the reference", () => {
  const vectors = goldenVectors<Vector>(FILE);

  it("has vectors of every operation", () => {
    const operations = new Set(vectors.map(({ op }) => op));
    expect([...operations].sort()).toEqual(["adjust_weights", "adjustment_factor", "bounds", "optimise"]);
  });

  it.each(vectors.map((vector) => [`${vector.op} ${vector.id}`, vector] as const))("%s", (_, vector) => {
    const [actual, expected] = run(vector);
    expect(expected.length).toBeGreaterThan(0);
    expect(relativeDifference(actual, expected), `${actual} for ${expected}`).toBeLessThanOrEqual(TOLERANCE);
  });
});
