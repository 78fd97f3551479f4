import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GroupedWeights, WeightGroup } from "../../../src/backtest/config/settings.js";
import { groupedWeights, leaves } from "../../../src/backtest/portfolio/groupedWeights.js";
import { expectClose, refusal } from "./made.js";

const group = (
  weight: number,
  members: Readonly<Record<string, number>>,
  groups: Readonly<Record<string, WeightGroup>> = {},
): WeightGroup => ({ weight, members, groups });

const grouping = (
  groups: Readonly<Record<string, WeightGroup>>,
  approximateDiversification = false,
): GroupedWeights => ({ groups, approximateDiversification, costCeilingFirst: false });

const GROUPS = {
  trend: group(0.6, {}, { mom: group(0.6, { a: 0.3, b: 0.7 }), brk: group(0.4, { c: 0.5, d: 0.5 }) }),
  carry: group(0.4, { e: 1 }),
};

function expectWeights(actual: Readonly<Record<string, number>>, expected: Record<string, number>): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, weight] of Object.entries(expected)) expectClose([actual[name]!], [weight], name);
}

describe("groupedWeights", () => {
  it("multiplies down the groups", () => {
    expectWeights(groupedWeights(grouping(GROUPS)), { a: 0.108, b: 0.252, c: 0.12, d: 0.12, e: 0.4 });
  });

  it("multiplies by the approximate diversification of each group", () => {
    expectWeights(groupedWeights(grouping(GROUPS, true)), {
      a: 0.2038768515392458,
      b: 0.4757126535915736,
      c: 0.2265298350436065,
      d: 0.2265298350436065,
      e: 0.5656854249492381,
    });
  });

  it("gives what is excluded to the rest of its group, and an empty group's share to its neighbours", () => {
    expectWeights(groupedWeights(grouping(GROUPS, true), new Set(["e", "a"])), {
      b: 0.7135242690016326,
      c: 0.2669679708340069,
      d: 0.2669679708340069,
    });
    expect(groupedWeights(grouping(GROUPS), new Set(["a", "b", "c", "d", "e"]))).toEqual({});
  });

  it("takes groups whose weights do not add to 1", () => {
    expectWeights(groupedWeights(grouping({ x: group(3, { a: 1, b: 3 }), y: group(1, { c: 8 }) })), {
      a: 0.1875,
      b: 0.5625,
      c: 0.25,
    });
  });

  it("gives nothing to a group in which only weights of 0 are left", () => {
    const half = grouping({ x: group(1, { a: 1, b: 0 }), y: group(1, { c: 1 }) });
    expect(groupedWeights(half, new Set(["a"]))).toEqual({ b: 0, c: 0.5 });
  });

  const trees = fc.letrec<{ tree: WeightGroup }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.record({
        weight: fc.integer({ min: 1, max: 9 }),
        members: fc.dictionary(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 9 }), { minKeys: 1 }),
        groups: fc.constant({}),
      }),
      fc.record({
        weight: fc.integer({ min: 1, max: 9 }),
        members: fc.constant({}),
        groups: fc.dictionary(fc.string({ minLength: 1 }), tie("tree"), { minKeys: 1, maxKeys: 3 }),
      }),
    ),
  })).tree;

  /** The tree with a name for each member that no other has. */
  const withOwnNames = (tree: WeightGroup, path = "m"): WeightGroup => ({
    weight: tree.weight,
    members: Object.fromEntries(Object.values(tree.members).map((weight, at) => [`${path}.${at}`, weight])),
    groups: Object.fromEntries(
      Object.values(tree.groups).map((child, at) => [`g${at}`, withOwnNames(child, `${path}.${at}`)]),
    ),
  });

  it("adds to 1 without the multiplier, has just what is not excluded, and no weight below 0", () => {
    fc.assert(
      fc.property(trees, fc.nat(6), (tree, skip) => {
        const all = grouping({ root: withOwnNames(tree) });
        const names = leaves(all);
        const excluded = new Set(names.filter((_, at) => skip > 0 && at % skip === 0));
        const weights = groupedWeights(all, excluded);
        expect(Object.keys(weights).sort()).toEqual(names.filter((name) => !excluded.has(name)));
        const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
        if (excluded.size < names.length) expectClose([total], [1]);
        for (const weight of Object.values(weights)) expect(weight).toBeGreaterThan(0);
        const diversified = groupedWeights({ ...all, approximateDiversification: true }, excluded);
        for (const [name, weight] of Object.entries(diversified)) {
          expect(weight).toBeGreaterThanOrEqual(weights[name]! * (1 - 1e-9));
        }
      }),
    );
  });

  it.each([
    [{ x: group(1, { a: 1 }, { y: group(1, { b: 1 }) }) }, "groups.x holds both groups and members"],
    [{ x: group(1, {}, { y: group(1, {}) }) }, "groups.x.y holds nothing"],
    [{}, "auto_weight_from_grouping.groups holds nothing"],
    [{ x: group(1, { a: Number.NaN }) }, "groups.x has weights that add to NaN"],
    [{ x: group(Number.NaN, { a: 1 }) }, "groups has weights that add to NaN"],
    [{ x: group(1, { a: 1 }), y: group(1, { a: 1 }) }, 'names "a" in two groups'],
  ])("refuses %j", (groups, text) => {
    const error = refusal(() => groupedWeights(grouping(groups)));
    expect(error.code).toBe("BACKTEST_CONFIG");
    expect(error.message).toContain(text);
  });
});

describe("leaves", () => {
  it("lists the members in alphabetical order", () => {
    expect(leaves(grouping(GROUPS))).toEqual(["a", "b", "c", "d", "e"]);
    expect(leaves(grouping({}))).toEqual([]);
  });
});
