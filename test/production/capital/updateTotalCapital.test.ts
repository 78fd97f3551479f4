import { describe, expect, it } from "vitest";
import { depositOrWithdraw } from "../../../src/capital/changeCapital.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { readMargin, TOTAL_MARGIN } from "../../../src/production/capital/margin.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { series } from "../../../src/series/construct.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { TOTAL_CAPITAL } from "../../../src/storage/repositories/keys.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";
import { capitalDesk, capitalRows } from "./capitalDesk.js";

describe("the first run", () => {
  it("starts capital with the account value, no profit, stamped with the account's time [row 40] [row 42]", async () => {
    const desk = await capitalDesk();
    desk.account.tell([{ netLiquidation: 500_000 }], "2024-03-28 19:59");
    const { status, items } = await updateTotalCapital(desk);
    expect(status).toBe("done");
    expect(items).toMatchObject([
      { name: "total capital", status: "initialised", broker: 500_000, total: 500_000 },
    ]);
    expect(await capitalRows(desk)).toEqual([["2024-03-28T19:59", 500_000, 500_000, 500_000, 0]]);
  });

  it("is not taken from an account below zero", async () => {
    const desk = await capitalDesk();
    desk.account.tell([{ netLiquidation: -1 }]);
    expect((await updateTotalCapital(desk)).items).toMatchObject([
      { status: "failed", code: "CAPITAL_VALUE" },
    ]);
    expect(await capitalRows(desk)).toEqual([]);
  });
});

describe("a later run", () => {
  it.each([
    [
      "full",
      [
        [540_000, 540_000],
        [513_000, 513_000],
      ],
    ],
    [
      "half",
      [
        [500_000, 500_000],
        [473_000, 500_000],
      ],
    ],
    [
      "fixed",
      [
        [500_000, 500_000],
        [500_000, 500_000],
      ],
    ],
  ] as const)(
    "compounds what the account made, by the method %s [row 39] [row 43]",
    async (method, expected) => {
      const desk = await capitalDesk({ production_capital_method: method });
      await updateTotalCapital(desk);
      for (const value of [540_000, 513_000]) {
        desk.clock.advance(DAY);
        desk.account.tell([{ netLiquidation: value }]);
        expect((await updateTotalCapital(desk)).items).toMatchObject([
          { status: "updated", severity: "ok", broker: value },
        ]);
      }
      const rows = await capitalRows(desk);
      expect(rows.slice(1).map(([, total, maximum]) => [total, maximum])).toEqual(expected);
      expect(rows.map((row) => row.at(-1))).toEqual([0, 40_000, 13_000]);
    },
  );

  it("of the same snapshot changes nothing", async () => {
    const desk = await capitalDesk();
    await updateTotalCapital(desk);
    const before = await capitalRows(desk);
    const { status, items } = await updateTotalCapital(desk);
    expect([status, items[0]?.status]).toEqual(["unchanged", "unchanged"]);
    expect(await capitalRows(desk)).toEqual(before);
  });

  it("of the same snapshot changes nothing where the trader has entered a deposit since", async () => {
    const desk = await capitalDesk();
    await updateTotalCapital(desk);
    desk.account.tell([{ netLiquidation: 500_000 }], "2024-03-28 20:00");
    await desk.data.totalCapital.update(TOTAL_CAPITAL, (ledger) => {
      return ledger && depositOrWithdraw(ledger, "2024-03-28 20:01", 10_000);
    });
    expect((await updateTotalCapital(desk)).items).toMatchObject([{ status: "unchanged" }]);
    expect(await capitalRows(desk)).toHaveLength(2);
  });

  it("catches up with the whole difference after a pause [row 44]", async () => {
    const desk = await capitalDesk();
    await updateTotalCapital(desk);
    desk.clock.advance(30 * DAY);
    desk.account.tell([{ netLiquidation: 530_000 }]);
    await updateTotalCapital(desk);
    expect((await capitalRows(desk)).at(-1)).toEqual(["2024-04-27T20:00", 530_000, 530_000, 530_000, 30_000]);
  });

  it("says where the maximum or zero held capital [row 43]", async () => {
    const desk = await capitalDesk({ production_capital_method: "half" });
    await updateTotalCapital(desk);
    desk.clock.advance(DAY);
    desk.account.tell([{ netLiquidation: 540_000 }]);
    expect((await updateTotalCapital(desk)).items[0]?.message).toContain(
      "500000 (held at its maximum, else 540000)",
    );
  });
});

