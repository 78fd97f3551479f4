import { describe, expect, it } from "vitest";
import { compound } from "../../../src/capital/compounding.js";
import { accountValue } from "../../../src/production/accountValue.js";
import { readAttention } from "../../../src/production/attention.js";
import { readAudit } from "../../../src/production/audit.js";
import { capitalHistory } from "../../../src/production/capitalHistory.js";
import {
  adjustForFlow,
  DELETE_EVERYTHING,
  deleteCapital,
  initialiseTotalCapital,
  modifyTotalCapital,
  updateCapitalNow,
} from "../../../src/production/changeTotalCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { series } from "../../../src/series/construct.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { TOTAL_CAPITAL } from "../../../src/storage/repositories/keys.js";
import { HOUR } from "../../../src/time/civil.js";
import { type AccountDesk, accountDesk } from "./accountDesk.js";

describe("the account value [row 65]", () => {
  it("is in the base currency, at the broker's time", async () => {
    await using desk = await accountDesk({ config: { base_currency: "EUR" } });
    await desk.data.fxPrices.write("EURUSD", series([desk.now() - HOUR], [1.25], { name: "price" }));
    desk.worth([{ netLiquidation: 1250 }, { currency: "EUR", netLiquidation: 1000 }]);
    const { value, time, currency } = await accountValue(desk);
    expect([value.toNumber(), currency]).toEqual([2000, "EUR"]);
    expect(time).toBe(desk.now());
  });

  it("is refused where it is not wholly known", async () => {
    await using desk = await accountDesk();
    desk.worth([{ currency: "GBP", netLiquidation: 5 }]);
    await expect(accountValue(desk)).rejects.toMatchObject({
      code: "BROKER_ANSWER",
      message: expect.stringContaining("GBP value of account U1 cannot be converted"),
    });
    await expect(accountValue({ ...desk, broker: undefined })).rejects.toMatchObject({
      code: "BROKER_MISSING",
    });
  });
});

describe("starting total capital [row 41] [row 42]", () => {
  it("takes the broker's value for what is not given, each amount that of the one before", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    const change = await initialiseTotalCapital(desk);
    expect(change).toMatchObject({ status: "written", before: undefined });
    expect(await desk.rows()).toEqual([[500_000, 500_000, 500_000, 0]]);
  });

  it.each([
    [{ total: 400_000 }, [400_000, 400_000, 500_000, 0]],
    [{ total: 400_000, maximum: 450_000 }, [400_000, 450_000, 500_000, 0]],
    [{ broker: "1000.10", accumulated: -5 }, [1000.1, 1000.1, 1000.1, -5]],
  ])("with %o", async (given, row) => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk, given);
    expect(await desk.rows()).toEqual([row]);
  });

  it("happens once, with amounts that can be", async () => {
    await using desk = await accountDesk();
    const refused = (given: Parameters<typeof initialiseTotalCapital>[1]) =>
      initialiseTotalCapital(desk, given);
    await expect(refused({ broker: Number.NaN })).rejects.toMatchObject({ code: "CAPITAL_VALUE" });
    await expect(refused({ broker: 1, total: -1 })).rejects.toMatchObject({ code: "CAPITAL_VALUE" });
    expect(await desk.rows()).toEqual([]);
    await refused({ broker: 1 });
    await expect(refused({ broker: 2 })).rejects.toMatchObject({ code: "CAPITAL_EXISTS" });
    expect(await readAudit(desk.storage)).toHaveLength(1);
  });
});

describe("updating from the broker [row 41] [row 43] [row 44]", () => {
  it.each(["full", "half", "fixed"] as const)("compounds by method %s", async (method) => {
    await using desk = await accountDesk({ config: { production_capital_method: method } });
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    let base = { total: 500_000, maximum: 500_000 };
    let before = 500_000;
    for (const value of [520_000, 490_000, 505_000, 540_000]) {
      desk.worth(value);
      const { status } = await updateCapitalNow(desk);
      const { total, maximum } = compound(method, base, value - before);
      base = { total: total.toNumber(), maximum: maximum.toNumber() };
      before = value;
      expect(status).toBe("written");
      expect((await desk.rows()).at(-1)).toEqual([base.total, base.maximum, value, value - 500_000]);
    }
  });

  it("refuses more than 10%, with the numbers, unless a person allows more", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    desk.worth(420_000);
    const refused = await updateCapitalNow(desk);
    expect(refused).toMatchObject({ status: "refused" });
    expect(String(refused)).toContain(
      "from 500000 to 420000, a profit of -80000: 16% where 10% is the limit",
    );
    expect(await desk.rows()).toHaveLength(1);
    expect(await readAudit(desk.storage, { action: "update" })).toEqual([]);
    await updateCapitalNow(desk, { limit: Number.POSITIVE_INFINITY });
    expect((await desk.rows()).at(-1)).toEqual([420_000, 420_000, 420_000, -80_000]);
  });

  it("starts capital where there is none, and says what it would do", async () => {
    await using desk = await accountDesk();
    desk.worth(7);
    expect((await updateCapitalNow(desk, { dryRun: true })).status).toBe("dry run");
    expect(await desk.rows()).toEqual([]);
    await updateCapitalNow(desk);
    expect(await desk.rows()).toEqual([[7, 7, 7, 0]]);
  });
});

