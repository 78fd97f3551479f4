import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  explainState,
  listBacktests,
  openBacktest,
} from "../../src/interactive/diagnostics/backtestStates.js";
import {
  strategyCapitalHistory,
  totalCapitalHistory,
} from "../../src/interactive/diagnostics/capitalHistory.js";
import {
  instrumentContracts,
  instrumentDetails,
} from "../../src/interactive/diagnostics/instrumentDetails.js";
import { keptMails } from "../../src/interactive/diagnostics/keptMails.js";
import { openAttention } from "../../src/interactive/diagnostics/openAttention.js";
import {
  contractPositionHistory,
  optimalPositionHistory,
  strategyPositionHistory,
} from "../../src/interactive/diagnostics/positionHistories.js";
import { recentDecisions } from "../../src/interactive/diagnostics/recentDecisions.js";
import { recentFills } from "../../src/interactive/diagnostics/recentFills.js";
import { recentLog } from "../../src/interactive/diagnostics/recentLog.js";
import {
  recentAdjustedPrices,
  recentContractPrices,
  recentFxPrices,
  recentMultiplePrices,
} from "../../src/interactive/diagnostics/recentPrices.js";
import { recentRuns } from "../../src/interactive/diagnostics/recentRuns.js";
import { diagnostics } from "../../src/interactive/diagnostics.js";
import { runDocument } from "../../src/production/runs.js";
import { updateHistoricalPrices } from "../../src/production/updateHistoricalPrices.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { nodeHost } from "../../src/storage/nodeHost.js";
import { scriptedPrompter } from "../../src/testing/scriptedPrompter.js";
import { testDesk } from "../../src/testing/testDesk.js";
import { diagnosticsDesk } from "./diagnosticsDesk.js";
import { barsOf, closeOf, closes, pricesDesk, STORED_DAYS } from "./pricesDesk.js";
import { storeContents } from "./storeContents.js";

describe("recent prices", () => {
  it("of FX are the last rows of a pair, of its reciprocal, or of two pairs [row 51]", async () => {
    await using desk = await pricesDesk();
    await desk.data.fxPrices.write("EURUSD", closes(STORED_DAYS + 1, [], -1).named("price"));
    const pound = await recentFxPrices(desk, "GBPUSD", 3);
    expect([...pound.values]).toEqual([401, 400, 401]);
    expect(inspect(pound)).toMatch(/2024-01-30 23:00:00 +401\n3 rows$/);
    expect((await recentFxPrices(desk, "GBPUSD")).length).toBe(10);
    expect([...(await recentFxPrices(desk, "USDGBP", 1)).values]).toEqual([1 / 401]);
    expect([...(await recentFxPrices(desk, "EURGBP", 2)).values]).toEqual([401 / 400, 400 / 401]);
    expect([...(await recentFxPrices(desk, "USDUSD", 2)).values]).toEqual([1, 1]);
    await expect(recentFxPrices(desk, "GPBUSD")).rejects.toMatchObject({
      code: "STORE_MISSING",
      message: expect.stringContaining('there are no FX prices of GPBUSD (did you mean "GBPUSD"?)'),
    });
    await expect(recentFxPrices(desk, "pound")).rejects.toMatchObject({ code: "FX_PAIR" });
    await expect(recentFxPrices(desk, "GBPUSD", -1)).rejects.toMatchObject({ code: "SERIES_PARAMETER" });
  });

  it("of contracts, and multiple and adjusted prices, are their last rows [row 52]", async () => {
    await using desk = await diagnosticsDesk();
    const merged = await recentContractPrices(desk, "CORN", "202403", 2);
    expect([...merged.time]).toEqual([closeOf(28), closeOf(29)]);
    const hours = await recentContractPrices(desk, "CORN", "20240300", 5, { frequency: "Hour" });
    expect([...hours.floats("FINAL")]).toEqual([400, 401]);
    expect((await recentMultiplePrices(desk, "CORN", 2)).names).toContain("PRICE_CONTRACT");
    expect((await recentMultiplePrices(desk, "CORN", 2)).length).toBe(2);
    expect([...(await recentAdjustedPrices(desk, "CORN", 2)).values]).toEqual([400, 401]);

    for (const [asked, hint] of [
      [recentContractPrices(desk, "CORN", "202404"), 'CORN/20240400 (did you mean "CORN/20240300"?)'],
      [
        recentContractPrices(desk, "CORN", "202405", 5, { frequency: "Hour" }),
        "Hour prices of CORN/20240500",
      ],
      [recentMultiplePrices(desk, "CRON"), 'multiple prices of CRON (did you mean "CORN"?)'],
      [recentAdjustedPrices(desk, "CRON"), 'adjusted prices of CRON (did you mean "CORN"?)'],
    ] as const) {
      await expect(asked).rejects.toMatchObject({
        code: "STORE_MISSING",
        message: expect.stringContaining(hint),
      });
    }
    await expect(recentContractPrices(desk, "CORN", "2024")).rejects.toMatchObject({ code: "CONTRACT_ID" });
  });
});

