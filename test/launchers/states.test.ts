import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { BacktestStates } from "../../src/launchers/backtestStates.js";
import { fileBacktestStates } from "../../src/launchers/files/backtestStates.js";
import { memoryBacktestStates } from "../../src/launchers/memory/backtestStates.js";
import { toTime } from "../../src/time/text.js";
import { runAt, snapshot } from "./samples.js";

const code = (name: string) => expect.objectContaining({ code: name });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-states-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kinds: readonly (readonly [string, () => BacktestStates])[] = [
  ["in memory", () => memoryBacktestStates()],
  ["in files", () => fileBacktestStates(folder)],
];

describe.each(kinds)("backtest states %s", (_, open) => {
  it("give back every series of a run to the last bit, sharing its time columns", async () => {
    const states = open();
    expect(await states.save("slow trend", runAt("2024-03-28 20:05:07"))).toBe("20240328_200507");
    const state = await states.load("slow trend");
    expect([state.strategy, state.id, state.time]).toEqual([
      "slow trend",
      "20240328_200507",
      toTime("2024-03-28 20:05:07"),
    ]);
    expect(state.instruments).toEqual(snapshot.instruments);
    for (const instrument of snapshot.instruments) {
      const wanted = snapshot.seriesOf(instrument);
      expect(state.names(instrument)).toEqual([...wanted.keys()]);
      for (const [name, series] of wanted) {
        const got = state.series(instrument, name);
        expect(got.name).toBe(name);
        expect(Buffer.from(got.time.buffer).equals(Buffer.from(series.time.buffer))).toBe(true);
        expect(Buffer.from(got.values.buffer).equals(Buffer.from(series.values.buffer))).toBe(true);
      }
    }
    expect(state.names()).toEqual([...snapshot.portfolio.keys()]);
    expect(state.series("CORN", "combinedForecast").time).toBe(state.series("US10", "weight").time);
    expect(state.series("CORN", "odd")).toBe(state.series("CORN", "odd"));
  });

  it("list ids, the oldest first, and load the one asked for", async () => {
    const states = open();
    for (const time of ["2024-03-28 20:00", "2023-12-29", "2024-03-27 20:00"])
      await states.save("trend", runAt(time, { at: time }));
    expect(await states.list("trend")).toEqual(["20231229_000000", "20240327_200000", "20240328_200000"]);
    expect(await states.list("other")).toEqual([]);
    expect((await states.load("trend")).config).toBe("at: 2024-03-28 20:00\n");
    expect((await states.load("trend", "20231229_000000")).config).toBe("at: 2023-12-29\n");
  });

  it("replace a run of the same second", async () => {
    const states = open();
    await states.save("trend", runAt("2024-03-28", { turn: 1 }));
    await states.save("trend", runAt("2024-03-28 00:00:00.5", { turn: 2 }));
    expect(await states.list("trend")).toHaveLength(1);
    expect((await states.load("trend")).config).toBe("turn: 2\n");
  });

  it("say what is kept where a state is not", async () => {
    const states = open();
    await expect(states.load("trend")).rejects.toThrow(
      'no backtest of strategy "trend" is kept; run its launcher first',
    );
    await states.save("trend", runAt("2024-03-28"));
    const other = states.load("trend", "20240101_000000");
    await expect(other).rejects.toThrow(
      'no backtest 20240101_000000 of strategy "trend" is kept; there are 1, from 20240328_000000 to 20240328_000000',
    );
    await expect(other).rejects.toEqual(code("BACKTEST_STATE"));
  });

  it("say what there is where an instrument or a series is not, and print", async () => {
    const states = open();
    await states.save("trend", runAt("2024-03-28"));
    const state = await states.load("trend");
    expect(() => state.series("GOLD", "weight")).toThrow("it has CORN, US10");
    expect(() => state.names("GOLD")).toThrow(code("INSTRUMENT_MISSING"));
    expect(() => state.series("CORN", "combinedForecasts")).toThrow('did you mean "combinedForecast"?');
    expect(() => state.series("CORN", "x")).toThrow("combinedForecast, notionalPosition, odd");
    const text = inspect(state);
    expect(text).toBe(String(state));
    expect(text).toContain('backtest of "trend", 2024-03-28 00:00:00');
    expect(text).toContain("2 instruments: CORN, US10");
  });

  it("leave secrets out of the configuration, at any depth", async () => {
    const states = open();
    const config = {
      base_currency: "USD",
      email_pwd: "hunter2",
      mongo_host: "mongodb://me:hunter2@host/db",
      nested: { list: [{ api_token: "hunter2", kept: 1 }], password: "hunter2" },
      trading_rules: { own: { function: function momentum() {}, other_args: { days: 60 } } },
      none: undefined,
    };
    await states.save("trend", runAt("2024-03-28", config));
    const text = (await states.load("trend")).config!;
    expect(text).not.toContain("hunter2");
    expect(parse(text)).toEqual({
      base_currency: "USD",
      mongo_host: "mongodb://(secret)@host/db",
      nested: { list: [{ kept: 1 }] },
      trading_rules: { own: { function: "momentum", other_args: { days: 60 } } },
    });
  });

  it("delete by age, but never the last run of a strategy", async () => {
    const states = open();
    for (const time of ["2024-01-01", "2024-02-27 23:59:59", "2024-02-28", "2024-03-28"])
      await states.save("trend", runAt(time));
    await states.save("old", runAt("2020-01-01"));
    await states.save("old", runAt("2020-01-02"));
    const deleted = await states.deleteOlderThan(30, "2024-03-29");
    expect(deleted).toEqual(
      expect.arrayContaining([
        { strategy: "old", id: "20200101_000000" },
        { strategy: "trend", id: "20240101_000000" },
        { strategy: "trend", id: "20240227_235959" },
      ]),
    );
    expect(deleted).toHaveLength(3);
    expect(await states.list("old")).toEqual(["20200102_000000"]);
    expect(await states.list("trend")).toEqual(["20240228_000000", "20240328_000000"]);
    expect(await states.deleteOlderThan(30, "2024-03-29")).toEqual([]);
  });

  it("refuse days that are no whole number, and times that are none", async () => {
    const states = open();
    await expect((async () => states.deleteOlderThan(-1, 0))()).rejects.toEqual(code("SERIES_PARAMETER"));
    await expect((async () => states.deleteOlderThan(30, "never"))()).rejects.toEqual(code("TIME_TEXT"));
    await expect(states.save("trend", runAt(Number.NaN))).rejects.toEqual(code("TIME_VALUE"));
    expect(await states.list("trend")).toEqual([]);
  });
});

