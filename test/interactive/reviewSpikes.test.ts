import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  reviewSpikes,
  type SpikeAnswer,
  type SpikeReview,
} from "../../src/interactive/checks/reviewSpikes.js";
import { contractPrices, contractPricesFrame } from "../../src/prices/contractPrices.js";
import { mergeNewer } from "../../src/prices/mergeNewer.js";
import { findSpike } from "../../src/prices/spikes.js";
import type { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { DAY } from "../../src/time/civil.js";

const daily = (values: readonly number[], from = 0): Series =>
  new Series(
    Float64Array.from(values, (_, day) => (from + day) * DAY),
    Float64Array.from(values),
    "price",
  );

/** 20 days that move by one each. */
const STORED = daily(Array.from({ length: 20 }, (_, day) => 100 + (day % 2)));

function bars(final: Series): Frame {
  const beside = (by: number): Float64Array => final.values.map((value) => value + by);
  return contractPricesFrame({
    time: final.time,
    OPEN: beside(-0.25),
    HIGH: beside(1),
    LOW: beside(-1),
    FINAL: final.values,
    VOLUME: final.values.map((_, row) => 1000 + row),
  });
}

/** Answers question after question until the rows are reviewed. */
function answered<Data extends Series | Frame>(
  review: SpikeReview<Data>,
  answer: (asked: number, value: number) => SpikeAnswer,
) {
  let at = review;
  for (let asked = 0; at.status === "question"; asked++) at = at.decide(answer(asked, at.spike.value));
  return at;
}

const ACCEPTED: SpikeAnswer = { kind: "accepted" };
const PREVIOUS: SpikeAnswer = { kind: "previous" };

describe("new prices under review [row 35] [row 36]", () => {
  it("need nobody where there is no spike", () => {
    const review = reviewSpikes(STORED, daily([100, 101, 102], 20));
    expect(review).toMatchObject({ status: "reviewed", decisions: [] });
    if (review.status === "reviewed") expect([...review.added.values]).toEqual([100, 101, 102]);
  });

  it("leave stored rows as they are, and are none where nothing is newer", () => {
    const review = reviewSpikes(STORED, daily([500, 500], 18));
    expect(review).toMatchObject({ status: "reviewed", decisions: [] });
    if (review.status === "reviewed") expect(review.added.length).toBe(0);
  });

  it("show a spike behind up to five rows", () => {
    const review = reviewSpikes(STORED, daily([100, 150], 20), { maxSpike: 8 });
    if (review.status !== "question") throw new Error("the spike was not found");
    expect(review.spike).toMatchObject({ row: 21, value: 150, previous: 100, change: 50 });
    expect([...review.rows.values]).toEqual([100, 101, 100, 101, 100, 150].slice(-6));
    const early = reviewSpikes(daily([1, 2]), daily([1, Number.POSITIVE_INFINITY], 2));
    if (early.status !== "question") throw new Error("the spike was not found");
    expect(early.rows.length).toBe(4);
  });

  it("accept a spike without asking again", () => {
    const review = answered(reviewSpikes(STORED, daily([100, 150, 151], 20)), () => ACCEPTED);
    expect([...review.added.values]).toEqual([100, 150, 151]);
    expect(review.decisions).toMatchObject([{ kind: "accepted", original: 150, value: 150 }]);
  });

  it("take the value before instead, which is right by definition", () => {
    const review = answered(reviewSpikes(STORED, daily([100, 1000, 101], 20)), () => PREVIOUS);
    expect([...review.added.values]).toEqual([100, 100, 101]);
    expect([...review.source.values]).toEqual([100, 1000, 101]);
    expect(review.decisions).toMatchObject([{ kind: "previous", original: 1000, value: 100 }]);
  });

  it("check a typed value again, as often as it takes", () => {
    const typed = (value: number): SpikeAnswer => ({ kind: "typed", value });
    const answers = [typed(900), typed(800), typed(101)];
    const review = answered(reviewSpikes(STORED, daily([100, 1000, 101], 20)), (asked) => answers[asked]!);
    expect([...review.added.values]).toEqual([100, 101, 101]);
    expect(review.decisions).toMatchObject([
      { kind: "typed", original: 1000, value: 900, spike: { value: 1000 } },
      { kind: "typed", original: 1000, value: 800, spike: { value: 900 } },
      { kind: "typed", original: 1000, value: 101, spike: { value: 800 } },
    ]);
  });

  it("accept a typed value that is a spike, when the person says so", () => {
    const answers: SpikeAnswer[] = [{ kind: "typed", value: 160 }, ACCEPTED];
    const review = answered(reviewSpikes(STORED, daily([100, 1000], 20)), (asked) => answers[asked]!);
    expect([...review.added.values]).toEqual([100, 160]);
  });

  it("see a jump that hides behind a missing value, if they are to", () => {
    const newer = daily([100, Number.NaN, 150], 20);
    expect(reviewSpikes(STORED, newer).status).toBe("reviewed");
    const review = reviewSpikes(STORED, newer, { acrossGaps: true });
    expect(review).toMatchObject({ status: "question", spike: { previous: 100, value: 150 } });
    expect([...answered(review, () => PREVIOUS).added.values]).toEqual([100, Number.NaN, 100]);
  });

  it("keep the very first row where nothing is stored, and have no value before it to take", () => {
    const nothing = daily([]);
    const review = answered(reviewSpikes(nothing, daily([7, 7.1, 7.2])), () => ACCEPTED);
    expect([...review.added.values]).toEqual([7, 7.1, 7.2]);

    const infinite = reviewSpikes(nothing, daily([Number.POSITIVE_INFINITY, 7.1]));
    if (infinite.status !== "question") throw new Error("the infinite price was not found");
    expect(infinite.spike.row).toBe(0);
    expect(() => infinite.decide(PREVIOUS)).toThrow("there is no value before it; type one");
    expect(() => infinite.decide(ACCEPTED)).toThrow("Infinity is no price; type a number");
    expect(() => infinite.decide({ kind: "typed", value: Number.NaN })).toThrow("NaN is no price");
    const typed = answered(infinite, () => ({ kind: "typed", value: 7 }));
    expect([...typed.added.values]).toEqual([7, 7.1]);
  });

  it("carry the difference of FINAL to OPEN, HIGH and LOW from where the source has them, not to VOLUME", () => {
    const newer = bars(daily([100, 1000, 101], 20));
    const answers: SpikeAnswer[] = [{ kind: "typed", value: 900 }, PREVIOUS];
    const review = answered(reviewSpikes(bars(STORED), newer), (asked) => answers[asked]!);
    expect(review.added.row(1)).toEqual({
      time: 21 * DAY,
      OPEN: 99.75,
      HIGH: 101,
      LOW: 99,
      FINAL: 100,
      VOLUME: 1001,
    });
    expect(review.added.row(2)).toEqual(newer.row(2));
    expect(review.added.floats("VOLUME")).toEqual(newer.floats("VOLUME"));
  });

  it("leave what is missing beside a price missing, and repair what is infinite with it", () => {
    const wrong = contractPrices(bars(daily([100, 101, 100], 20)));
    const newer = contractPricesFrame({
      ...wrong,
      FINAL: wrong.FINAL.with(1, Number.POSITIVE_INFINITY),
      HIGH: wrong.HIGH.with(1, Number.POSITIVE_INFINITY),
      OPEN: wrong.OPEN.with(1, Number.NaN),
    });
    const review = answered(reviewSpikes(bars(STORED), newer), () => ({ kind: "typed", value: 102 }));
    expect(review.added.row(1)).toEqual({
      time: 21 * DAY,
      OPEN: Number.NaN,
      HIGH: 102,
      LOW: 100,
      FINAL: 102,
      VOLUME: 1001,
    });
  });

  it("may be decided in several ways from one question", () => {
    const review = reviewSpikes(STORED, daily([100, 150], 20));
    if (review.status !== "question") throw new Error("the spike was not found");
    const values = [ACCEPTED, PREVIOUS, ACCEPTED].map((answer) => {
      const decided = review.decide(answer);
      return decided.status === "reviewed" ? decided.added.at(-1) : Number.NaN;
    });
    expect(values).toEqual([150, 100, 150]);
  });

  it("refuse a limit that is none", () => {
    expect(() => reviewSpikes(STORED, daily([1], 20), { maxSpike: 0 })).toThrow("maxSpike was 0");
  });
});

const price = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 90, max: 110 }) },
  { weight: 1, arbitrary: fc.double({ min: -5000, max: 5000, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, 0, 1e6) },
);
const history = fc.array(price, { maxLength: 60 }).map((values) => daily(values));
const later = fc
  .tuple(fc.array(price, { maxLength: 30 }), fc.integer({ min: -5, max: 5 }))
  .map(([values, shift]) => ({ values, shift }));