describe("deposits and withdrawals [row 41]", () => {
  it("move only the broker value, so that they are no profit", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    desk.later();
    const change = await adjustForFlow(desk, { amount: -100_000 });
    expect(change.message).toBe("a withdrawal of 100000 USD");
    expect((await desk.rows()).at(-1)).toEqual([500_000, 500_000, 400_000, 0]);
    desk.worth(404_000);
    await updateCapitalNow(desk);
    expect((await desk.rows()).at(-1)).toEqual([504_000, 504_000, 404_000, 4000]);
    await expect(adjustForFlow(desk, { amount: 0 })).rejects.toMatchObject({ code: "CAPITAL_VALUE" });
  });

  it("need capital that was started", async () => {
    await using desk = await accountDesk();
    await expect(adjustForFlow(desk, { amount: 5 })).rejects.toMatchObject({ code: "CAPITAL_MISSING" });
  });
});

describe("a change that the automatic update refused", () => {
  it.each([
    ["is a withdrawal", (desk: AccountDesk) => adjustForFlow(desk, { amount: -100_000 })],
    ["is taken over", (desk: AccountDesk) => updateCapitalNow(desk, { limit: Number.POSITIVE_INFINITY })],
    ["is set by hand", (desk: AccountDesk) => modifyTotalCapital(desk, { broker: 400_000 })],
  ])("is settled as soon as a person says that it %s", async (_, settle) => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await updateTotalCapital(desk);
    desk.worth(400_000);
    await updateTotalCapital(desk);
    const other = {
      process: "updateFxPrices",
      item: "GBPUSD",
      status: "refused",
      severity: "attention",
      message: "",
    };
    await desk.storage.records.put(COLLECTIONS.attention, { ...other, since: new Date(0) });
    const open = async () => (await readAttention(desk.storage)).map(({ process }) => process);
    expect(await open()).toEqual(["updateFxPrices", "updateTotalCapital"]);
    await updateCapitalNow(desk);
    await adjustForFlow(desk, { amount: -100_000, dryRun: true });
    expect(await open(), "refused again, or only worked out").toEqual([
      "updateFxPrices",
      "updateTotalCapital",
    ]);
    await settle(desk);
    expect(await open()).toEqual(["updateFxPrices"]);
    expect((await updateTotalCapital(desk)).status).not.toBe("attention");
  });

  it("but not that the account value is unknown", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await updateTotalCapital(desk);
    desk.worth([{ currency: "GBP", netLiquidation: 5 }]);
    await updateTotalCapital(desk);
    await adjustForFlow(desk, { amount: 1 });
    expect(await readAttention(desk.storage)).toMatchObject([{ status: "unknown" }]);
  });
});

describe("a forgotten withdrawal [row 45]", () => {
  it("is mended by deleting since then, entering it, and updating", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    const withdrawn = desk.now() + HOUR / 2;
    // 40,000 were withdrawn, which looks like a loss of 8%
    desk.worth(463_000);
    await updateCapitalNow(desk);
    desk.worth(465_000);
    await updateCapitalNow(desk);
    expect((await desk.rows()).at(-1)).toEqual([465_000, 465_000, 465_000, -35_000]);

    desk.later();
    const deleted = await deleteCapital(desk, { since: withdrawn });
    expect(deleted.removed.length).toBe(2);
    await adjustForFlow(desk, { amount: -40_000 });
    desk.later();
    await updateCapitalNow(desk);
    expect(await desk.rows()).toEqual([
      [500_000, 500_000, 500_000, 0],
      [500_000, 500_000, 460_000, 0],
      [505_000, 505_000, 465_000, 5000],
    ]);
  });
});

