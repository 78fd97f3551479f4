import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { depositOrWithdraw, initialiseCapital, modifyCapital } from "../../src/capital/changeCapital.js";
import { deleteAllCapital, deleteCapitalSince } from "../../src/capital/deleteCapital.js";
import { appendCapital, CapitalLedger, type CapitalRow, currentCapital } from "../../src/capital/ledger.js";
import { CAPITAL_COLUMNS, ledgerFrame, ledgerFromFrame } from "../../src/capital/ledgerFrame.js";
import { type CapitalUpdate, updateCapitalFromBroker } from "../../src/capital/updateCapital.js";
import { floatColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { toTime } from "../../src/time/text.js";

const EMPTY = new CapitalLedger();
const start = initialiseCapital(EMPTY, "2024-03-01", { broker: 100_000 });

const amounts = (row: CapitalRow | undefined): number[] =>
  row === undefined
    ? []
    : [row.total, row.maximum, row.broker, row.accumulated].map((value) => value.toNumber());

const code = (name: string) => expect.objectContaining({ code: name });

function updated(update: CapitalUpdate): Extract<CapitalUpdate, { status: "updated" }> {
  if (update.status !== "updated") throw new Error(`the update was ${update.status}`);
  return update;
}

describe("initialising", () => {
  it("fills in what is not given: total from the broker, maximum from the total, nothing accumulated", () => {
    expect(amounts(start.last)).toEqual([100_000, 100_000, 100_000, 0]);
    const given = { broker: 100, total: 80, maximum: 90, accumulated: -7.5 };
    expect(amounts(initialiseCapital(EMPTY, 0, given).last)).toEqual([80, 90, 100, -7.5]);
    expect(amounts(initialiseCapital(EMPTY, 0, { broker: 100, total: 80 }).last)).toEqual([80, 80, 100, 0]);
  });

  it("refuses a ledger that has rows", () => {
    const again = () => initialiseCapital(start, "2024-03-02", { broker: 1 });
    expect(again).toThrow(code("CAPITAL_EXISTS"));
    expect(again).toThrow("already initialised (1 rows)");
  });

  it("refuses a negative total, also one that comes from the broker's value", () => {
    const debt = () => initialiseCapital(EMPTY, 0, { broker: -5 });
    expect(debt).toThrow(code("CAPITAL_VALUE"));
    expect(debt).toThrow(
      "the total capital (by default the broker account value) was -5; it cannot be below zero",
    );
    expect(() => initialiseCapital(EMPTY, 0, { broker: 5, total: -5 })).toThrow("the total capital was -5;");
    expect(amounts(initialiseCapital(EMPTY, 0, { broker: -5, total: 10 }).last)).toEqual([10, 10, -5, 0]);
  });
});

describe("updating from the broker", () => {
  it("initialises an empty ledger", () => {
    const update = updateCapitalFromBroker(EMPTY, "2024-03-01", "1234.56");
    expect(update.status).toBe("initialised");
    expect(amounts(update.ledger.last)).toEqual([1234.56, 1234.56, 1234.56, 0]);
  });

  it("adds cents without noise", () => {
    const first = updated(updateCapitalFromBroker(start, "2024-03-02", 100_000.1)).ledger;
    const second = updated(updateCapitalFromBroker(first, "2024-03-03", 100_000.3));
    expect(second.row.accumulated.toString()).toBe("0.3");
    expect(second.profit.toString()).toBe("0.2");
  });

  it("refuses a change of more than 10% as data with all the numbers, and changes nothing", () => {
    const update = updateCapitalFromBroker(start, "2024-03-02", 85_000);
    if (update.status !== "refused") throw new Error(update.status);
    expect(update.ledger).toBe(start);
    expect(update.change).toBe(0.15);
    expect(update.limit).toBe(0.1);
    expect([update.broker, update.previousBroker, update.profit].map(Number)).toEqual([
      85_000, 100_000, -15_000,
    ]);
    expect(update.message).toBe(
      "the broker's account value went from 100000 to 85000, a profit of -15000: 15% where 10% is the limit; nothing was changed",
    );
  });

  it("says amounts to the hundredth: an account in several currencies has many decimals", () => {
    const held = initialiseCapital(EMPTY, 0, { broker: 474_908.6933184 });
    expect(updateCapitalFromBroker(held, 1, 563_727.0048112)).toMatchObject({
      message: expect.stringContaining("from 474908.69 to 563727, a profit of 88818.31: 18.7022%"),
    });
  });

  it("lets exactly the limit pass, in decimals where doubles would not", () => {
    expect(updateCapitalFromBroker(start, 2e12, 110_000).status).toBe("updated");
    expect(updateCapitalFromBroker(start, 2e12, 110_000.01).status).toBe("refused");
    const small = initialiseCapital(EMPTY, 0, { broker: 0.3 });
    expect((0.33 - 0.3) / 0.3).toBeGreaterThan(0.1);
    expect(updateCapitalFromBroker(small, 1, 0.33).status).toBe("updated");
  });

  it("takes another limit, Infinity for any", () => {
    expect(updateCapitalFromBroker(start, 2e12, 200_000, { limit: 1 }).status).toBe("updated");
    expect(updateCapitalFromBroker(start, 2e12, 900_000, { limit: Number.POSITIVE_INFINITY }).status).toBe(
      "updated",
    );
    expect(updateCapitalFromBroker(start, 2e12, 100_000.01, { limit: 0 }).status).toBe("refused");
    expect(updateCapitalFromBroker(start, 2e12, 100_000, { limit: 0 }).status).toBe("updated");
  });

  it.each([-0.1, Number.NaN])("refuses a limit of %s", (limit) => {
    expect(() => updateCapitalFromBroker(start, 2e12, 100_000, { limit })).toThrow(`the limit was ${limit}`);
  });

  it("after a value of zero refuses any other, and says why", () => {
    const zero = initialiseCapital(EMPTY, 0, { broker: 0 });
    expect(updateCapitalFromBroker(zero, 1, 0).status).toBe("updated");
    const update = updateCapitalFromBroker(zero, 1, 50);
    if (update.status !== "refused") throw new Error(update.status);
    expect(update.change).toBe(Number.POSITIVE_INFINITY);
    expect(update.message).toContain("more than any percentage where 10% is the limit");
    const forced = updateCapitalFromBroker(zero, 1, 50, { limit: Number.POSITIVE_INFINITY });
    expect(amounts(forced.ledger.last)).toEqual([50, 50, 50, 50]);
    const deposited = depositOrWithdraw(zero, 1, 50);
    expect(amounts(updated(updateCapitalFromBroker(deposited, 2, 51)).row)).toEqual([1, 1, 51, 1]);
  });

  it("measures the change of a negative value against its size", () => {
    const debt = initialiseCapital(EMPTY, 0, { broker: -100, total: 50 });
    expect(updateCapitalFromBroker(debt, 1, -105).status).toBe("updated");
    expect(updateCapitalFromBroker(debt, 1, -115).status).toBe("refused");
  });

  it("says when half compounding held the total at a lowered maximum", () => {
    const lowered = modifyCapital(start, "2024-03-02", { maximum: 90_000 });
    expect(amounts(lowered.last)).toEqual([100_000, 90_000, 100_000, 0]);
    const update = updated(updateCapitalFromBroker(lowered, "2024-03-03", 100_000, { method: "half" }));
    expect(update.capped).toBe(true);
    expect(update.unbounded.toNumber()).toBe(100_000);
    expect(amounts(update.row)).toEqual([90_000, 90_000, 100_000, 0]);
  });

  it("refuses an unknown method, also on an empty ledger, but a large change first", () => {
    const method = "other" as "full";
    expect(() => updateCapitalFromBroker(start, 2e12, 100_001, { method })).toThrow(code("CAPITAL_METHOD"));
    expect(() => updateCapitalFromBroker(EMPTY, 1, 1, { method })).toThrow(code("CAPITAL_METHOD"));
    expect(updateCapitalFromBroker(start, 2e12, 1, { method }).status).toBe("refused");
  });

  it("refuses a broker's value that is not finite", () => {
    expect(() => updateCapitalFromBroker(start, 2e12, Number.NaN)).toThrow(
      "the broker account value was NaN",
    );
  });
});

describe("deposits, withdrawals and modifications", () => {
  it("moves only the broker's value, so that the next update sees no profit", () => {
    const after = depositOrWithdraw(start, "2024-03-02", -20_000.5);
    expect(amounts(after.last)).toEqual([100_000, 100_000, 79_999.5, 0]);
    expect(updated(updateCapitalFromBroker(after, "2024-03-03", 79_999.5)).profit.isZero()).toBe(true);
  });

  it("modifies what is named and keeps the rest", () => {
    const after = modifyCapital(start, "2024-03-02", { total: 0, accumulated: "12.34" });
    expect(amounts(after.last)).toEqual([0, 100_000, 100_000, 12.34]);
    expect(amounts(modifyCapital(start, "2024-03-02", { broker: -1, maximum: 5 }).last)).toEqual([
      100_000, 5, -1, 0,
    ]);
  });

  it("refuses to modify nothing, or to a negative total or maximum", () => {
    expect(() => modifyCapital(start, 2e12, {})).toThrow("nothing to modify");
    expect(() => modifyCapital(start, 2e12, { total: -1 })).toThrow("total capital was -1");
    expect(() => modifyCapital(start, 2e12, { maximum: -1 })).toThrow("maximum capital was -1");
    expect(() => modifyCapital(start, 2e12, { accumulated: Number.NaN })).toThrow("accumulated P&L was NaN");
  });

  it.each([
    ["depositOrWithdraw", () => depositOrWithdraw(EMPTY, 0, 1)],
    ["modifyCapital", () => modifyCapital(EMPTY, 0, { total: 1 })],
    ["currentCapital", () => currentCapital(EMPTY)],
  ])("%s refuses an empty ledger", (_, call) => {
    expect(call).toThrow(code("CAPITAL_MISSING"));
  });
});

describe("order of time", () => {
  it.each([
    ["update", (time: string) => updateCapitalFromBroker(start, time, 100_001)],
    ["update over the limit", (time: string) => updateCapitalFromBroker(start, time, 1)],
    ["deposit", (time: string) => depositOrWithdraw(start, time, 1)],
    ["modification", (time: string) => modifyCapital(start, time, { total: 1 })],
  ])("refuses an %s that is not later than the last row, with both times", (_, call) => {
    for (const time of ["2024-03-01", "2024-02-29 23:59:59"]) {
      expect(() => call(time)).toThrow(
        expect.objectContaining({
          code: "CAPITAL_TIME",
          details: expect.objectContaining({ last: "2024-03-01 00:00:00" }),
        }),
      );
      expect(() => call(time)).toThrow(`a capital row at ${time.padEnd(19, " 00:00:00")} is not later than`);
    }
  });
});

describe("appending", () => {
  const at = (time: number): CapitalRow => ({ ...start.last!, time });

  it("reads no row but the last", () => {
    let reads = 0;
    const counted = (time: number): CapitalRow => ({
      ...start.last!,
      get time() {
        reads++;
        return time;
      },
    });
    let ledger = new CapitalLedger();
    for (let row = 0; row < 4000; row++) ledger = appendCapital(ledger, counted(row));
    expect(reads).toBeLessThanOrEqual(8000);
    expect(ledger.length).toBe(4000);
  });

  it("leaves the ledger as it was, also where two are made of it", () => {
    const given = [at(1), at(2)];
    const ledger = new CapitalLedger(given);
    const [left, right] = [appendCapital(ledger, at(3)), appendCapital(ledger, at(4))];
    const times = [given, ledger.rows, left.rows, right.rows, appendCapital(left, at(5)).rows].map((rows) =>
      rows.map(({ time }) => time),
    );
    expect(times).toEqual([
      [1, 2],
      [1, 2],
      [1, 2, 3],
      [1, 2, 4],
      [1, 2, 3, 5],
    ]);
    expect([ledger.last, left.last, right.last].map((row) => row?.time)).toEqual([2, 3, 4]);
    expect(JSON.parse(JSON.stringify(ledger)).rows).toHaveLength(2);
    expect(ledger).not.toEqual(new CapitalLedger([at(1), at(3)]));
    expect(() => appendCapital(left, at(3))).toThrow(code("CAPITAL_TIME"));
    expect(() => new CapitalLedger([at(2), at(2)])).toThrow(code("CAPITAL_TIME"));
  });
});

describe("deleting", () => {
  const ledger = ["2024-03-02", "2024-03-03", "2024-03-04"].reduce(
    (history, time) => depositOrWithdraw(history, time, 1),
    start,
  );

  it("takes away the rows at or after the time, and shows them", () => {
    const { ledger: kept, removed } = deleteCapitalSince(ledger, "2024-03-03");
    expect(kept.rows.map((row) => row.time)).toEqual(["2024-03-01", "2024-03-02"].map(toTime));
    expect(removed.rows.map((row) => row.time)).toEqual(["2024-03-03", "2024-03-04"].map(toTime));
    expect(ledger.length).toBe(4);
  });

  it("takes away nothing after the end, and all before the start", () => {
    expect(deleteCapitalSince(ledger, "2024-03-05").removed.length).toBe(0);
    expect(deleteCapitalSince(ledger, "2020").ledger.length).toBe(0);
    expect(deleteCapitalSince(EMPTY, "2020").removed.length).toBe(0);
    expect(deleteAllCapital(ledger)).toEqual({ ledger: EMPTY, removed: ledger });
  });
});

describe("the stored form", () => {
  const ledger = updateCapitalFromBroker(start, "2024-03-04 01:00", 100_500.25).ledger;

  it("is a frame of the reference's columns", () => {
    const frame = ledgerFrame(ledger, { index: "index" });
    expect(frame.names).toEqual(["Actual", "Accumulated", "Broker", "Max"]);
    expect(CAPITAL_COLUMNS).toEqual(frame.names);
    expect(frame.meta).toEqual({ index: "index" });
    expect([...frame.floats("Accumulated")]).toEqual([0, 500.25]);
    expect([...frame.time]).toEqual([toTime("2024-03-01"), toTime("2024-03-04 01:00")]);
    expect(ledgerFromFrame(frame)).toEqual(ledger);
    expect(ledgerFromFrame(ledgerFrame(EMPTY)).length).toBe(0);
  });

  const frameOf = (Actual: number[]) => {
    const column = () => floatColumn(Float64Array.from(Actual));
    return new Frame(
      Float64Array.from(Actual, (_, row) => row * 1000),
      { Max: column(), Broker: column(), Actual: column(), Accumulated: column() },
    );
  };

  it("reads columns in any order, and fills a missing value from the row before", () => {
    const read = ledgerFromFrame(frameOf([5, Number.NaN, 7]));
    expect(read.rows.map((row) => row.total.toNumber())).toEqual([5, 5, 7]);
  });

  it("refuses infinite amounts, and missing ones with nothing before them, with row and time", () => {
    for (const bad of [[Number.NaN, 1], [Number.POSITIVE_INFINITY]]) {
      expect(() => ledgerFromFrame(frameOf(bad))).toThrow(code("CAPITAL_VALUE"));
      expect(() => ledgerFromFrame(frameOf(bad))).toThrow(
        `Actual of row 0 (1970-01-01 00:00:00) is ${bad[0]}`,
      );
    }
  });

  it("refuses a frame without one of the columns", () => {
    const frame = ledgerFrame(start).select(["Actual", "Broker", "Max"]);
    expect(() => ledgerFromFrame(frame)).toThrow(code("COLUMN_MISSING"));
  });

  it("prints as a table", () => {
    expect(
      inspect(ledger)
        .split("\n")
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual([
      ["total", "maximum", "broker", "accumulated"],
      ["2024-03-01 00:00:00", "100000", "100000", "100000", "0"],
      ["2024-03-04 01:00:00", "100500.25", "100500.25", "100500.25", "500.25"],
      ["2 rows"],
    ]);
  });
});