const answers = fc.infiniteStream(
  fc.oneof(
    fc.constant(ACCEPTED),
    fc.constant(PREVIOUS),
    fc.double({ min: -200, max: 200, noNaN: true }).map((value): SpikeAnswer => ({ kind: "typed", value })),
  ),
);
const limits = fc.record({ maxSpike: fc.double({ min: 2, max: 12, noNaN: true }), acrossGaps: fc.boolean() });

describe("whatever is answered", () => {
  const inputs = [history, later, limits] as const;
  const newerThan = (old: Series, { values, shift }: { values: number[]; shift: number }): Series =>
    daily(values, old.length + shift);
  /** Answers that can be given; where none is left, the value is accepted. */
  const given = (stream: Iterator<SpikeAnswer>) => (asked: number) =>
    asked > 60 ? ACCEPTED : (stream.next().value as SpikeAnswer);

  it("the rows are those of a merge without a limit, if everything is accepted", () => {
    fc.assert(
      fc.property(...inputs, (old, next, options) => {
        const newer = newerThan(old, next);
        const merge = mergeNewer(old, newer, { maxSpike: Number.POSITIVE_INFINITY });
        if (merge.status === "spike") throw new Error("there is no limit");
        const { added } = answered(reviewSpikes(old, newer, options), () => ACCEPTED);
        expect(added).toEqual(merge.merged.rows(merge.merged.length - merge.rowsAdded));
      }),
    );
  });

  it("no row comes or goes, only rows that were decided change, and none is a spike that was not accepted", () => {
    fc.assert(
      fc.property(...inputs, answers, (old, next, options, stream) => {
        const newer = newerThan(old, next);
        const review = answered(reviewSpikes(old, newer, options), given(stream));
        expect(review.added.time).toEqual(review.source.time);
        const decided = new Map(review.decisions.map(({ spike, value }) => [spike.time, value]));
        for (const [row, time] of review.added.time.entries()) {
          expect(review.added.values[row]).toBe(decided.get(time) ?? review.source.values[row]);
        }
        const accepted = new Set(
          review.decisions.filter(({ kind }) => kind === "accepted").map(({ spike }) => spike.time),
        );
        const whole = mergeNewer(old, review.added, { maxSpike: Number.POSITIVE_INFINITY });
        const merged = whole.status === "spike" ? old : whole.merged;
        for (let from = review.added.time[0]; from !== undefined; ) {
          const spike = findSpike(merged, { ...options, from });
          if (spike === undefined) break;
          expect(accepted.has(spike.time)).toBe(true);
          from = spike.time + 1;
        }
      }),
    );
  });

  it("bars keep their form", () => {
    fc.assert(
      fc.property(...inputs, answers, (old, next, options, stream) => {
        const newer = bars(newerThan(old, next));
        const review = answered(reviewSpikes(bars(old), newer, options), given(stream));
        const [now, source] = [contractPrices(review.added), contractPrices(review.source)];
        expect(now.VOLUME).toEqual(source.VOLUME);
        for (const [row, final] of now.FINAL.entries()) {
          for (const name of ["OPEN", "HIGH", "LOW"] as const) {
            const [is, was] = [now[name][row]! - final, source[name][row]! - source.FINAL[row]!];
            if (Number.isNaN(was)) expect(now[name][row]).toEqual(source[name][row]);
            else expect(Math.abs(is - was)).toBeLessThan(1e-6 * Math.max(1, Math.abs(source.FINAL[row]!)));
          }
        }
      }),
    );
  });
});
