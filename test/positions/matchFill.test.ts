import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cancellation } from "../../src/positions/cancelledFill.js";
import type { Fill } from "../../src/positions/fill.js";
import { lookalikes, type MatchRules, matchFill } from "../../src/positions/matchFill.js";
import { DAY, HOUR } from "../../src/time/civil.js";

const trade = { instrument: "CORN", contract: "20241200", quantity: 3, price: 432.5, time: 20_000 * DAY };
const byHand = (changes: Partial<Fill> = {}): Fill => ({
  ...trade,
  id: "h1",
  strategy: "trend",
  source: "hand",
  ...changes,
});
const brokers = (changes: Partial<Fill> = {}): Fill => ({
  ...trade,
  id: "e1",
  strategy: "trend",
  reference: "trend",
  source: "broker",
  ...changes,
});
const unlabelled = (changes: Partial<Fill> = {}): Fill => {
  const { reference: _, ...fill } = brokers(changes);
  return fill;
};
const nobodys = (fill: Fill): Fill => {
  const { strategy: _, ...rest } = fill;
  return rest;
};

/** `trend`, `carry` and the roll are told by the broker, `pit` is recorded by hand. */
const RULES: MatchRules = {
  isKnown: (label) => ["trend", "carry", "pit", "_ROLL_PSEUDO_STRATEGY"].includes(label),
  isByHand: (strategy) => strategy === "pit",
  tradedByHand: false,
};
const SHARED: MatchRules = { ...RULES, tradedByHand: true };
const status = (told: Fill, near: readonly Fill[], rules = RULES) => matchFill(told, near, rules).status;

describe("one trade, told by a person and by the broker", () => {
  it("is the same, whichever comes first, if it is alike in everything and not an hour apart", () => {
    const early = byHand({ time: trade.time - HOUR });
    expect(matchFill(brokers(), [early], RULES)).toEqual({ status: "same", other: early });
    expect(matchFill(early, [brokers()], RULES)).toEqual({ status: "same", other: brokers() });
  });

  it.each([
    ["without a label", unlabelled(), byHand()],
    ["without a label, guessed to be another's", unlabelled({ strategy: "carry" }), byHand()],
    ["with a label that names no strategy", nobodys(brokers({ reference: "mine" })), byHand()],
    ["of which the person did not say whose it is", brokers(), nobodys(byHand())],
    [
      "labelled as a roll",
      brokers({ reference: "_ROLL_PSEUDO_STRATEGY" }),
      byHand({ strategy: "_ROLL_PSEUDO_STRATEGY" }),
    ],
    ["from a file", brokers(), byHand({ source: "csv" })],
  ])("is the same: an execution %s", (_, told, recorded) => {
    expect(matchFill(told, [recorded], RULES)).toEqual({ status: "same", other: recorded });
  });

  it("is taken for the same only where no other strategy's fills are left to a person", () => {
    expect(status(brokers(), [byHand()], SHARED)).toBe("same");
    expect(status(nobodys(unlabelled()), [byHand()], SHARED)).toBe("new");
    expect(status(unlabelled(), [byHand()], SHARED)).toBe("doubtful");
    expect(status(nobodys(unlabelled()), [byHand({ strategy: "pit" })], SHARED)).toBe("new");
    expect(status(byHand({ strategy: "pit" }), [nobodys(unlabelled())], SHARED)).toBe("new");
  });

  it("is that of the same strategy, else that of nearly the same time", () => {
    const near = [
      byHand({ id: "h1", time: trade.time - 60_000 }),
      byHand({ id: "h2", time: trade.time + 1000 }),
      nobodys(byHand({ id: "h3" })),
    ];
    expect(matchFill(brokers(), near, RULES)).toMatchObject({ other: { id: "h2" } });
    expect(matchFill(unlabelled(), near, RULES)).toMatchObject({ other: { id: "h3" } });
  });

  it("is the same as one other at most", () => {
    const first = byHand({ execution: "e1" });
    const after = [first, cancellation(first), brokers()];
    expect(status(brokers({ id: "e2" }), after)).toBe("new");
    expect(status(byHand({ id: "h2", time: trade.time + 1000 }), after)).toBe("doubtful");
    expect(matchFill(byHand({ id: "h2" }), [...after, brokers({ id: "e2" })], RULES)).toMatchObject({
      other: { id: "e2" },
    });
  });

  it("is not the same as what was taken back; what was kept instead of an execution stands for it", () => {
    expect(status(brokers(), [byHand(), cancellation(byHand())])).toBe("new");
    const kept = [byHand(), brokers(), cancellation(brokers())];
    expect(status(brokers({ id: "e2", time: trade.time + 1000 }), kept)).toBe("doubtful");
    expect(status(byHand({ id: "h2" }), [brokers(), cancellation(brokers())])).toBe("new");
  });
});

