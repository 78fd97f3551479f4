import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backAdjust } from "../../../src/prices/backAdjust.js";
import { type ContractPriceSet, contractPriceSet } from "../../../src/prices/contractPriceSet.js";
import { multiplePricesFrame } from "../../../src/prices/multiplePrices.js";
import { updateAdjustedPrices } from "../../../src/prices/updateAdjustedPrices.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { extendMultiplePrices } from "../../../src/production/prices/extendMultiplePrices.js";
import { reachesBack, recentMultiplePrices } from "../../../src/production/prices/recentMultiplePrices.js";
import { withLatePrices } from "../../../src/production/prices/withLatePrices.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "../../../src/production/updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { currentContracts } from "../../../src/rolls/currentContracts.js";
import { rollPricedContract } from "../../../src/rolls/rollPricedContract.js";
import { stringColumn } from "../../../src/series/column.js";
import { frame, series } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import { Series } from "../../../src/series/series.js";
import { assertSameFrame } from "../../../src/testing/assertFrame.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";
import { type PriceDesk, priceDesk, pricesIn } from "./priceDesk.js";

const CODES = ["BOND", "EQUITY", "GRAIN"];

/** A desk whose contract prices are collected. */
async function collected(options: Parameters<typeof priceDesk>[0] = {}): Promise<PriceDesk> {
  const desk = await priceDesk(options);
  await updateSampledContracts(desk);
  await updateHistoricalPrices(desk, { maxSpike: Infinity });
  return desk;
}

/** What the pure functions make of everything that is stored. */
async function expected({ data }: PriceDesk, code: string): Promise<{ multiple: Frame; adjusted: Series }> {
  const multiple = await data.multiplePrices.get(code);
  const closes: [string, Series][] = [];
  for (const contract of new Set(Object.values(currentContracts(multiple)))) {
    const bars = await data.contractPrices.read({ instrument: code, contract });
    if (bars !== undefined) closes.push([contract, bars.series("FINAL")]);
  }
  const { prices } = extendMultiplePrices(multiple, contractPriceSet(closes), code);
  const complete = withLatePrices(await data.adjustedPrices.get(code), multiple, prices);
  const update = updateAdjustedPrices(complete, prices);
  if (update.status === "roll-missed") throw new Error("roll missed");
  return { multiple: prices, adjusted: update.adjusted };
}

