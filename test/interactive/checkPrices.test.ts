import { describe, expect, it } from "vitest";
import { functionPriceSource } from "../../src/broker/sources/functionPriceSource.js";
import { type CheckPricesOptions, checkPrices } from "../../src/interactive/checkPrices.js";
import { recentDecisions } from "../../src/interactive/diagnostics/recentDecisions.js";
import { readAttention } from "../../src/production/attention.js";
import { updateHistoricalPrices } from "../../src/production/updateHistoricalPrices.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";
import type { TestDesk } from "../../src/testing/testDesk.js";
import {
  answering,
  barsOf,
  closeOf,
  closes,
  hoursOf,
  pricesDesk,
  type Sourced,
  STORED_DAYS,
} from "./pricesDesk.js";
import { storeContents } from "./storeContents.js";

const MARCH = { instrument: "CORN", contract: "20240300" } as const;
const MAY = { instrument: "CORN", contract: "20240500" } as const;

/** March has a spike on the second of three new days, May none. */
const SPIKED = {
  "CORN/20240300": barsOf(closes(STORED_DAYS, [401, 4010, 402])),
  "CORN/20240500": barsOf(closes(STORED_DAYS, [401, 400, 402])),
};

describe("the manual check of contract prices [row 35]", () => {
  it("takes the value before, moves OPEN, HIGH and LOW with it, and writes prices, merged view and decision", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    await updateHistoricalPrices(desk);
    expect(await readAttention(desk.storage)).toMatchObject([{ item: "CORN/20240300", status: "spike" }]);

    const at = answering(desk, { "20240300 Day": "p", "Write CORN/20240300": true });
    const outcome = await checkPrices(at, { instrument: "CORN" });
    at.prompt.done();
    expect(outcome).toMatchObject({
      process: "checkPrices",
      status: "done",
      items: [
        {
          name: "CORN/20240300",
          status: "written",
          message: "Day: 3 new rows, 2024-01-31 23:00:00 to 2024-02-02 23:00:00",
        },
        { name: "CORN/20240500", status: "unchanged" },
      ],
    });
    for (const key of [MARCH, { ...MARCH, frequency: "Day" as const }]) {
      const stored = await desk.data.contractPrices.get(key, { last: 3 });
      expect([...stored.floats("FINAL")]).toEqual([401, 401, 402]);
      expect(stored.row(1)).toEqual({
        time: closeOf(31),
        OPEN: 400.5,
        HIGH: 402,
        LOW: 400,
        FINAL: 401,
        VOLUME: 1031,
      });
    }
    expect(await readAttention(desk.storage)).toEqual([]);
    expect(await recentDecisions(desk)).toMatchObject([
      {
        tool: "checkPrices",
        action: "previous",
        item: "CORN/20240300",
        time: desk.clock.now(),
        message: "Day price 4010 of 2024-02-01 23:00:00 replaced by the value before it, 401",
        details: { original: 4010, value: 401, previous: 401, frequency: "Day", max_spike: 8 },
      },
    ]);
  });

  it("writes the same to sqlite, where nothing was open", async () => {
    const stores = [memoryEngine(), await openSqlite(":memory:")];
    const contents = [];
    for (const storage of stores) {
      await using desk = await pricesDesk({ source: SPIKED, storage });
      await checkPrices(answering(desk, ["p", "y"]), { instrument: "CORN" });
      const { audit: _, ...prices } = await storeContents(desk.storage);
      contents.push(prices);
    }
    expect(contents[1]).toEqual(contents[0]);
  });

  it("shows what it asks about, before and after", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const at = answering(desk, ["400.25", "n"]);
    const outcome = await checkPrices(at, { ...MARCH });
    expect(outcome).toMatchObject({
      status: "attention",
      items: [{ name: "CORN/20240300", status: "declined", severity: "attention" }],
    });
    const lines = at.prompt.transcript.split("\n").map((line) => line.replaceAll(/ +/g, " "));
    expect(lines).toEqual([
      expect.stringMatching(/^CORN\/20240300 Day: 2024-02-01 23:00:00: 4010 after 401 .* the limit is 8$/),
      " OPEN HIGH LOW FINAL VOLUME",
      "2024-01-27 23:00:00 399.5 401 399 400 1026",
      "2024-01-28 23:00:00 400.5 402 400 401 1027",
      "2024-01-29 23:00:00 399.5 401 399 400 1028",
      "2024-01-30 23:00:00 400.5 402 400 401 1029",
      "2024-01-31 23:00:00 400.5 402 400 401 1030",
      "2024-02-01 23:00:00 4009.5 4011 4009 4010 1031",
      "CORN/20240300 Day: accept 4010 <RETURN>, the value before it, 401 <p>, or type a value?",
      "> 400.25",
      "CORN/20240300 Day: 3 new rows, 2024-01-31 23:00:00 to 2024-02-02 23:00:00",
      "as the source has it",
      " OPEN HIGH LOW FINAL VOLUME",
      "2024-02-01 23:00:00 4009.5 4011 4009 4010 1031",
      "as it will be written",
      " OPEN HIGH LOW FINAL VOLUME",
      "2024-02-01 23:00:00 399.75 401.25 399.25 400.25 1031",
      "Write CORN/20240300 (y/n)",
      "> n",
      "CORN/20240300: declined, its new bars are not stored, and it stays on the list of what needs a person",
    ]);
  });

  it("checks a typed price again, repeats the question after a wrong answer, and accepts with RETURN", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const at = answering(desk, ["nonsense", "4020", "", "", "y"]);
    await checkPrices(at, MARCH);
    at.prompt.done();
    expect(at.prompt.transcript).toContain(
      '  "nonsense" is no answer; RETURN accepts, p takes the value before, or type a number\n',
    );
    const stored = await desk.data.contractPrices.get(MARCH, { last: 3 });
    expect([...stored.floats("FINAL")]).toEqual([401, 4020, 402]);
    expect((await recentDecisions(desk)).map(({ action, details }) => [action, details.value])).toEqual(
      expect.arrayContaining([
        ["typed", 4020],
        ["accepted", 4020],
        ["accepted", 402],
      ]),
    );
  });

  it("takes a single blank for the value before, as the reference does", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    await checkPrices(answering(desk, [" ", "yes"]), MARCH);
    const stored = await desk.data.contractPrices.get(MARCH, { last: 2 });
    expect([...stored.floats("FINAL")]).toEqual([401, 402]);
  });

  it("looks at hourly and daily bars, and brings the merged view up to date", async () => {
    await using desk = await pricesDesk({
      source: {
        "CORN/20240300": barsOf(closes(STORED_DAYS, [401])),
        "CORN/20240300 Hour": hoursOf(STORED_DAYS, [400, 401, 400, 401, 400, 401, 400, 401, 400, 401, 900]),
      },
      config: { intraday_frequency: "H" },
    });
    const at = answering(desk, { "20240300 Hour": "400.5", Write: true });
    const outcome = await checkPrices(at, MARCH);
    expect(outcome.items).toMatchObject([{ status: "written", severity: "ok" }]);
    const merged = await desk.data.contractPrices.get(MARCH, { last: 3 });
    expect([...merged.floats("FINAL")]).toEqual([401, 400.5, 401]);
    expect([...merged.time]).toEqual(
      [19, 20, 23].map((hour) => closeOf(STORED_DAYS) + (hour - 23) * 3_600_000),
    );
    expect((await desk.data.contractPrices.info({ ...MARCH, frequency: "Hour" }))?.rows).toBe(11);
  });

  describe("asks about the bars of a new contract that seem to be in another unit", () => {
    /** March is new, its hours in cents. */
    const newContract = async () => {
      const desk = await pricesDesk({
        source: {
          "CORN/20240300": barsOf(closes(STORED_DAYS, [401])),
          "CORN/20240300 Hour": hoursOf(STORED_DAYS, Array(11).fill(40_000)),
        },
        config: { intraday_frequency: "H" },
      });
      await desk.data.contracts.delete("CORN/20240500");
      await desk.data.contractPrices.delete(MARCH);
      await desk.data.contractPrices.delete({ ...MARCH, frequency: "Day" });
      return desk;
    };
    const rows = async (desk: TestDesk) =>
      Promise.all(
        (["Day", "Hour"] as const).map(
          async (frequency) => (await desk.data.contractPrices.info({ ...MARCH, frequency }))?.rows,
        ),
      );
    const doubt =
      "prices of about 40000 are 100 times the 400 of the priced contract of CORN, so that they may be in another unit";

    it("and leaves them, and what is open about them, where the person says no", async () => {
      await using desk = await newContract();
      const at = answering(desk, { [`20240300 Hour: ${doubt}. Store them all the same?`]: false });
      const outcome = await checkPrices(at, MARCH);
      at.prompt.done();
      expect(outcome.items).toMatchObject([
        {
          status: "written",
          severity: "attention",
          message: expect.stringContaining(`; Hour: not stored, as ${doubt}`),
        },
      ]);
      expect(await rows(desk)).toEqual([STORED_DAYS + 1, undefined]);
      expect(await recentDecisions(desk)).toEqual([]);
    });

    it("and stores nothing of a contract where that was all it had", async () => {
      await using desk = await newContract();
      await updateHistoricalPrices(desk, { frequencies: ["Hour"] });
      const open = await readAttention(desk.storage);
      expect(open).toMatchObject([{ item: "CORN/20240300", status: "other-unit" }]);
      await desk.data.contractPrices.write(
        { ...MARCH, frequency: "Day" },
        barsOf(closes(STORED_DAYS, [401])),
      );
      await desk.data.contractPrices.write(MARCH, barsOf(closes(3)));
      const outcome = await checkPrices(answering(desk, { "20240300 Hour": false }), MARCH);
      expect(outcome.items).toMatchObject([
        {
          status: "declined",
          severity: "attention",
          message: expect.stringMatching(/^Hour: not stored, as prices of about/),
        },
      ]);
      expect(await readAttention(desk.storage)).toEqual(open);
    });

    it("and writes and records them, and settles what was open, where the person says yes", async () => {
      await using desk = await newContract();
      await updateHistoricalPrices(desk, { frequencies: ["Hour"] });
      const at = answering(desk, ["8", "CORN", "y", ""]);
      const outcome = await checkPrices(at);
      expect(at.prompt.transcript).toMatch(
        /^Open spikes:\n {2}CORN\/20240300: Hour from file: prices of about/,
      );
      expect(outcome.items).toMatchObject([{ status: "written", severity: "ok" }]);
      expect(await rows(desk)).toEqual([STORED_DAYS + 1, 11]);
      expect(await readAttention(desk.storage)).toEqual([]);
      expect(await recentDecisions(desk)).toMatchObject([
        { action: "accepted", item: "CORN/20240300", message: `Hour bars accepted: ${doubt}` },
      ]);
    });
  });

  it("writes one contract when it is through, and leaves the next as it was where the person breaks off", async () => {
    await using desk = await pricesDesk({
      source: { ...SPIKED, "CORN/20240500": barsOf(closes(STORED_DAYS, [4010])) },
    });
    const before = await storeContents(desk.storage);
    const outcome = await checkPrices(answering(desk, ["p", "y"]), { instrument: "CORN" });
    expect(outcome).toMatchObject({
      status: "stopped",
      message: "1 written; broken off",
      items: [{ name: "CORN/20240300", status: "written" }],
    });
    const may = "futures_contract_prices CORN#20240500";
    const after = await storeContents(desk.storage);
    expect(after[may]).toEqual(before[may]);
    expect((await desk.data.contractPrices.info({ ...MARCH, frequency: "Day" }))?.rows).toBe(33);
  });

  it("writes nothing where the person breaks off before the end of a contract", async () => {
    for (const answers of [[], ["p"], ["500"]]) {
      await using desk = await pricesDesk({ source: SPIKED });
      const before = await storeContents(desk.storage);
      const outcome = await checkPrices(answering(desk, answers), { instrument: "CORN" });
      expect(outcome).toMatchObject({ status: "stopped", items: [] });
      expect(await storeContents(desk.storage)).toEqual(before);
    }
  });

  it("asks for one instrument after the other, and shows what is open", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    await updateHistoricalPrices(desk);
    const at = answering(desk, ["-1", "8", "CRON", "CORN", "p", "y", ""]);
    const outcome = await checkPrices(at);
    at.prompt.done();
    expect(outcome.status).toBe("done");
    expect(at.prompt.transcript).toMatch(
      /^Open spikes:\n {2}CORN\/20240300: Day from file: 2024-02-01 .*\nLargest change that needs no check, in average daily changes <RETURN for 8>\n> -1\n {2}-1 is not positive; give 8, say\n/,
    );
    expect(at.prompt.transcript).toContain('there is no instrument "CRON" (did you mean "CORN"?)');
  });

  it("says so when nothing is open, and takes another limit", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const at = answering(desk, ["50", "CORN", ""]);
    expect(await checkPrices(at)).toMatchObject({ status: "done", message: "2 written" });
    expect(at.prompt.transcript).toMatch(/^No spikes are open\./);
    const stored = await desk.data.contractPrices.get(MARCH, { last: 2 });
    expect([...stored.floats("FINAL")]).toEqual([4010, 402]);
  });

  it("writes new bars without a spike as every night, without a question", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const at = answering(desk, []);
    const outcome = await checkPrices(at, MAY);
    expect(outcome).toMatchObject({ status: "done", items: [{ status: "written" }] });
    expect(await recentDecisions(desk)).toEqual([]);

    await using nightly = await pricesDesk({ source: SPIKED });
    await updateHistoricalPrices(nightly);
    const [checked, updated] = [await storeContents(desk.storage), await storeContents(nightly.storage)];
    for (const name of Object.keys(updated).filter((one) => one.endsWith("CORN#20240500"))) {
      expect(checked[name]).toEqual(updated[name]);
    }
    expect(await checkPrices(answering(desk, []), MAY)).toMatchObject({
      status: "unchanged",
      items: [{ status: "unchanged", message: "no new bars" }],
    });
  });

  it("begins a contract anew that another process wrote meanwhile", async () => {
    const storage = await openStorage(memoryEngine());
    await using desk = await pricesDesk({ source: SPIKED, storage });
    const at = answering(desk, ["p", "y", "400", "y"]);
    let written = 0;
    const confirm: typeof at.prompt.confirm = async (...question) => {
      if (written++ === 0) {
        await desk.data.contractPrices.append(
          { ...MARCH, frequency: "Day" },
          barsOf(closes(STORED_DAYS, [401]).rows(STORED_DAYS)),
        );
      }
      return at.prompt.confirm(...question);
    };
    const outcome = await checkPrices({ ...at, prompt: { ...at.prompt, confirm } }, MARCH);
    expect(at.prompt.left).toEqual([]);
    expect(outcome).toMatchObject({ status: "done", items: [{ status: "written" }] });
    expect(at.prompt.transcript).toContain(
      "CORN/20240300: written by another process meanwhile; it is begun again",
    );
    const stored = await desk.data.contractPrices.get({ ...MARCH, frequency: "Day" }, { last: 4 });
    expect([...stored.floats("FINAL")]).toEqual([401, 401, 400, 402]);
    expect((await recentDecisions(desk)).map(({ action }) => action)).toEqual(["typed"]);
  });

  it("goes on with the next contract where a source has trouble, and leaves what is open", async () => {
    await using desk = await pricesDesk({
      source: { ...SPIKED, "CORN/20240300": new Error("the disk is gone") },
    });
    const outcome = await checkPrices(answering(desk, []), { instrument: "CORN" });
    expect(outcome).toMatchObject({
      status: "attention",
      items: [
        { name: "CORN/20240300", status: "failed", code: "PRICE_SOURCE" },
        { name: "CORN/20240500", status: "written" },
      ],
    });
    expect(desk.log.entries.filter(({ level }) => level === "error")).toMatchObject([
      {
        text: expect.stringContaining("the disk is gone"),
        attributes: { type: "checkPrices", instrument_code: "CORN", contract_date: "20240300" },
      },
    ]);
    expect(String(outcome)).toMatch(/^checkPrices, .*: attention, 1 failed, 1 written/);
  });

  it("writes the daily bars where the hourly ones fail, and leaves what is open for a person", async () => {
    await using desk = await pricesDesk({ source: SPIKED, config: { intraday_frequency: "H" } });
    await updateHistoricalPrices(desk);
    const outcome = await checkPrices(answering(desk, ["p", "y"]), MARCH);
    expect(outcome.items).toMatchObject([
      {
        status: "written",
        severity: "attention",
        message: expect.stringMatching(/^Day: 3 new rows.*; Hour: price source file has no Hour bars/),
      },
    ]);
    expect(await readAttention(desk.storage)).toMatchObject([{ item: "CORN/20240300" }, {}]);
  });

  it("settles a spike that the source no longer has", async () => {
    const source: Sourced = { ...SPIKED };
    await using desk = await pricesDesk({ source });
    await updateHistoricalPrices(desk);
    expect(await readAttention(desk.storage)).toMatchObject([{ item: "CORN/20240300" }]);
    source["CORN/20240300"] = barsOf(closes(STORED_DAYS));
    expect(await checkPrices(answering(desk, []), MARCH)).toMatchObject({ status: "unchanged" });
    expect(await readAttention(desk.storage)).toEqual([]);
  });

  it("settles a spike for good while the run that found it is still at work", async () => {
    const at: { desk?: TestDesk; asked?: boolean } = {};
    const file = functionPriceSource("file", async ({ contract }) => {
      if (contract === "20240500" && at.asked !== true) {
        at.asked = true;
        await checkPrices(answering(at.desk!, ["p", "y"]), MARCH);
      }
      return SPIKED[`CORN/${contract}` as keyof typeof SPIKED];
    });
    await using desk = await pricesDesk();
    const running = { ...desk, priceSources: { file } };
    at.desk = running;
    const outcome = await updateHistoricalPrices(running);
    expect(outcome.items).toMatchObject([{ name: "CORN", status: "written", barsAdded: { Day: 3 } }]);
    expect(await readAttention(desk.storage)).toEqual([]);
    expect(desk.outbox.mails).toEqual([]);
    const stored = await desk.data.contractPrices.get(MARCH, { last: 3 });
    expect([...stored.floats("FINAL")]).toEqual([401, 401, 402]);
    expect((await updateHistoricalPrices(running)).status).toBe("unchanged");
  });

  it("tells an instrument apart that it cannot check", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    await desk.data.contracts.delete("CORN/20240300");
    await desk.data.contracts.delete("CORN/20240500");
    expect(await checkPrices(answering(desk, []), { instrument: "CORN" })).toMatchObject({
      status: "failed",
      items: [{ name: "CORN", code: "CONTRACT_MISSING", message: expect.stringContaining("is sampled") }],
    });
    await expect(checkPrices(answering(desk, []), { instrument: "CRON" })).rejects.toMatchObject({
      code: "INSTRUMENT_MISSING",
      message: expect.stringContaining('did you mean "CORN"?'),
    });
  });

  it("is refused where nobody can be asked, nothing may be written, or the limit is none", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    await expect(checkPrices(desk)).rejects.toMatchObject({
      code: "DESK_OPTION",
      message: expect.stringContaining("terminalPrompter()"),
    });
    await expect(checkPrices({ ...answering(desk, []), readOnly: true })).rejects.toMatchObject({
      code: "STORE_READ_ONLY",
    });
    await expect(
      checkPrices(answering(desk, []), { instrumnet: "CORN" } as CheckPricesOptions),
    ).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining('did you mean "instrument"?'),
    });
    for (const maxSpike of [0, -1, Number.NaN]) {
      await expect(checkPrices(answering(desk, []), { maxSpike })).rejects.toMatchObject({
        code: "PROCESS_OPTION",
      });
    }
  });
});

describe("an instrument that is removed while its prices are looked at", () => {
  it("leaves no prices behind", async () => {
    await using desk = await pricesDesk({ source: SPIKED });
    const at = answering(desk, { "20240300 Day": "p" });
    const confirm: typeof at.prompt.confirm = async () => {
      for (const contract of ["20240300", "20240500"] as const) {
        const key = { instrument: "CORN", contract };
        await desk.data.contracts.delete(`CORN/${contract}`);
        await desk.data.contractPrices.delete(key);
        await desk.data.contractPrices.delete({ ...key, frequency: "Day" });
      }
      return true;
    };
    const outcome = await checkPrices({ ...at, prompt: { ...at.prompt, confirm } }, { instrument: "CORN" });
    expect(outcome.items).toMatchObject([
      { name: "CORN/20240300", status: "failed", code: "CONTRACT_MISSING" },
      { name: "CORN/20240500", status: "failed", code: "CONTRACT_MISSING" },
    ]);
    const left = (await desk.data.contractPrices.list()).map(({ contract }) => contract);
    expect([...new Set(left)]).toEqual(["20240700"]);
  });
});