describe("capital down, P&L right [row 46]", () => {
  it.each(["full", "half"] as const)(
    "by entering a withdrawal and lowering the total, method %s",
    async (method) => {
      await using desk = await accountDesk({ config: { production_capital_method: method } });
      desk.worth(500_000);
      await initialiseTotalCapital(desk);
      desk.later();
      await adjustForFlow(desk, { amount: -100_000 });
      desk.later();
      await modifyTotalCapital(desk, { total: 400_000, ...(method === "half" ? { maximum: 400_000 } : {}) });
      desk.worth(398_000);
      await updateCapitalNow(desk);
      const last = (await desk.rows()).at(-1)!;
      expect(last).toEqual([398_000, method === "half" ? 400_000 : 398_000, 398_000, -2000]);
      desk.later();
      // raised again, with the maximum, where that would hold it down
      await modifyTotalCapital(desk, { total: 450_000, maximum: 450_000 });
      desk.worth(399_000);
      await updateCapitalNow(desk);
      expect((await desk.rows()).at(-1)![0]).toBe(method === "half" ? 450_000 : 451_000);
    },
  );
});

describe("changes at any time [row 41] [row 47]", () => {
  it("set any of the amounts, and leave the others", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    const set = async (given: Parameters<typeof modifyTotalCapital>[1]) => {
      desk.later();
      await modifyTotalCapital(desk, given);
      return (await desk.rows()).at(-1);
    };
    expect(await set({ total: 1 })).toEqual([1, 500_000, 500_000, 0]);
    expect(await set({ maximum: "2.5" })).toEqual([1, 2.5, 500_000, 0]);
    expect(await set({ broker: 3, accumulated: -4 })).toEqual([1, 2.5, 3, -4]);
    await expect(set({})).rejects.toMatchObject({ code: "CAPITAL_VALUE" });
    await expect(set({ total: -1 })).rejects.toMatchObject({ code: "CAPITAL_VALUE" });
    expect(await desk.rows()).toHaveLength(4);
  });

  it("take another method from the next update on: a maximum below the total cuts it under half", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    desk.later();
    await modifyTotalCapital(desk, { maximum: 450_000 });
    const half = await accountDesk({ config: { production_capital_method: "half" }, storage: desk.storage });
    half.clock.set(desk.clock.now());
    half.worth(501_000);
    await updateCapitalNow(half);
    expect((await half.rows()).at(-1)).toEqual([450_000, 450_000, 501_000, 1000]);
  });
});

describe("deleting [row 41]", () => {
  const started = async () => {
    const desk = await accountDesk();
    desk.worth(100);
    await initialiseTotalCapital(desk);
    for (const value of [101, 102]) {
      desk.worth(value);
      await updateCapitalNow(desk);
    }
    return desk;
  };

  it("takes the rows at or after a time, and keeps them in the audit entry", async () => {
    await using desk = await started();
    const change = await deleteCapital(desk, { since: desk.now() - HOUR });
    expect(change.message).toMatch(/^deleted 2 rows at or after 2024-03-01 11:00:00/);
    expect(await desk.rows()).toHaveLength(1);
    const [audit] = await readAudit(desk.storage, { action: "delete" });
    expect(audit!.details.removed).toMatchObject([{ broker: 101 }, { broker: 102 }]);
    await expect(deleteCapital(desk, { since: "2025" })).rejects.toMatchObject({ code: "CAPITAL_MISSING" });
  });

  it("takes everything only for the word, after which capital can be started anew", async () => {
    await using desk = await started();
    for (const wrong of [{ everything: "yes" }, {}, { everything: DELETE_EVERYTHING, since: "2024" }]) {
      await expect(deleteCapital(desk, wrong)).rejects.toMatchObject({ code: "PROCESS_OPTION" });
    }
    await expect(deleteCapital(desk, { since: "someday" })).rejects.toMatchObject({ code: "TIME_TEXT" });
    expect(await desk.rows()).toHaveLength(3);
    expect((await deleteCapital(desk, { everything: "YESyesYES" })).after).toBeUndefined();
    expect(await desk.data.totalCapital.read(TOTAL_CAPITAL)).toBeUndefined();
    await initialiseTotalCapital(desk, { broker: 5 });
    expect(await desk.rows()).toEqual([[5, 5, 5, 0]]);
  });
});