describe("backtest states", () => {
  it("are listed, opened and explained [row 53]", async () => {
    await using desk = await diagnosticsDesk();
    const kept = await listBacktests(desk);
    expect([...kept]).toEqual([
      { strategy: "trend", id: "20240130_200500" },
      { strategy: "trend", id: "20240131_200500" },
    ]);
    expect(inspect(kept)).toBe("strategy  id\ntrend     20240130_200500\ntrend     20240131_200500");
    expect(String(await listBacktests(desk, "dormant"))).toBe("no backtests");

    const state = await openBacktest(desk, "trend", "20240130_200500");
    expect(state.config).toBe("buffer_size: 0.1\n");
    expect([...state.series("CORN", "combinedForecast").values]).toEqual([10, 12]);
    const night = explainState(state, "CORN");
    expect(night.map(({ name, value }) => [name, value])).toEqual([
      ["combinedForecast", 12],
      ["notionalPosition", 1.9],
    ]);
    expect(String(night)).toBe(
      [
        "CORN              value  on",
        "combinedForecast     12  2024-01-30 00:00:00",
        "notionalPosition    1.9  2024-01-30 00:00:00",
      ].join("\n"),
    );
    expect(explainState(state, "CORN", { at: "2024-01-29" })[0]?.value).toBe(10);
    expect(explainState(state, "CORN", { at: "2020" })[0]?.value).toBeNaN();
    expect(explainState(state).map(({ name }) => name)).toEqual(["idm"]);
    expect(() => explainState(state, "WHEAT")).toThrow("WHEAT is not in the backtest");
    await expect(openBacktest(desk, "trend", "20200101_000000")).rejects.toMatchObject({
      code: "BACKTEST_STATE",
    });
  });
});

describe("options that a diagnostic does not have", () => {
  it("are refused, as they would be left out in silence", async () => {
    await using desk = await diagnosticsDesk();
    const state = await openBacktest(desk, "trend", "20240130_200500");
    const misspelt = { frequncy: "Hour", instrumnet: "CORN", proces: "x", itme: "x", ta: "2024" } as never;
    for (const asked of [
      () => recentContractPrices(desk, "CORN", "202403", 5, misspelt),
      () => recentFills(desk, misspelt),
      () => recentRuns(desk, misspelt),
      () => recentDecisions(desk, misspelt),
      async () => explainState(state, "CORN", misspelt),
    ]) {
      await expect(asked()).rejects.toMatchObject({ code: "PROCESS_OPTION" });
    }
  });
});

describe("recent runs", () => {
  it("say of one whose process is gone that it crashed, and when it was last seen", async () => {
    await using desk = await testDesk({ now: "2024-01-03 07:00" });
    const { host, pid, start } = await nodeHost.self();
    const run = {
      process: "updateFxPrices",
      status: "running",
      message: "",
      items: 0,
      attention: 0,
      failed: 0,
    } as const;
    const started = desk.clock.now();
    for (const processStart of [start, "long ago"]) {
      const record = {
        ...run,
        id: processStart,
        started: started - (processStart === start ? 0 : 1),
        host,
        pid,
        processStart,
      };
      await desk.storage.records.put(COLLECTIONS.runs, runDocument(record));
    }
    const runs = await recentRuns(desk);
    expect(runs).toMatchObject([
      { status: "running", message: "" },
      { status: "crashed", message: expect.stringContaining("last seen at 2024-01-03 06:59") },
    ]);
    expect(String(runs)).toMatch(/updateFxPrices {2}crashed/);
  });
});

