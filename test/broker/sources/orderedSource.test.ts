import { describe, expect, it } from "vitest";
import type { ContractPriceSource, PriceRequest } from "../../../src/broker/broker.js";
import { orderedSource } from "../../../src/broker/sources/orderedSource.js";
import type { ErrorCode } from "../../../src/errors/codes.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { floatColumn, stringColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { toTime } from "../../../src/time/text.js";
import { closesOf, dailyBars } from "./bars.js";

const key = { instrument: "CORN", contract: "20241200" };

const giving = (name: string, answer: unknown): ContractPriceSource => ({
  name,
  contractPrices: async () => answer as Frame,
});

const failing = (name: string, code: ErrorCode): ContractPriceSource => ({
  name,
  contractPrices: async () => {
    throw new ContangoError(code, "broker", `${name} says ${code}`);
  },
});

const three = dailyBars("2024-03-25", [1, 2, 3]);
const none = three.rows(0, 0);

describe("an ordered source [row 17]", () => {
  it("takes the first source that has bars, and says which and why not another", async () => {
    const source = orderedSource([
      failing("a", "BROKER_NOT_FOUND"),
      failing("b", "BROKER_DISCONNECTED"),
      failing("c", "PRICE_SOURCE"),
      failing("d", "CSV_SYNTAX"),
      giving("e", none),
      giving("f", three),
      giving("g", dailyBars("2024-03-25", [7])),
    ]);
    const { bars, source: from, passedOver } = await source.sourcedPrices(key, "Day");
    expect(closesOf(bars).map(([, close]) => close)).toEqual([1, 2, 3]);
    expect(from).toBe("f");
    expect(passedOver).toEqual([
      "a: a says BROKER_NOT_FOUND",
      "b: b says BROKER_DISCONNECTED",
      "c: c says PRICE_SOURCE",
      "d: d says CSV_SYNTAX",
      "e: no new bars",
    ]);
    expect(source.name).toBe("a, b, c, d, e, f, g");
    expect((await source.contractPrices(key, "Day")).length).toBe(3);
  });

  it("does not stay with a source that has only what is known already", async () => {
    const source = orderedSource([giving("stale", three), giving("fresh", dailyBars("2024-03-27", [3, 4]))]);
    const later = await source.sourcedPrices(key, "Day", { from: three.time[2]! });
    expect(later.source).toBe("fresh");
    expect((await source.sourcedPrices(key, "Day", { from: three.time[1]! })).source).toBe("stale");
    const nothing = await source.sourcedPrices(key, "Day", { from: toTime("2024-03-28 23:00") });
    expect(nothing.source).toBe("stale");
  });

  it("never takes what is unknown for nothing", async () => {
    const empty = giving("empty", none);
    await expect(
      orderedSource([empty, failing("b", "BROKER_DISCONNECTED")]).contractPrices(key, "Day"),
    ).rejects.toMatchObject({ code: "BROKER_DISCONNECTED" });
    await expect(
      orderedSource([failing("a", "BROKER_NOT_FOUND"), failing("b", "BROKER_PACING")]).contractPrices(
        key,
        "Day",
      ),
    ).rejects.toMatchObject({ code: "BROKER_PACING" });
    await expect(
      orderedSource([failing("a", "BROKER_NOT_FOUND")]).contractPrices(key, "Day"),
    ).rejects.toMatchObject({ code: "BROKER_NOT_FOUND" });
    const known = await orderedSource([failing("a", "BROKER_NOT_FOUND"), empty]).contractPrices(key, "Day");
    expect(known.length).toBe(0);
  });

  it("passes on errors that are not of the source, and asks nobody after being told to stop", async () => {
    const broken: ContractPriceSource = {
      name: "broken",
      contractPrices: async () => {
        throw new TypeError("oops");
      },
    };
    await expect(orderedSource([broken, giving("b", three)]).contractPrices(key, "Day")).rejects.toThrow(
      "oops",
    );
    const signal = AbortSignal.abort();
    await expect(
      orderedSource([failing("a", "BROKER_DISCONNECTED"), giving("b", three)]).contractPrices(key, "Day", {
        signal,
      }),
    ).rejects.toMatchObject({ code: "BROKER_DISCONNECTED" });
  });

  it("hands the question on", async () => {
    const asked: unknown[] = [];
    const source: ContractPriceSource = {
      name: "a",
      contractPrices: async (...question) => {
        asked.push(question);
        return three;
      },
    };
    const request: PriceRequest = { from: 5 };
    await orderedSource([source]).contractPrices(key, "Hour", request);
    expect(asked).toEqual([[key, "Hour", request]]);
  });

  it("needs a source", () => {
    expect(() => orderedSource([])).toThrow("there is no price source; give at least one");
  });
});

describe("an answer", () => {
  const ask = (answer: unknown, frequency: "Day" | "Hour" = "Day"): Promise<Frame> =>
    orderedSource([giving("vendor", answer)]).contractPrices(key, frequency);

  it("gets the five columns, missing where the source has none", async () => {
    const time = Float64Array.of(toTime("2024-03-25 23:00"));
    const bars = await ask(
      new Frame(time, { FINAL: floatColumn(Float64Array.of(4)), NOTE: stringColumn(["x"]) }),
    );
    expect(bars.names).toEqual(["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"]);
    expect(bars.row(0)).toMatchObject({ OPEN: Number.NaN, FINAL: 4, VOLUME: Number.NaN });
  });

  it("has daily bars of midnight at 23:00 of their day, and leaves hours alone", async () => {
    const time = Float64Array.of(toTime("2024-03-25"), toTime("2024-03-26"));
    const bars = new Frame(time, { FINAL: floatColumn(Float64Array.of(4, 5)) });
    expect(closesOf(await ask(bars)).map(([at]) => at)).toEqual(["2024-03-25T23:00", "2024-03-26T23:00"]);
    expect(closesOf(await ask(bars, "Hour")).map(([at]) => at)).toEqual([
      "2024-03-25T00:00",
      "2024-03-26T00:00",
    ]);
  });

  it.each([
    ["what is no frame of bars", { FINAL: [1] }],
    [
      "bars without FINAL (columns PRICE)",
      new Frame(Float64Array.of(1), { PRICE: floatColumn(Float64Array.of(1)) }),
    ],
    ["text in column OPEN", three.with({ OPEN: stringColumn(["1", "2", "3"]) })],
    [
      "two daily bars of one day",
      new Frame(Float64Array.of(toTime("2024-03-25"), toTime("2024-03-25 12:00")), {
        FINAL: floatColumn(Float64Array.of(4, 5)),
      }),
    ],
  ])("is refused by name: %s", async (what, answer) => {
    const error = await ask(answer).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "BROKER_ANSWER",
      details: { source: "vendor", contract: "20241200" },
    });
    expect((error as Error).message).toContain(
      `vendor answered the question for Day bars of CORN/20241200 with ${what}`,
    );
  });
});