describe("what may be the same trade", () => {
  it.each<[string, Partial<Fill>]>([
    ["in parts", { quantity: 1 }],
    ["at another price", { price: 432.75 }],
    ["by its day only", { time: trade.time - 15 * HOUR }],
  ])("is doubtful: told %s", (_, changes) => {
    expect(status(brokers(), [byHand(changes)])).toBe("doubtful");
    expect(status(byHand(changes), [brokers()])).toBe("doubtful");
    expect(status(unlabelled({ strategy: "carry" }), [byHand(changes)])).toBe("doubtful");
  });

  it.each<[string, Partial<Fill>]>([
    ["in the other direction", { quantity: -3 }],
    ["more than a day apart", { time: trade.time - DAY - 1 }],
    ["of another strategy than the label says", { strategy: "carry", price: 433 }],
  ])("is another trade: one %s", (_, changes) => {
    expect(status(brokers(), [byHand(changes)])).toBe("new");
    expect(status(byHand(changes), [brokers()])).toBe("new");
  });

  it("is doubtful where only the strategy differs, unless fills of that one are recorded by hand", () => {
    expect(status(brokers(), [byHand({ strategy: "carry" })])).toBe("doubtful");
    expect(status(byHand({ strategy: "carry" }), [brokers()])).toBe("doubtful");
    expect(status(byHand({ strategy: "carry" }), [unlabelled()])).toBe("doubtful");
    expect(status(brokers(), [byHand({ strategy: "pit" })])).toBe("new");
    expect(status(byHand({ strategy: "pit" }), [brokers()])).toBe("new");
    expect(status(byHand({ strategy: "pit" }), [unlabelled({ strategy: "pit" })])).toBe("doubtful");
  });

  it("is looked at once: where one of the two is nobody's anyway, the other is not doubtful", () => {
    expect(status(brokers(), [nobodys(byHand({ quantity: 1 }))])).toBe("new");
    expect(status(nobodys(byHand({ quantity: 1 })), [brokers()])).toBe("new");
  });

  it("is named, the nearest in time first", () => {
    const near = [
      byHand({ id: "far", time: trade.time - HOUR }),
      byHand({ id: "near", price: 1, strategy: "carry" }),
      byHand({ id: "sold", quantity: -1 }),
      byHand({ id: "old", time: trade.time - 2 * DAY }),
      byHand({ id: "back" }),
      cancellation(byHand({ id: "back" })),
      brokers({ id: "e2" }),
    ];
    expect(lookalikes(brokers(), near).map(({ id }) => id)).toEqual(["near", "far"]);
  });
});

describe("whichever of two is told first", () => {
  const some = fc.record({
    quantity: fc.constantFrom(-1, 1, 2),
    price: fc.constantFrom(432.5, 433),
    time: fc.constantFrom(0, HOUR, HOUR + 1, DAY, DAY + 1).map((after) => trade.time + after),
  });
  const label = fc.constantFrom("trend", "carry");

  it("it comes to the same where the label says whose it is", () => {
    fc.assert(
      fc.property(some, some, label, label, (one, other, strategy, reference) => {
        const recorded = byHand({ ...one, strategy });
        const execution = brokers({ ...other, strategy: reference, reference });
        expect(status(recorded, [execution])).toBe(status(execution, [recorded]));
      }),
    );
  });
});