describe("a change that is not believed", () => {
  it("of more than 10% writes nothing and is mailed [row 39]", async () => {
    const desk = await capitalDesk();
    await updateTotalCapital(desk);
    desk.clock.advance(DAY);
    desk.account.tell([{ netLiquidation: 550_001 }]);
    const outcome = await updateTotalCapital(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toMatchObject([{ status: "refused", severity: "attention", broker: 550_001 }]);
    expect(await capitalRows(desk)).toHaveLength(1);
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Large capital change"]);
    expect(desk.outbox.mails[0]?.text).toContain("went from 500000 to 550001, a profit of 50001: 10.0002%");
    expect(desk.outbox.mails[0]?.text).toContain("capital tool");
  });

  it("of exactly 10% is believed, and a larger one with a higher limit [row 39]", async () => {
    const desk = await capitalDesk();
    await updateTotalCapital(desk);
    desk.clock.advance(DAY);
    desk.account.tell([{ netLiquidation: 550_000 }]);
    expect((await updateTotalCapital(desk)).items).toMatchObject([{ status: "updated" }]);
    desk.clock.advance(DAY);
    desk.account.tell([{ netLiquidation: 1_100_000 }]);
    expect((await updateTotalCapital(desk)).items).toMatchObject([{ status: "refused" }]);
    expect((await updateTotalCapital(desk, { limit: Number.POSITIVE_INFINITY })).status).toBe("done");
    expect((await capitalRows(desk)).at(-1)?.[1]).toBe(1_100_000);
  });

  it("of a snapshot that is not later than the books is left, and said", async () => {
    const desk = await capitalDesk();
    await updateTotalCapital(desk);
    desk.account.tell([{ netLiquidation: 501_000 }], "2024-03-28 19:00");
    const { items } = await updateTotalCapital(desk);
    expect(items).toMatchObject([{ status: "late", severity: "attention" }]);
    expect(items[0]?.message).toContain("2024-03-28 19:00:00");
    expect(await capitalRows(desk)).toHaveLength(1);
  });
});

describe("an account in several currencies", () => {
  const values = [
    { currency: "USD", netLiquidation: 100_000 },
    { currency: "EUR", netLiquidation: 200_000 },
    { currency: "GBP", netLiquidation: -10_000 },
  ];

  it.each([
    ["USD", 100_000 + 200_000 * 1.1 - 10_000 * 1.25],
    ["EUR", 100_000 / 1.1 + 200_000 - (10_000 * 1.25) / 1.1],
  ])("is added up in %s with the last FX rates [row 65]", async (currency, expected) => {
    const desk = await capitalDesk({ base_currency: currency });
    desk.account.tell(values);
    const { items } = await updateTotalCapital(desk);
    expect((items[0] as { total: number }).total).toBeCloseTo(expected, 6);
  });

  it("takes the last rate that is known", async () => {
    const desk = await capitalDesk();
    await desk.data.fxPrices.write("EURUSD", series(["2024-03-26", "2024-03-27"], [1.2, Number.NaN]));
    desk.account.tell([{ currency: "EUR", netLiquidation: 1000 }]);
    expect((await updateTotalCapital(desk)).items).toMatchObject([{ total: 1200 }]);
  });

  it.each([
    ["a currency has no rate", [{ currency: "JPY", netLiquidation: 5 }], "there is no FX price of JPYUSD"],
    ["a value is no number", [{ netLiquidation: Number.NaN }], "the USD value of account A1 is NaN"],
    ["the broker says nothing", [], "the broker gave no account value"],
    ["there are several accounts", [{}, { account: "B2" }], "accounts A1, B2; name one in broker_account"],
  ])("writes nothing where %s", async (_, told, message) => {
    const desk = await capitalDesk();
    desk.account.tell(told);
    const outcome = await updateTotalCapital(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toMatchObject([{ status: "unknown", severity: "attention" }]);
    expect(outcome.items[0]?.message).toContain(message);
    expect(await capitalRows(desk)).toEqual([]);
  });

  it("writes nothing where a rate is too old", async () => {
    const desk = await capitalDesk();
    desk.clock.set("2024-04-03 20:00");
    desk.account.tell(values);
    expect((await updateTotalCapital(desk)).items).toMatchObject([{ status: "initialised" }]);
    desk.clock.set("2024-04-04 20:00");
    desk.account.tell(values);
    const { items } = await updateTotalCapital(desk);
    expect(items[0]).toMatchObject({ status: "unknown" });
    expect(items[0]?.message).toContain("EURUSD that is 6 business days old (2024-03-27 23:00:00)");
  });

  it("needs no rate for a currency of which there is nothing, nor for other accounts than the configured one", async () => {
    const desk = await capitalDesk({ broker_account: "A1" });
    desk.account.tell([
      { netLiquidation: 5 },
      { currency: "JPY" },
      { account: "B2", currency: "JPY", netLiquidation: 7 },
    ]);
    expect((await updateTotalCapital(desk)).items).toMatchObject([{ total: 5 }]);
  });
});

describe("margin", () => {
  it("is recorded beside capital, in a field for each date", async () => {
    const desk = await capitalDesk();
    desk.account.tell([
      { netLiquidation: 400_000, excessLiquidity: 350_000 },
      { currency: "EUR", netLiquidation: 100_000, excessLiquidity: 90_000 },
    ]);
    await updateTotalCapital(desk);
    const time = toTime("2024-03-28 20:00");
    expect(await readMargin(desk.storage, TOTAL_MARGIN)).toEqual([{ time, margin: 61_000 }]);
    const stored = await desk.storage.records.get(COLLECTIONS.margin, { strategy_name: "_TOTAL_MARGIN" });
    expect(Object.keys(stored ?? {})).toEqual([
      "strategy_name",
      expect.stringMatching(/^20240328200000\d{4}$/),
    ]);
    desk.clock.advance(DAY);
    await updateTotalCapital(desk);
    await updateTotalCapital(desk);
    expect((await readMargin(desk.storage, TOTAL_MARGIN)).map(({ margin }) => margin)).toEqual([
      61_000, 61_000,
    ]);
  });

  it("is not recorded where the broker does not say all of it", async () => {
    const desk = await capitalDesk();
    desk.account.tell([
      { netLiquidation: 4, excessLiquidity: 3 },
      { currency: "EUR", netLiquidation: 1 },
    ]);
    expect((await updateTotalCapital(desk)).status).toBe("done");
    expect(await readMargin(desk.storage, TOTAL_MARGIN)).toEqual([]);
  });
});

describe("without an answer of the broker", () => {
  it("that failed, and nothing is written [row 16]", async () => {
    const desk = await capitalDesk();
    desk.account.fail(
      new ContangoError("BROKER_DISCONNECTED", "test", "the line is down", { retryable: true }),
    );
    const { status, items } = await updateTotalCapital(desk);
    expect(status).toBe("failed");
    expect(items).toMatchObject([{ code: "BROKER_DISCONNECTED", message: "the line is down" }]);
    expect(await capitalRows(desk)).toEqual([]);
  });

  it("or without a broker, it says how to do it by hand [row 16]", async () => {
    const { items } = await updateTotalCapital(await testDesk());
    expect(items).toMatchObject([{ code: "BROKER_MISSING", message: expect.stringContaining("by hand") }]);
  });

  it("a dry run writes nothing", async () => {
    const desk = await capitalDesk();
    expect((await updateTotalCapital(desk, { dryRun: true })).items).toMatchObject([
      { status: "initialised" },
    ]);
    expect(await capitalRows(desk)).toEqual([]);
    expect(await readMargin(desk.storage, TOTAL_MARGIN)).toEqual([]);
  });
});