describe("updateMultipleAdjustedPrices", () => {
  it("extends both with the prices of the current contracts, night after night [row 34]", async () => {
    const desk = await collected();
    for (const evening of ["2021-11-01 20:30", "2021-11-02 20:30", "2021-11-02 23:30", "2021-11-04 06:00"]) {
      desk.clock.set(evening);
      await updateHistoricalPrices(desk, { maxSpike: Infinity });
      const wanted = new Map(
        await Promise.all(CODES.map(async (code) => [code, await expected(desk, code)] as const)),
      );
      const outcome = await updateMultipleAdjustedPrices(desk);
      expect(outcome.items.map(({ name, status }) => [name, status])).toEqual(
        CODES.map((code) => [code, "written"]),
      );
      for (const code of CODES) {
        const { multiple, adjusted } = wanted.get(code)!;
        assertSameFrame(await desk.data.multiplePrices.get(code), multiple);
        expect([...(await desk.data.adjustedPrices.get(code))]).toEqual([...adjusted]);
        expect(adjusted.at(-1)).toBe(multiple.floats("PRICE").at(-1));
        expect([...adjusted]).toEqual([...backAdjust(multiple, { forwardFill: true })]);
      }
      const once = await pricesIn(desk);
      expect((await updateMultipleAdjustedPrices(desk)).status).toBe("unchanged");
      expect(await pricesIn(desk)).toEqual(once);
    }
  });

  it("reads and writes little: new rows are appended in one commit an instrument", async () => {
    const desk = await collected();
    await updateMultipleAdjustedPrices(desk);
    desk.clock.set("2021-11-02 20:30");
    await updateHistoricalPrices(desk, { maxSpike: Infinity });
    const kinds: string[] = [];
    const changes: string[][] = [];
    const storage: typeof desk.storage = {
      ...desk.storage,
      atomically: (fn, options) =>
        desk.storage.atomically((batch) => {
          const own: string[] = [];
          changes.push(own);
          return fn({
            ...batch,
            appendSeries: (library, symbol, rows, expected) => {
              own.push(`append ${library} ${symbol}`);
              kinds.push(typeof expected);
              batch.appendSeries(library, symbol, rows, expected);
            },
            writeSeries: (library, symbol) => {
              own.push(`write ${library} ${symbol}`);
            },
          });
        }, options),
    };
    const { clock, broker } = desk;
    const watched = await testDesk({ storage, clock, broker });
    await updateMultipleAdjustedPrices(watched, { instruments: ["GRAIN"] });
    expect(changes.filter((own) => own.length > 0)).toEqual([
      ["append futures_multiple_prices GRAIN", "append futures_adjusted_prices GRAIN"],
    ]);
    expect(kinds).toEqual(["string", "string"]);
  });

  it("fills a missing price, and puts late rows between stored ones", async () => {
    const desk = await collected();
    await updateMultipleAdjustedPrices(desk);
    const whole = await desk.data.multiplePrices.get("BOND");
    const rows = whole.length;
    const holes = whole.with({
      FORWARD: { kind: "float64", values: whole.floats("FORWARD").with(rows - 1, Number.NaN) },
    });
    const keep = [...Array(rows).keys()].filter((row) => row !== rows - 3);
    const pick = (column: string): readonly unknown[] => keep.map((row) => holes.row(row)[column]);
    const gap = frame(
      Float64Array.from(keep, (row) => holes.time[row]!),
      Object.fromEntries(holes.names.map((name) => [name, pick(name) as number[]])),
    );
    await desk.data.multiplePrices.write("BOND", gap.withMeta(whole.meta));
    const outcome = await updateMultipleAdjustedPrices(desk, { instruments: ["BOND"] });
    expect(outcome.items).toMatchObject([{ status: "written", rowsAdded: 1, valuesFilled: 1 }]);
    assertSameFrame(await desk.data.multiplePrices.get("BOND"), whole);
  });

  it("fills a last adjusted price that is missing", async () => {
    const desk = await collected();
    await updateMultipleAdjustedPrices(desk);
    const adjusted = await desk.data.adjustedPrices.get("BOND");
    const hole = new Series(adjusted.time, adjusted.values.with(-1, Number.NaN), "price");
    await desk.data.adjustedPrices.write("BOND", hole);
    expect((await updateMultipleAdjustedPrices(desk)).items[0]).toMatchObject({
      status: "written",
      rowsAdded: 0,
    });
    expect([...(await desk.data.adjustedPrices.get("BOND"))]).toEqual([...adjusted]);
  });

  it("goes on after a roll that both know", async () => {
    const desk = await collected();
    await updateMultipleAdjustedPrices(desk);
    const rollParameters = await desk.data.rollParameters.get("BOND");
    const rolled = rollPricedContract(await desk.data.multiplePrices.get("BOND"), { rollParameters });
    await desk.data.multiplePrices.write("BOND", rolled.prices);
    await desk.data.adjustedPrices.write("BOND", backAdjust(rolled.prices, { forwardFill: true }));
    desk.clock.set("2021-11-02 20:30");
    await updateSampledContracts(desk);
    await updateHistoricalPrices(desk, { maxSpike: Infinity });
    const wanted = await expected(desk, "BOND");
    expect((await updateMultipleAdjustedPrices(desk)).items[0]).toMatchObject({
      name: "BOND",
      status: "written",
    });
    assertSameFrame(await desk.data.multiplePrices.get("BOND"), wanted.multiple);
    const last = (await desk.data.multiplePrices.get("BOND", { last: 1 })).row(0);
    expect(last).toMatchObject({ PRICE_CONTRACT: "20220300", FORWARD_CONTRACT: "20220600" });
    expect(last.FORWARD).not.toBeNaN();
  });

  it("stores nothing where the adjusted prices missed a roll, until they are rebuilt [row 34]", async () => {
    const desk = await collected();
    const rollParameters = await desk.data.rollParameters.get("BOND");
    const rolled = rollPricedContract(await desk.data.multiplePrices.get("BOND"), { rollParameters });
    await desk.data.multiplePrices.write("BOND", rolled.prices);
    const before = await pricesIn(desk);
    const outcome = await updateMultipleAdjustedPrices(desk, { instruments: ["BOND"] });
    expect(outcome).toMatchObject({
      status: "attention",
      items: [{ status: "roll-missed", from: "20211200", to: "20220300" }],
    });
    expect(outcome.items[0]?.message).toContain("run with { rebuild: true }");
    expect(await pricesIn(desk)).toEqual(before);

    const rebuilt = await updateMultipleAdjustedPrices(desk, { instruments: ["BOND"], rebuild: true });
    expect(rebuilt.items).toMatchObject([{ status: "rebuilt" }]);
    const multiple = await desk.data.multiplePrices.get("BOND");
    expect([...(await desk.data.adjustedPrices.get("BOND"))]).toEqual([
      ...backAdjust(multiple, { forwardFill: true }),
    ]);
    expect((await updateMultipleAdjustedPrices(desk, { instruments: ["BOND"] })).status).toBe("unchanged");
    expect((await updateMultipleAdjustedPrices(desk, { instruments: ["BOND"], rebuild: true })).status).toBe(
      "unchanged",
    );
  });

  it("makes the first adjusted prices where it is told to", async () => {
    const desk = await collected();
    await desk.data.adjustedPrices.delete("BOND");
    const outcome = await updateMultipleAdjustedPrices(desk);
    expect(outcome.items.map(({ status }) => status)).toEqual(["no-adjusted-prices", "written", "written"]);
    expect(outcome.items[0]?.severity).toBe("attention");
    await updateMultipleAdjustedPrices(desk, { instruments: ["BOND"], rebuild: true });
    expect((await desk.data.adjustedPrices.get("BOND")).length).toBe(
      (await desk.data.multiplePrices.get("BOND")).length,
    );
  });

  it("has nothing new without contract prices, and does the others where one instrument fails", async () => {
    const desk = await priceDesk();
    expect((await updateMultipleAdjustedPrices(desk)).items[0]).toMatchObject({
      status: "unchanged",
      message: "its PRICE contract has no prices",
    });
    const outcome = await updateMultipleAdjustedPrices(await collected(), { instruments: ["BODN", "GRAIN"] });
    expect(outcome.items).toMatchObject([
      {
        name: "BODN",
        status: "failed",
        code: "STORE_MISSING",
        message: expect.stringContaining('multiple prices of BODN (did you mean "BOND"?)'),
      },
      { name: "GRAIN", status: "written" },
    ]);
  });

  it("looks for no spikes [row 34]", async () => {
    const desk = await collected({
      now: "2021-11-02 23:30",
      faults: [{ kind: "spike", from: "2021-11-02", instrument: "BOND", factor: 3 }],
    });
    expect((await updateMultipleAdjustedPrices(desk)).items[0]?.status).toBe("written");
    expect((await desk.data.adjustedPrices.get("BOND", { last: 1 })).at(0)).toBeGreaterThan(300);
  });

  it("leaves stale instruments out", async () => {
    const desk = await collected({ config: { stale_instruments: ["BOND", "GRAIN"] } });
    expect((await updateMultipleAdjustedPrices(desk)).items.map(({ name }) => name)).toEqual(["EQUITY"]);
  });

  it("says what it would do on a dry run, and stores nothing", async () => {
    const desk = await collected();
    const before = await pricesIn(desk);
    const outcome = await updateMultipleAdjustedPrices(desk, { dryRun: true });
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "written", "written"]);
    expect(await pricesIn(desk)).toEqual(before);
  });

  it("reads and writes what it says [row 63]", async () => {
    const { storage, clock, broker } = await collected();
    const recorded = recordingStorage(storage);
    const desk = await testDesk({ storage: recorded.storage, clock, broker });
    await updateMultipleAdjustedPrices(desk);
    const { reads, writes } = updateMultipleAdjustedPrices.definition;
    const own = (names: Iterable<string>) =>
      [...names].filter((name) => !HOUSEKEEPING.includes(name as never)).sort();
    expect(own(recorded.reads)).toEqual([...reads].sort());
    expect(own(recorded.writes)).toEqual([...writes].sort());
  });
});

