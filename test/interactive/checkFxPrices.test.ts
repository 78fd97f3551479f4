import { describe, expect, it } from "vitest";
import type { FxPriceSource } from "../../src/broker/broker.js";
import { checkFxPrices } from "../../src/interactive/checkFxPrices.js";
import { recentDecisions } from "../../src/interactive/diagnostics/recentDecisions.js";
import { readAttention } from "../../src/production/attention.js";
import { updateFxPrices } from "../../src/production/updateFxPrices.js";
import { answering, closes, pricesDesk, type Sourced, STORED_DAYS, sourcedDesk } from "./pricesDesk.js";
import { storeContents } from "./storeContents.js";

/** The pound has a spike on the second of three new days, the euro none. */
const SPIKED = {
  GBPUSD: closes(STORED_DAYS, [401, 40.1, 402]),
  EURUSD: closes(STORED_DAYS, [401, 400]),
};

describe("the manual check of FX prices [row 36]", () => {
  it("finds the spike that the update refused, writes what the person says, and settles it", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    await updateFxPrices(desk);
    expect(await readAttention(desk.storage)).toMatchObject([{ item: "GBPUSD", status: "spike" }]);
    expect((await desk.data.fxPrices.get("GBPUSD")).length).toBe(STORED_DAYS);

    const at = answering(desk, {
      "GBPUSD: accept 40.1": 300,
      "GBPUSD: accept 300": 401.5,
      Write: true,
    });
    const outcome = await checkFxPrices(at, { pair: "GBPUSD" });
    expect(outcome).toMatchObject({
      process: "checkFxPrices",
      status: "done",
      items: [{ name: "GBPUSD", status: "written" }],
    });
    const stored = await desk.data.fxPrices.get("GBPUSD", { last: 3 });
    expect([...stored.values]).toEqual([401, 401.5, 402]);
    expect(await readAttention(desk.storage)).toEqual([]);
    expect(await recentDecisions(desk, { item: "GBPUSD" })).toMatchObject([
      { tool: "checkFxPrices", action: "typed", details: { original: 40.1 } },
      { tool: "checkFxPrices", action: "typed", details: { original: 40.1 } },
    ]);
    expect(at.prompt.transcript).toContain("as the source has it");
  });

  it("settles a spike that the source no longer has", async () => {
    const source: Sourced = { GBPUSD: SPIKED.GBPUSD };
    await using desk = await pricesDesk({ source });
    await updateFxPrices(desk, { pairs: ["GBPUSD"] });
    expect(await readAttention(desk.storage)).toHaveLength(1);
    source.GBPUSD = closes(STORED_DAYS);
    expect(await checkFxPrices(answering(desk, []), { pair: "GBPUSD" })).toMatchObject({
      status: "unchanged",
    });
    expect(await readAttention(desk.storage)).toEqual([]);
  });

  it("settles a spike for good while the run that found it is still at work", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    let asked = false;
    const fxSource: FxPriceSource = {
      ...desk.fxSource!,
      fxPairs: async () => ["GBPUSD", "EURUSD"],
      fxPrices: async (pair) => {
        if (pair === "EURUSD" && !asked) {
          asked = true;
          await checkFxPrices(answering(desk, ["p", "y"]), { pair: "GBPUSD" });
        }
        return SPIKED[pair as keyof typeof SPIKED];
      },
    };
    const outcome = await updateFxPrices({ ...desk, fxSource });
    expect(outcome.items).toMatchObject([
      { name: "GBPUSD", status: "unchanged", severity: "ok", message: "a person has seen to its spike" },
      { name: "EURUSD", status: "written" },
    ]);
    expect(await readAttention(desk.storage)).toEqual([]);
    expect(desk.outbox.mails).toEqual([]);
  });

  it("takes the rate before or the rate as it is, and declines", async () => {
    for (const [answers, values] of [
      [
        ["p", "y"],
        [401, 401, 402],
      ],
      [
        ["", "", "y"],
        [401, 40.1, 402],
      ],
      [
        ["p", "n"],
        [401, 400, 401],
      ],
    ] as const) {
      await using desk = await pricesDesk({ source: SPIKED });
      const at = answering(desk, answers);
      await checkFxPrices(at, { pair: "GBPUSD" });
      at.prompt.done();
      const stored = await desk.data.fxPrices.get("GBPUSD", { last: 3 });
      expect([...stored.values]).toEqual(values);
    }
  });

  it("writes rates without a spike as every night, the first ever too", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    await using nightly = await pricesDesk({ source: SPIKED });
    const at = answering(desk, ["8", "eurusd", ""]);
    expect(await checkFxPrices(at)).toMatchObject({ status: "done", message: "1 written" });
    at.prompt.done();
    await updateFxPrices(nightly, { pairs: ["EURUSD"] });
    const name = "spotfx_prices EURUSD";
    expect((await storeContents(desk.storage))[name]).toEqual((await storeContents(nightly.storage))[name]);
    expect(await checkFxPrices(answering(desk, []), { pair: "EURUSD" })).toMatchObject({
      status: "unchanged",
      message: "1 unchanged",
    });

    await using empty = await sourcedDesk({ source: SPIKED });
    expect(await checkFxPrices(answering(empty, []), { pair: "EURUSD" })).toMatchObject({ status: "done" });
    expect(await empty.data.fxPrices.get("EURUSD")).toEqual(SPIKED.EURUSD);
  });

  it("writes nothing where the person breaks off, and keeps what was written before", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const outcome = await checkFxPrices(answering(desk, ["8", "EURUSD", "GBPUSD", "p"]));
    expect(outcome).toMatchObject({ status: "stopped", items: [{ name: "EURUSD", status: "written" }] });
    expect((await desk.data.fxPrices.get("GBPUSD")).length).toBe(STORED_DAYS);
    expect((await desk.data.fxPrices.get("EURUSD")).length).toBe(STORED_DAYS + 2);
  });

  it("begins anew where rates were written meanwhile", async () => {
    for (const begins of [true, false]) {
      await using desk = begins
        ? await sourcedDesk({ source: SPIKED })
        : await pricesDesk({ source: SPIKED });
      const at = answering(desk, ["p", "y", "p", "y"]);
      let written = 0;
      const confirm: typeof at.prompt.confirm = async (...question) => {
        if (written++ === 0) await desk.data.fxPrices.write("GBPUSD", SPIKED.GBPUSD.rows(0, STORED_DAYS + 1));
        return at.prompt.confirm(...question);
      };
      const outcome = await checkFxPrices({ ...at, prompt: { ...at.prompt, confirm } }, { pair: "GBPUSD" });
      expect(outcome).toMatchObject({ status: "done" });
      expect(at.prompt.transcript).toContain("GBPUSD: written by another process meanwhile");
      expect([...(await desk.data.fxPrices.get("GBPUSD", { last: 3 })).values]).toEqual([401, 401, 402]);
      expect((await desk.data.fxPrices.get("GBPUSD")).length).toBe(STORED_DAYS + 3);
    }
  });

  it("is refused for a pair that the source does not have, and without a source", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const at = answering(desk, []);
    await expect(checkFxPrices(at, { pair: "GPBUSD" })).rejects.toMatchObject({
      code: "FX_PAIR",
      message: expect.stringContaining('bank has no pair GPBUSD against the dollar (did you mean "GBPUSD"?)'),
    });
    await expect(checkFxPrices(at, { pair: "EURGBP" })).rejects.toMatchObject({ code: "FX_PAIR" });
    await expect(checkFxPrices({ ...at, fxSource: undefined })).rejects.toMatchObject({
      code: "BROKER_MISSING",
    });
    await expect(checkFxPrices(at, { maxSpike: 0 })).rejects.toMatchObject({ code: "PROCESS_OPTION" });
    await expect(checkFxPrices(desk)).rejects.toMatchObject({ code: "DESK_OPTION" });
  });

  it("tells of a source that answers with nonsense", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const fxSource = { ...desk.fxSource!, fxPrices: async () => 1.1 as never };
    expect(await checkFxPrices({ ...answering(desk, []), fxSource }, { pair: "GBPUSD" })).toMatchObject({
      status: "failed",
      items: [{ code: "BROKER_ANSWER" }],
    });
  });
});