describe("the folder of backtest states", () => {
  it("has each state with its configuration beside it, and ignores what is not ours", async () => {
    const states = fileBacktestStates(folder);
    await states.save("trend", runAt("2024-03-28 20:00"));
    expect(readdirSync(join(folder, "trend")).sort()).toEqual([
      "20240328_200000_backtest.state",
      "20240328_200000_config.yaml",
    ]);
    const { writeFileSync } = await import("node:fs");
    for (const name of [
      "notes.txt",
      "20249999_200000_backtest.state",
      "x_backtest.state",
      "20240328_200000_backtest.pck",
    ])
      writeFileSync(join(folder, "trend", name), "");
    expect(await states.list("trend")).toEqual(["20240328_200000"]);
  });

  it("gives a state whose configuration is gone", async () => {
    const states = fileBacktestStates(folder);
    await states.save("trend", runAt("2024-03-28"));
    rmSync(join(folder, "trend", "20240328_000000_config.yaml"));
    expect((await states.load("trend")).config).toBeUndefined();
  });

  it.each(["../trend", "a/b", "a\\b", ".hidden", "", "C:x", "a\0b"])(
    "refuses the strategy name %j",
    async (name) => {
      const states = fileBacktestStates(folder);
      await expect(states.save(name, runAt("2024-03-28"))).rejects.toEqual(code("BACKTEST_STATE"));
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});