/** Multiple prices of a contract chain with rolls, and prices of the last contracts, with holes in both. */
const history = fc
  .record({
    runs: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
    missing: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    bars: fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 0, max: 100 })), { maxLength: 25 }),
    adjustedTo: fc.nat(40),
  })
  .map(({ runs, missing, bars, adjustedTo }) => {
    const labels = runs.flatMap((rows, run) =>
      Array.from({ length: rows }, () => `2024${String(run + 1).padStart(2, "0")}00`),
    );
    const next = (label: string, months: number): string =>
      `2024${String(Number(label.slice(4, 6)) + months).padStart(2, "0")}00`;
    const value = (row: number, column: number): number =>
      missing[(row * 3 + column) % 40] ? Number.NaN : row + column;
    const time = Float64Array.from(labels, (_, row) => row * 2 * DAY);
    const column = (index: number): Float64Array => Float64Array.from(labels, (_, row) => value(row, index));
    const multiple = multiplePricesFrame({
      time,
      PRICE: column(0),
      CARRY: column(1),
      FORWARD: column(2),
      PRICE_CONTRACT: stringColumn(labels),
      CARRY_CONTRACT: stringColumn(labels.map((label) => next(label, 2))),
      FORWARD_CONTRACT: stringColumn(labels.map((label) => next(label, 1))),
    });
    const last = labels.at(-1)!;
    const contracts = [last, next(last, 2), next(last, 1)];
    const closes: ContractPriceSet = contractPriceSet(
      contracts.map((contract, index) => {
        const times = [...new Set(bars.filter(([at]) => at === index).map(([, day]) => day * DAY))].sort(
          (a, b) => a - b,
        );
        return [
          contract,
          series(
            Float64Array.from(times),
            times.map((at) => at / DAY),
          ),
        ] as const;
      }),
    );
    return { multiple, closes, adjustedLast: time[Math.min(adjustedTo, time.length - 1)]! };
  });

