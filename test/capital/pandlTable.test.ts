import { describe, expect, it } from "vitest";
import { accountPandl } from "../../src/capital/accountPandl.js";
import { depositOrWithdraw, initialiseCapital } from "../../src/capital/changeCapital.js";
import { CapitalLedger } from "../../src/capital/ledger.js";
import { pandlTable } from "../../src/capital/pandlTable.js";
import { updateCapitalFromBroker } from "../../src/capital/updateCapital.js";
import { sum } from "../../src/series/reduce.js";
import { formatTime } from "../../src/time/text.js";

let ledger = initialiseCapital(new CapitalLedger(), "2023-12-28 21:00", { broker: 500_000 });
for (const [time, broker] of [
  ["2023-12-29 21:00", 505_000],
  ["2024-01-02 21:00", 510_050],
  ["2024-01-05 21:00", 499_849],
] as const) {
  ledger = updateCapitalFromBroker(ledger, time, broker).ledger;
}
ledger = depositOrWithdraw(ledger, "2024-01-08 10:00", -100_000);
ledger = updateCapitalFromBroker(ledger, "2024-01-08 21:00", 401_849).ledger;
ledger = updateCapitalFromBroker(ledger, "2024-02-01 21:00", 401_849).ledger;

const rows = (by: "day" | "month" | "year") => {
  const table = pandlTable(ledger, { by });
  return Array.from(table.time, (time, row) => [
    formatTime(time).slice(0, 10),
    ...["pandl", "percent", "flows", "capital"].map((name) =>
      Number(table.floats(name)[row]!.toPrecision(8)),
    ),
  ]);
};

describe("profit and loss by period [row 41] [row 65]", () => {
  it("is net of flows, in currency and in percent of the capital before each day", () => {
    expect(rows("day").slice(0, 8)).toEqual([
      ["2023-12-28", 0, 0, 0, 500_000],
      ["2023-12-29", 5000, 1, 0, 505_000],
      ["2024-01-01", 0, 0, 0, 505_000],
      ["2024-01-02", 5050, 1, 0, 510_050],
      ["2024-01-03", 0, 0, 0, 510_050],
      ["2024-01-04", 0, 0, 0, 510_050],
      ["2024-01-05", -10_201, -2, 0, 499_849],
      ["2024-01-08", 2000, Number(((100 * 2000) / 499_849).toPrecision(8)), -100_000, 501_849],
    ]);
  });

  it("adds up by month and year, percent too", () => {
    const day = Number((-1 + (100 * 2000) / 499_849).toPrecision(8));
    expect(rows("month")).toEqual([
      ["2023-12-31", 5000, 1, 0, 505_000],
      ["2024-01-31", -3151, day, -100_000, 501_849],
      ["2024-02-29", 0, 0, 0, 501_849],
    ]);
    expect(rows("year")).toEqual([
      ["2023-12-31", 5000, 1, 0, 505_000],
      ["2024-12-31", -3151, day, -100_000, 501_849],
    ]);
    expect(sum(pandlTable(ledger).floats("pandl"))).toBe(sum(accountPandl(ledger).values));
  });

  it("of no rows has none", () => {
    expect(pandlTable(new CapitalLedger()).length).toBe(0);
  });
});