describe("every change", () => {
  it("is not written on capital that has changed since the person looked", async () => {
    await using desk = await accountDesk();
    desk.worth(100);
    await initialiseTotalCapital(desk);
    desk.later();
    const { before: seen } = await adjustForFlow(desk, { amount: 1, dryRun: true });
    desk.worth(101);
    await updateCapitalNow(desk);
    const late = adjustForFlow(desk, { amount: 1, decidedOn: seen! });
    await expect(late).rejects.toMatchObject({ code: "STORE_VERSION_CONFLICT" });
    await expect(adjustForFlow(desk, { amount: 1, decidedOn: null })).rejects.toMatchObject({
      code: "STORE_VERSION_CONFLICT",
    });
    expect(await desk.rows()).toHaveLength(2);
  });

  it("loses none of two at once", async () => {
    await using desk = await accountDesk();
    desk.worth(100);
    await initialiseTotalCapital(desk);
    let now = desk.now();
    const ticking = { ...desk, now: () => ++now };
    await Promise.all([1, 2, 3, 4].map((amount) => adjustForFlow(ticking, { amount })));
    expect((await desk.rows()).at(-1)![2]).toBe(110);
    expect(await readAudit(desk.storage, { action: "flow" })).toHaveLength(4);
  });

  it("prints as the amounts before and after", async () => {
    await using desk = await accountDesk();
    desk.worth(100);
    await initialiseTotalCapital(desk);
    desk.later();
    expect(String(await modifyTotalCapital(desk, { total: 90 }))).toMatchInlineSnapshot(`
      "written: set by hand: total 90
                                  before                after
        time         2024-03-01 10:00:00  2024-03-01 11:00:00
        total                        100                   90
        maximum                      100                  100
        broker                       100                  100
        accumulated                    0                    0"
    `);
  });
});

describe("the history [row 41]", () => {
  it("prints with profit and loss by year, month and day", async () => {
    await using desk = await accountDesk();
    expect(String(await capitalHistory(desk))).toBe("total capital was never initialised");
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    desk.clock.advance(72 * HOUR);
    desk.worth(510_000);
    await updateCapitalNow(desk);
    desk.later();
    await adjustForFlow(desk, { amount: 1000 });
    expect(String(await capitalHistory(desk))).toMatchInlineSnapshot(`
      "Total capital, USD
                                total     maximum      broker  accumulated
      2024-03-01 10:00:00  500,000.00  500,000.00  500,000.00         0.00
      2024-03-04 11:00:00  510,000.00  510,000.00  510,000.00    10,000.00
      2024-03-04 12:00:00  510,000.00  510,000.00  511,000.00    10,000.00

      P&L by year, net of flows
      period     P&L  percent  flows  capital
        2024  10,000    2.00%  1,000  510,000

      P&L by month, net of flows
      period      P&L  percent  flows  capital
      2024-03  10,000    2.00%  1,000  510,000

      P&L by day, net of flows
      period         P&L  percent  flows  capital
      2024-03-04  10,000    2.00%  1,000  510,000
      2024-03-01       0    0.00%         500,000"
    `);
  });
});

describe("the options of a change of total capital", () => {
  it.each([
    [
      "adjustForFlow",
      adjustForFlow,
      undefined,
      "it needs amount; call it as adjustForFlow(desk, { amount })",
    ],
    ["adjustForFlow", adjustForFlow, { amuont: 5 }, 'did you mean "amount"?'],
    ["adjustForFlow", adjustForFlow, { amount: -5, dryrun: true }, 'did you mean "dryRun"?'],
    ["initialiseTotalCapital", initialiseTotalCapital, { totl: 5 }, 'did you mean "total"?'],
    ["updateCapitalNow", updateCapitalNow, { limt: 1 }, 'did you mean "limit"?'],
    ["modifyTotalCapital", modifyTotalCapital, { max: 5 }, "it takes total, maximum, broker, accumulated"],
    ["modifyTotalCapital", modifyTotalCapital, null, "options were null"],
    ["deleteCapital", deleteCapital, undefined, "say what to delete"],
    ["deleteCapital", deleteCapital, { sicne: "2024" }, 'did you mean "since"?'],
  ])("%s says what to give: %o, %j", async (_, change, options, message) => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    const before = await desk.rows();
    await expect(change(desk, options as never)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining(message),
    });
    expect(await desk.rows()).toEqual(before);
  });

  it("may be left out where one of several is needed, which is said then", async () => {
    await using desk = await accountDesk();
    desk.worth(500_000);
    await initialiseTotalCapital(desk);
    await expect(modifyTotalCapital(desk)).rejects.toMatchObject({
      code: "CAPITAL_VALUE",
      message: expect.stringContaining("give total, maximum, broker or accumulated"),
    });
  });
});
