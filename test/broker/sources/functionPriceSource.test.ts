import { describe, expect, it } from "vitest";
import { functionPriceSource } from "../../../src/broker/sources/functionPriceSource.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { frame } from "../../../src/series/construct.js";
import { closesOf } from "./bars.js";

const key = { instrument: "CORN", contract: "20241200" };

describe("a price source of a function [row 17]", () => {
  it("gives what the function gives, with closes alone too", async () => {
    const asked: unknown[] = [];
    const source = functionPriceSource("mine", (...question) => {
      asked.push(question);
      return frame(["2024-03-25", "2024-03-26"], { FINAL: [1, 2] });
    });
    expect(closesOf(await source.contractPrices(key, "Day", { from: 7 }))).toEqual([
      ["2024-03-25T23:00", 1],
      ["2024-03-26T23:00", 2],
    ]);
    expect(asked).toEqual([[key, "Day", { from: 7 }]]);
    expect(source.name).toBe("mine");
  });

  it("does not know a contract for which there is nothing", async () => {
    const source = functionPriceSource("mine", async () => undefined);
    await expect(source.contractPrices(key, "Hour")).rejects.toMatchObject({
      code: "BROKER_NOT_FOUND",
      message: expect.stringContaining("mine has no Hour bars of CORN/20241200"),
    });
  });

  it("tells what the function threw, and where", async () => {
    const cause = new TypeError("no such key");
    const source = functionPriceSource("mine", () => {
      throw cause;
    });
    await expect(source.contractPrices(key, "Day")).rejects.toMatchObject({
      code: "PRICE_SOURCE",
      cause,
      message: expect.stringContaining("mine failed for Day bars of CORN/20241200: no such key"),
    });
    const known = new ContangoError("BROKER_PERMISSION", "mine", "no subscription");
    const typed = functionPriceSource("mine", () => Promise.reject(known));
    await expect(typed.contractPrices(key, "Day")).rejects.toBe(known);
  });

  it("refuses what is no bars", async () => {
    const source = functionPriceSource("mine", () => [1, 2] as never);
    await expect(source.contractPrices(key, "Day")).rejects.toMatchObject({ code: "BROKER_ANSWER" });
  });
});
