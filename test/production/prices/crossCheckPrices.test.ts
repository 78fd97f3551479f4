import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { functionPriceSource } from "../../../src/broker/sources/functionPriceSource.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { crossCheckPrices } from "../../../src/production/crossCheckPrices.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { compareCloses, comparisonText } from "../../../src/production/prices/compareCloses.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { series } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import type { Series } from "../../../src/series/series.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { market, priceDesk, pricesIn } from "./priceDesk.js";

const NAMES = ["BOND/20211200", "BOND/20220300", "BOND/20220600"];

/** A desk with collected prices, and a vendor that says otherwise. */
async function deskWith(
  vendor: (bars: Frame) => Frame | undefined,
  sources = ["broker", "vendor"],
): Promise<TestDesk> {
  const { storage, clock, broker, ...desk } = await priceDesk({ now: "2021-11-04 23:30" });
  await updateSampledContracts({ storage, clock, broker, ...desk });
  await updateHistoricalPrices({ storage, clock, broker, ...desk });
  const source = functionPriceSource("vendor", ({ instrument, contract }, frequency) =>
    frequency === "Day"
      ? vendor(market.instruments.get(instrument)!.contracts.get(contract)!.prices)
      : undefined,
  );
  return testDesk({
    storage,
    clock,
    broker,
    priceSources: { vendor: source },
    config: { price_sources: { default: sources } },
  });
}

const scaled = (bars: Frame, factor: number, day: number): Frame =>
  bars.with({
    FINAL: {
      kind: "float64",
      values: bars
        .floats("FINAL")
        .map((value, row) =>
          new Date(bars.time[row]!).toISOString().startsWith(`2021-11-0${day}`) ? value * factor : value,
        ),
    },
  });

describe("crossCheckPrices", () => {
  it("names an instrument that nobody knows, and one of which nothing is sampled", async () => {
    const desk = await priceDesk({ now: "2021-11-04 23:30" });
    const outcome = await crossCheckPrices(desk, { instruments: ["BODN", "GRAIN"] });
    expect(outcome.items).toMatchObject([
      { name: "BODN", status: "failed", message: expect.stringContaining('did you mean "BOND"?') },
      { name: "GRAIN", status: "unchecked", severity: "ok", message: expect.stringContaining("is sampled") },
    ]);
  });

  it("finds that sources and stored prices agree [row 17]", async () => {
    const desk = await deskWith((bars) => bars);
    const before = await pricesIn(desk);
    const outcome = await crossCheckPrices(desk, { instruments: ["BOND"] });
    expect(outcome.status).toBe("done");
    expect(outcome.items.map(({ name, status, severity }) => [name, status, severity])).toEqual(
      NAMES.map((name) => [name, "agrees", "ok"]),
    );
    expect(outcome.items[0]?.message).toBe(
      "vendor and simulated agree in 8 bars; stored and simulated agree in 8 bars",
    );
    expect(await pricesIn(desk)).toEqual(before);
    expect(String(outcome)).toMatch(/BOND\/20211200 {2}agrees {2}vendor and simulated agree in 8 bars/);
  });

  it("tells how many bars differ, by how much, and a person where it is above the tolerance", async () => {
    const desk = await deskWith((bars) => scaled(bars, 1.01, 3));
    const outcome = await crossCheckPrices(desk, { instruments: ["BOND"], days: 5 });
    expect(outcome.status).toBe("attention");
    const [item] = outcome.items;
    expect(item).toMatchObject({ status: "differs", severity: "attention" });
    expect(item?.message).toMatch(
      /^vendor and simulated differ in 1 of 4 bars, most by 0\.99% at 2021-11-03 23:00:00 \(1\d\d\.\d+ and 1\d\d\.\d+\); stored/,
    );
    const loose = await crossCheckPrices(desk, { instruments: ["BOND"], tolerance: 1 });
    expect(loose.status).toBe("done");
    expect(loose.items[0]).toMatchObject({
      status: "differs",
      severity: "ok",
      comparisons: [{ differing: 1 }, {}],
    });
  });

  it("compares one source with what is stored, and has nothing to compare without", async () => {
    const one = await deskWith((bars) => bars, ["broker"]);
    expect((await crossCheckPrices(one)).items[0]?.message).toBe("stored and simulated agree in 8 bars");
    const none = await deskWith(() => undefined, ["vendor"]);
    expect((await crossCheckPrices(none, { instruments: ["BOND"] })).items[0]).toMatchObject({
      status: "unchecked",
      message: "1 source with bars, so there is nothing to compare",
    });
  });

  it("goes on without a source that fails, and says so", async () => {
    const desk = await deskWith(() => {
      throw new ContangoError("BROKER_PERMISSION", "vendor", "no subscription");
    });
    const outcome = await crossCheckPrices(desk, { instruments: ["BOND"] });
    expect(outcome.items[0]).toMatchObject({
      status: "agrees",
      message: expect.stringMatching(/8 bars\. no subscription$/),
    });
  });

  it("refuses days that are no whole number", async () => {
    const desk = await priceDesk();
    await expect(crossCheckPrices(desk, { days: 0.5 })).rejects.toMatchObject({ code: "SERIES_PARAMETER" });
  });

  it("reads what it says, and writes nothing [row 63]", async () => {
    const { storage, clock, broker } = await deskWith((bars) => bars);
    const recorded = recordingStorage(storage);
    await crossCheckPrices(await testDesk({ storage: recorded.storage, clock, broker: broker! }));
    const own = (names: Iterable<string>) =>
      [...names].filter((name) => !HOUSEKEEPING.includes(name as never)).sort();
    expect(own(recorded.reads)).toEqual([...crossCheckPrices.definition.reads].sort());
    expect(own(recorded.writes)).toEqual([]);
  });
});