describe("what a desk keeps", () => {
  it("is shown: capital, positions, fills, configuration", async () => {
    await using desk = await diagnosticsDesk();
    expect(String(await totalCapitalHistory(desk))).toMatch(
      /2024-01-30 00:00:00 +100000 +100000 +100000 +0\n1 row$/,
    );
    expect([...(await strategyCapitalHistory(desk, "trend", 1)).values]).toEqual([100_000]);
    expect((await optimalPositionHistory(desk, "trend", "CORN")).floats("lower_position")[0]).toBe(1.2);
    expect((await strategyPositionHistory(desk, "trend", "CORN")).at(-1)).toBe(2);
    expect((await contractPositionHistory(desk, "CORN", "202403")).at(-1)).toBe(2);
    expect(String(await recentFills(desk))).toBe(
      [
        "time                 contract       strategy    quantity   price  commission  from    id",
        "2024-02-03 22:30:00  CORN/20240300  (nobody's)         1  400.25              broker  e2",
        "2024-02-03 21:30:00  CORN/20240300  trend              1  400.25     2.5 USD  broker  e1",
      ].join("\n"),
    );
    expect((await recentFills(desk, { unattributed: true })).map(({ id }) => id)).toEqual(["e2"]);
    expect((await recentFills(desk, { strategy: "trend", contract: "202403" })).map(({ id }) => id)).toEqual([
      "e1",
    ]);
    expect(String(await recentFills(desk, { instrument: "WHEAT" }))).toBe("no fills");
    expect(String(await instrumentDetails(desk, "CORN"))).toMatch(/pointSize +50\n/);
    expect(String(await instrumentContracts(desk, "CORN"))).toMatch(/20240300 +2024-03-14 +40 +yes\n/);

    await expect(instrumentDetails(desk, "CRON")).rejects.toMatchObject({ code: "STORE_MISSING" });
    for (const [asked, hint] of [
      [strategyCapitalHistory(desk, "trent"), 'did you mean "trend"?'],
      [optimalPositionHistory(desk, "trend", "CRON"), 'did you mean "trend CORN"?'],
      [strategyPositionHistory(desk, "trnd", "CORN"), 'did you mean "trend CORN"?'],
      [contractPositionHistory(desk, "CORN", "202404"), 'did you mean "CORN/20240300"?'],
    ] as const) {
      await expect(asked).rejects.toMatchObject({
        code: "STORE_MISSING",
        message: expect.stringContaining(hint),
      });
    }
    await using empty = await testDesk();
    await expect(totalCapitalHistory(empty)).rejects.toMatchObject({ code: "CAPITAL_MISSING" });
  });

  it("is shown: log, runs, what is open, mails [row 25]", async () => {
    await using desk = await diagnosticsDesk();
    expect(String(await recentLog(desk, { least: "warn" }))).toMatch(
      /^2024-02-03 23:30:00Z? +warn +no bars \(type updateHistoricalPrices, instrument_code CORN\)$/,
    );
    expect((await recentLog(desk)).entries).toHaveLength(2);
    expect(String(await keptMails(desk))).toMatch(/unsent +Price Spike CORN$/);
    expect(String(await recentRuns(desk))).toBe("no runs");
    expect(String(await openAttention(desk))).toBe("no items that need anybody");

    await using spiked = await pricesDesk({
      source: {
        "CORN/20240300": barsOf(closes(STORED_DAYS, [4010])),
        "CORN/20240500": barsOf(closes(STORED_DAYS)),
      },
    });
    await updateHistoricalPrices(spiked);
    expect(String(await recentRuns(spiked, { process: "updateHistoricalPrices", last: 1 }))).toMatch(
      /^started .*\n2024-02-03 23:30:00 +updateHistoricalPrices +attention +0\.0 +2 +1 +0/,
    );
    expect(String(await openAttention(spiked))).toMatch(/updateHistoricalPrices +CORN\/20240300 +spike/);
  });
});

