import { describe, expect, it } from "vitest";
import { type AttentionEntry, readAttention } from "../../src/production/attention.js";
import { readAudit } from "../../src/production/audit.js";
import { defineProcess } from "../../src/production/process.js";
import { type SettleAttentionOptions, settleAttention } from "../../src/production/settleAttention.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { testDesk } from "../../src/testing/testDesk.js";

/** A process that finds trouble with each of these. */
const finding = (name: string, items: readonly string[]) =>
  defineProcess({
    name,
    title: name,
    reads: [],
    writes: [],
    run: async () => ({
      items: items.map((item) => ({
        name: item,
        status: "doubt",
        severity: "attention" as const,
        message: "its point size is 0",
      })),
    }),
  });

async function deskWithTrouble(storage = openStorage(memoryEngine())) {
  const desk = await testDesk({ storage: await storage, now: "2024-01-02 21:00" });
  await finding("initialiseFromFolder", ["CORN", "GOLD"])(desk);
  await finding("addInstrument", ["CORN"])(desk);
  return desk;
}

const CORN = { process: "initialiseFromFolder", item: "CORN" } as const;
const names = (entries: readonly AttentionEntry[]): string[] =>
  entries.map(({ process, item }) => `${process} ${item}`).sort();

describe("settling by hand what waits for a person", () => {
  it("takes it off the list, gives it back, and leaves an audit entry", async () => {
    await using desk = await deskWithTrouble();
    const since = desk.clock.now();
    desk.clock.advance(3_600_000);
    const settled = await settleAttention(desk, CORN);
    expect(settled).toEqual({
      ...CORN,
      severity: "attention",
      status: "doubt",
      message: "its point size is 0",
      since,
    });
    const text = "initialiseFromFolder, CORN: doubt since 2024-01-02 21:00, its point size is 0";
    expect(String(settled)).toBe(`settled: ${text}`);
    expect(names(await readAttention(desk.storage))).toEqual([
      "addInstrument CORN",
      "initialiseFromFolder GOLD",
    ]);
    expect(await readAudit(desk.storage)).toMatchObject([
      {
        tool: "settleAttention",
        action: "settle",
        item: "CORN",
        time: since + 3_600_000,
        message: text,
        details: { process: "initialiseFromFolder", status: "doubt", since: new Date(since) },
      },
    ]);
  });

  it("is refused a second time, and for what is not open, with what is", async () => {
    await using desk = await deskWithTrouble();
    await settleAttention(desk, CORN);
    for (const [asked, message] of [
      [CORN, 'nothing called "CORN" is open of initialiseFromFolder; there is GOLD. Nothing was settled'],
      [
        { process: "initialiseFromFolder", item: "GLOD" },
        'nothing called "GLOD" is open of initialiseFromFolder (did you mean "GOLD"?); there is GOLD',
      ],
      [
        { process: "addinstrument", item: "CORN" },
        'nothing is open of "addinstrument" (did you mean "addInstrument"?); there is something of addInstrument, initialiseFromFolder',
      ],
    ] as const) {
      await expect(settleAttention(desk, asked)).rejects.toMatchObject({
        code: "ATTENTION_MISSING",
        message: expect.stringContaining(message),
      });
    }
    expect(await readAttention(desk.storage)).toHaveLength(2);
    expect(await readAudit(desk.storage)).toHaveLength(1);
    await using empty = await testDesk();
    await expect(settleAttention(empty, CORN)).rejects.toThrow("there is something of no process");
  });

  it.each([
    [
      undefined,
      "settleAttention: it needs process, item; call it as settleAttention(desk, { process, item })",
    ],
    [{ process: "addInstrument" }, "it needs item;"],
    [{ process: "addInstrument", itme: "CORN" }, 'there is no option "itme" (did you mean "item"?)'],
    ["addInstrument", 'options were "addInstrument"; give an object, as in settleAttention(desk, { process'],
  ])("says what to give where it is called with %j", async (options, message) => {
    await using desk = await deskWithTrouble();
    await expect(settleAttention(desk, options as SettleAttentionOptions)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining(message),
    });
    expect(await readAttention(desk.storage)).toHaveLength(3);
  });

  it("is refused on a desk that was opened read-only", async () => {
    const storage = openStorage(memoryEngine());
    await using writing = await deskWithTrouble(storage);
    await using desk = await testDesk({ storage: await storage, readOnly: true });
    await expect(settleAttention(desk, CORN)).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
    expect(await readAttention(writing.storage)).toHaveLength(3);
  });

  it("lets what is still so come back with the next run", async () => {
    await using desk = await deskWithTrouble();
    await settleAttention(desk, CORN);
    desk.clock.advance(3_600_000);
    await finding("initialiseFromFolder", ["CORN"])(desk);
    expect(await readAttention(desk.storage, "initialiseFromFolder")).toMatchObject([
      { item: "GOLD" },
      { item: "CORN", since: desk.clock.now() },
    ]);
  });

  it("settles what a run has changed at the same moment as it is then", async () => {
    const storage = await openStorage(memoryEngine());
    await using desk = await deskWithTrouble(Promise.resolve(storage));
    let first = true;
    const raced = {
      ...desk,
      storage: {
        ...storage,
        atomically: async (...commit: Parameters<typeof storage.atomically>) => {
          if (first) {
            first = false;
            const stored = await storage.records.get(COLLECTIONS.attention, CORN);
            await storage.records.put(COLLECTIONS.attention, { ...stored!, message: "worse" });
          }
          return storage.atomically(...commit);
        },
      } as typeof storage,
    };
    expect((await settleAttention(raced, CORN)).message).toBe("worse");
    expect(await readAudit(storage)).toMatchObject([{ details: { message: "worse" } }]);
  });
});
