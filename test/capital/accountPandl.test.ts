import { describe, expect, it } from "vitest";
import { accountPandl, accountPandlPercent } from "../../src/capital/accountPandl.js";
import { depositOrWithdraw, initialiseCapital, modifyCapital } from "../../src/capital/changeCapital.js";
import { CapitalLedger } from "../../src/capital/ledger.js";
import { updateCapitalFromBroker } from "../../src/capital/updateCapital.js";
import { formatTime } from "../../src/time/text.js";

const update = (ledger: CapitalLedger, time: string, broker: number): CapitalLedger =>
  updateCapitalFromBroker(ledger, time, broker, { method: "half", limit: 10 }).ledger;

/** Thursday 2024-03-28 to Tuesday 2024-04-02, a Friday without updates but with a weekend that has one. */
function ledger(): CapitalLedger {
  let history = initialiseCapital(new CapitalLedger(), "2024-03-28 09:00", {
    broker: 1000,
    maximum: 1250,
    accumulated: 50,
  });
  history = update(history, "2024-03-28 10:00", 1010);
  history = update(history, "2024-03-28 20:00", 1020);
  history = update(history, "2024-03-31 12:00", 1000);
  history = depositOrWithdraw(history, "2024-04-01 08:00", 5000);
  history = update(history, "2024-04-01 20:00", 6025);
  return modifyCapital(history, "2024-04-02 10:00", { total: 2000 });
}

const rows = (series: ReturnType<typeof accountPandl>) =>
  [...series].map(([time, value]) => [formatTime(time), value]);

describe("account P&L", () => {
  it("is by business day, the first day and weekends too, without the deposit", () => {
    expect(rows(accountPandl(ledger()))).toEqual([
      ["2024-03-28 00:00:00", 20],
      ["2024-03-29 00:00:00", -20],
      ["2024-04-01 00:00:00", 25],
      ["2024-04-02 00:00:00", 0],
    ]);
  });

  it("is by month and year, labelled by their last day", () => {
    expect(rows(accountPandl(ledger(), { frequency: "month" }))).toEqual([
      ["2024-03-31 00:00:00", 0],
      ["2024-04-30 00:00:00", 25],
    ]);
    expect(rows(accountPandl(ledger(), { frequency: "year" }))).toEqual([["2024-12-31 00:00:00", 25]]);
  });

  it("in percent is over the actual capital at the start of the day", () => {
    expect(rows(accountPandlPercent(ledger()))).toEqual([
      ["2024-03-28 00:00:00", 2],
      ["2024-03-29 00:00:00", (100 * -20) / 1020],
      ["2024-04-01 00:00:00", 2.5],
      ["2024-04-02 00:00:00", 0],
    ]);
    const [march] = accountPandlPercent(ledger(), { frequency: "month" }).values;
    expect(march).toBe(2 - 2000 / 1020);
  });

  it("in percent is over the capital before a row at midnight, as before one an hour later", () => {
    for (const hour of ["00:00", "01:00"]) {
      const first = initialiseCapital(new CapitalLedger(), `2024-03-27 ${hour}`, { broker: 100_000 });
      const second = updateCapitalFromBroker(first, `2024-03-28 ${hour}`, 109_000).ledger;
      expect([...accountPandlPercent(second).values]).toEqual([0, 9]);
    }
  });

  it("in percent is over the maximum where asked", () => {
    const percent = accountPandlPercent(ledger(), { over: "maximum" });
    expect([...percent.values]).toEqual([1.6, -1.6, 2, 0]);
  });

  it("over no capital at all is missing, and counts as nothing in longer periods", () => {
    const nothing = initialiseCapital(new CapitalLedger(), "2024-03-28", { broker: 0 });
    const after = update(depositOrWithdraw(nothing, "2024-03-28 01:00", 100), "2024-03-28 02:00", 110);
    expect([...accountPandlPercent(after).values]).toEqual([Number.NaN]);
    expect([...accountPandlPercent(after, { frequency: "year" }).values]).toEqual([0]);
  });

  it("of an empty ledger is empty; of one row is zero", () => {
    expect(accountPandl(new CapitalLedger()).length).toBe(0);
    expect(accountPandlPercent(new CapitalLedger()).length).toBe(0);
    const one = initialiseCapital(new CapitalLedger(), "2024-03-30", { broker: 7, accumulated: 3 });
    expect(rows(accountPandl(one))).toEqual([["2024-03-29 00:00:00", 0]]);
    expect(rows(accountPandlPercent(one))).toEqual([["2024-03-29 00:00:00", 0]]);
  });
});