describe("the menu of diagnostics [row 51] [row 52] [row 53]", () => {
  /** What an option shows between its last answer and the menu that comes back. */
  const shown = async (
    desk: Awaited<ReturnType<typeof diagnosticsDesk>>,
    top: number,
    answers: readonly (string | number)[],
  ) => {
    const prompt = scriptedPrompter([top, ...answers, "", ""]);
    await diagnostics({ ...desk, prompt });
    prompt.done();
    expect(prompt.transcript).toMatch(/FINISHED$/);
    return prompt.transcript;
  };

  it("has an option for everything that a desk keeps, and writes nothing", async () => {
    await using desk = await diagnosticsDesk();
    const before = await storeContents(desk.storage);
    for (const [top, answers, text] of [
      [0, [1], /trend +20240131_200500/],
      [0, [2, "trend", ""], "series of CORN: combinedForecast, notionalPosition"],
      [0, [3, "trend", "20240130_200500", "corn"], /notionalPosition +1\.9/],
      [0, [4, 1, "", "CORN", "combinedForecast", 1], /^2024-01-30 00:00:00 +12$/m],
      [1, [10, "CORN"], /currency +USD/],
      [1, [11, "CORN"], /20240700 .* no$/m],
      [2, [20], "\nPrice Spike CORN\n4010 after 401\n"],
      [2, [21, "", "warn", "CORN", ""], /warn +no bars/],
      [2, [22, "", ""], "no runs"],
      [2, [23], "no items that need anybody"],
      [2, [24, 5], "no decisions"],
      [3, [30, "CORN", "20240300", "Hour", 5], /2024-01-30 11:00:00 .* 401 +1001/],
      [3, [30, "CORN", "20240300", "Merged", 20], /2024-01-11 23:00:00/],
      [3, [31, "CORN", 1], "20240300"],
      [3, [32, "CORN", 1], /^2024-01-30 23:00:00 +401$/m],
      [3, [33, "gbpusd", 1], /^2024-01-30 23:00:00 +401$/m],
      [4, [40, "trend", ""], "99000"],
      [4, [41, ""], "100000"],
      [5, [50, "trend", "CORN", 1], "upper_position"],
      [5, [51, 1, "CORN", 1], /2024-01-30 00:00:00 +2$/m],
      [5, [52, "CORN", "20240300", 1], /2024-01-30 00:00:00 +2$/m],
      [5, [53, "", ""], "(nobody's)"],
      [6, [60, "CORN"], "CORN"],
      [6, [60, ""], "CORN"],
    ] as const) {
      const transcript = await shown(desk, top, answers);
      if (typeof text === "string") expect(transcript).toContain(text);
      else expect(transcript).toMatch(text);
    }
    expect(await storeContents(desk.storage)).toEqual(before);
  });

  it("says what is missing in an empty store, and comes back", async () => {
    for (const [top, answers, text] of [
      [0, [2], "there is no strategy to choose from"],
      [1, [10], "there is no instrument to choose from"],
      [3, [30], "there is no instrument to choose from"],
      [3, [33, "GBPUSD", 1], "there are no FX prices of GBPUSD"],
      [4, [41, ""], "capital was never initialised"],
      [5, [53, "", ""], "no fills"],
    ] as const) {
      await using desk = await testDesk();
      const prompt = scriptedPrompter([top, ...answers, "", ""]);
      await diagnostics({ ...desk, prompt });
      prompt.done();
      expect(prompt.transcript).toContain(text);
    }
  });

  it("needs somebody to ask", async () => {
    await using desk = await testDesk();
    await expect(diagnostics(desk)).rejects.toMatchObject({ code: "DESK_OPTION" });
  });
});
