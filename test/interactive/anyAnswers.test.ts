import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkFxPrices } from "../../src/interactive/checkFxPrices.js";
import { checkPrices } from "../../src/interactive/checkPrices.js";
import { diagnostics } from "../../src/interactive/diagnostics.js";
import { readAudit } from "../../src/production/audit.js";
import { scriptedPrompter } from "../../src/testing/scriptedPrompter.js";
import { diagnosticsDesk } from "./diagnosticsDesk.js";
import { answering, barsOf, closeOf, closes, hoursOf, pricesDesk, STORED_DAYS } from "./pricesDesk.js";
import { storeContents } from "./storeContents.js";

const SOURCE = {
  "CORN/20240300": barsOf(closes(STORED_DAYS, [401, 4010, 402])),
  "CORN/20240300 Hour": hoursOf(STORED_DAYS, [400, 401, 400, 401, 400, 401, 400, 401, 400, 401, 900]),
  "CORN/20240500": barsOf(closes(STORED_DAYS, [401, 40, Number.POSITIVE_INFINITY])),
  "CORN/20240500 Hour": hoursOf(STORED_DAYS, [400]),
  GBPUSD: closes(STORED_DAYS, [401, 4010, 402]),
  EURUSD: closes(STORED_DAYS, [401]),
};

const answer = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("", "y", "p", "y", "CORN", "GBPUSD", "EURUSD", "400") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("n", "a", " ", "1e999", "-5", "0", "NaN", "CRON", "__proto__", "8"),
  },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);
const script = fc.array(answer, { maxLength: 25 });

describe("whatever a person answers", () => {
  it("a check of prices leaves each contract as it was or wholly written [row 35]", async () => {
    let wholes = 0;
    await fc.assert(
      fc.asyncProperty(script, fc.boolean(), async (answers, one) => {
        await using desk = await pricesDesk({ source: SOURCE, config: { intraday_frequency: "H" } });
        const before = await storeContents(desk.storage);
        const outcome = await checkPrices(answering(desk, answers), one ? { instrument: "CORN" } : {});
        const after = await storeContents(desk.storage);
        const written = new Set(
          outcome.items.filter(({ status }) => status === "written").map(({ name }) => name),
        );
        wholes += written.size;
        for (const contract of ["20240300", "20240500", "20240700"]) {
          const symbol = `CORN#${contract}`;
          const names = [symbol, `Day@${symbol}`, `Hour@${symbol}`].map(
            (name) => `futures_contract_prices ${name}`,
          );
          if (!written.has(`CORN/${contract}`)) {
            expect(names.map((name) => after[name])).toEqual(names.map((name) => before[name]));
            continue;
          }
          const key = { instrument: "CORN", contract };
          const [merged, day, hour] = await Promise.all([
            desk.data.contractPrices.get(key),
            desk.data.contractPrices.get({ ...key, frequency: "Day" }),
            desk.data.contractPrices.get({ ...key, frequency: "Hour" }),
          ]);
          expect(day.length).toBe(STORED_DAYS + 3);
          expect(merged.length).toBe(day.length + hour.length);
          for (const bars of [merged, day, hour]) {
            expect(bars.floats("FINAL").every(Number.isFinite)).toBe(true);
          }
        }
        const audited = (await readAudit(desk.storage, { last: 100 })).map(({ item }) => item);
        expect(audited.filter((item) => !written.has(item))).toEqual([]);
        expect(Object.keys(after).filter((name) => !(name in before) && !/@?CORN#/.test(name))).toEqual(
          audited.length === 0 ? [] : ["audit"],
        );
      }),
      { numRuns: 150 },
    );
    expect(wholes).toBeGreaterThan(10);
  });

  it("a check of FX prices leaves each pair as it was or wholly written [row 36]", async () => {
    let wholes = 0;
    await fc.assert(
      fc.asyncProperty(script, async (answers) => {
        await using desk = await pricesDesk({ source: SOURCE });
        const before = await storeContents(desk.storage);
        const outcome = await checkFxPrices(answering(desk, answers));
        const written = new Set(
          outcome.items.filter(({ status }) => status === "written").map(({ name }) => name),
        );
        wholes += written.size;
        for (const [pair, rows] of [
          ["GBPUSD", 3],
          ["EURUSD", 1],
        ] as const) {
          const stored = await desk.data.fxPrices.get(pair);
          expect(stored.length).toBe(STORED_DAYS + (written.has(pair) ? rows : 0));
          expect(stored.timeAt(-1)).toBe(closeOf(stored.length - 1));
          expect(stored.values.every(Number.isFinite)).toBe(true);
        }
        const after = await storeContents(desk.storage);
        const audited = (await readAudit(desk.storage)).map(({ item }) => item);
        expect(audited.filter((item) => item !== "GBPUSD" || !written.has(item))).toEqual([]);
        expect(Object.keys(after).filter((name) => !(name in before))).toEqual(
          audited.length === 0 ? [] : ["audit"],
        );
      }),
      { numRuns: 150 },
    );
    expect(wholes).toBeGreaterThan(10);
  });

  it("diagnostics write nothing, and end", async () => {
    await using desk = await diagnosticsDesk();
    const before = await storeContents(desk.storage);
    const choice = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          ..."0 1 2 3 4 5 6 10 11 20 21 22 23 24 30 31 32 33 40 41 50 51 52 53 60".split(" "),
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          "",
          "CORN",
          "trend",
          "20240300",
          "1",
          "GBPUSD",
          "warn",
          "combinedForecast",
        ),
      },
      { weight: 1, arbitrary: answer },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { maxLength: 30 }), async (answers) => {
        const prompt = scriptedPrompter(answers);
        await diagnostics({ ...desk, prompt });
        expect(prompt.transcript).toMatch(/FINISHED$/);
      }),
      { numRuns: 150 },
    );
    expect(await storeContents(desk.storage)).toEqual(before);
  });
});