describe("the rows since the last roll", () => {
  it("are all that an update depends on", () => {
    let parts = 0;
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 30 }), ({ multiple, closes, adjustedLast }, count) => {
        const rows = multiple.rows(Math.max(0, multiple.length - count));
        if (!reachesBack(rows, adjustedLast)) return;
        if (rows.length < multiple.length) parts++;
        const whole = extendMultiplePrices(multiple, closes, "CORN");
        const part = extendMultiplePrices(rows, closes, "CORN");
        expect([part.rowsAdded, part.valuesFilled, part.onlyLater]).toEqual([
          whole.rowsAdded,
          whole.valuesFilled,
          whole.onlyLater,
        ]);
        assertSameFrame(part.prices, whole.prices.rows(whole.prices.length - part.prices.length));
      }),
      { numRuns: 500 },
    );
    expect(parts).toBeGreaterThan(50);
  });

  it("leave nothing for a second update", () => {
    fc.assert(
      fc.property(history, ({ multiple, closes }) => {
        const once = extendMultiplePrices(multiple, closes, "CORN");
        expect(extendMultiplePrices(once.prices, closes, "CORN").prices).toBe(once.prices);
      }),
    );
  });

  it("are read in growing parts, all of them where labels are of six digits", async () => {
    const desk = await priceDesk();
    const info = (await desk.data.multiplePrices.info("GRAIN"))!;
    const recent = await recentMultiplePrices(desk.storage, info, info.last);
    expect(recent).toMatchObject({ isWhole: false });
    expect(recent.rows.length).toBe(500);
    expect((await recentMultiplePrices(desk.storage, info, toTime("2019-06-03 23:00"))).isWhole).toBe(true);

    const multiple = await desk.data.multiplePrices.get("GRAIN");
    const short = multiple.strings("PRICE_CONTRACT");
    const dictionary = short.dictionary.map((text) => text.slice(0, 6));
    await desk.data.multiplePrices.write(
      "GRAIN",
      multiple.with({ PRICE_CONTRACT: { ...short, dictionary } }),
    );
    const again = (await desk.data.multiplePrices.info("GRAIN"))!;
    expect((await recentMultiplePrices(desk.storage, again, again.last)).isWhole).toBe(true);
  });
});