describe("compareCloses", () => {
  const named = (source: string, closes: Series) => ({ source, closes });
  const days = (rows: readonly (readonly [number, number])[]): Series =>
    series(
      Float64Array.from(rows, ([day]) => day * DAY),
      rows.map(([, value]) => value),
    );

  it("counts what differs, what only one side has, and the largest difference", () => {
    const a = days([
      [1, 100],
      [2, 100],
      [3, 100],
      [5, 100],
      [6, 100],
      [9, 1],
    ]);
    const b = days([
      [0, 7],
      [2, 100 + 1e-9],
      [4, 8],
      [5, 101],
      [6, 98],
      [7, 9],
    ]);
    const comparison = compareCloses(named("a", a), named("b", b));
    expect(comparison).toEqual({
      reference: "a",
      other: "b",
      compared: 3,
      differing: 2,
      unmatched: 2,
      largest: { time: 6 * DAY, reference: 100, other: 98, percent: 2 },
    });
    expect(comparisonText(comparison)).toBe(
      "b and a differ in 2 of 3 bars, most by 2% at 1970-01-07 00:00:00 (98 and 100), 2 bars unmatched",
    );
    expect(comparisonText(compareCloses(named("a", a), named("b", days([]))))).toBe(
      "b and a have no bar in common",
    );
  });

  it("finds as much whichever side is which", () => {
    const closes = fc
      .uniqueArray(fc.tuple(fc.nat(20), fc.integer({ min: -3, max: 3 })), { selector: ([day]) => day })
      .map((rows) => days([...rows].sort(([a], [b]) => a - b)));
    fc.assert(
      fc.property(closes, closes, (a, b) => {
        const one = compareCloses(named("a", a), named("b", b));
        const two = compareCloses(named("b", b), named("a", a));
        expect([one.compared, one.differing, one.unmatched, one.largest?.percent]).toEqual([
          two.compared,
          two.differing,
          two.unmatched,
          two.largest?.percent,
        ]);
        expect(compareCloses(named("a", a), named("c", a))).toMatchObject({
          compared: a.length,
          differing: 0,
          unmatched: 0,
        });
      }),
    );
  });
});
