import { describe, expect, it } from "vitest";
import { depositOrWithdraw, initialiseCapital } from "../../src/capital/changeCapital.js";
import { CapitalLedger } from "../../src/capital/ledger.js";
import { updateCapitalFromBroker } from "../../src/capital/updateCapital.js";
import { pageHtml } from "../../src/charts/pageHtml.js";
import { capitalReport } from "../../src/reports/capitalReport.js";
import { capitalText, pandlRows } from "../../src/reports/capitalTable.js";

let ledger = initialiseCapital(new CapitalLedger(), "2023-12-29 21:00", { broker: 500_000 });
ledger = updateCapitalFromBroker(ledger, "2024-01-02 21:00", 510_000).ledger;
ledger = depositOrWithdraw(ledger, "2024-01-03 09:00", 20_000);
ledger = updateCapitalFromBroker(ledger, "2024-01-03 21:00", 519_800).ledger;

describe("the capital page [row 41]", () => {
  it("has what capital is now, curves, and profit and loss by period", () => {
    const page = capitalReport(ledger, { currency: "EUR" });
    expect(page.subtitle).toBe("2023-12-29 to 2024-01-03, EUR");
    const panels = page.sections.flatMap(({ panels: all = [] }) => all);
    expect(panels[0]).toMatchObject({
      figures: [
        { label: "Total capital", value: "499,800", note: "maximum 499,800" },
        { label: "Broker value", value: "519,800" },
        { label: "P&L so far", value: "−200", note: "0.00%" },
        { label: "Last day", value: "−10,200", note: "2024-01-03, −2.00%" },
        { label: "This month", value: "−200", note: "0.00%" },
        { label: "This year", value: "−200", note: "0.00%" },
        { label: "Drawdown", value: "−2.0%", note: "deepest −2.0%" },
      ],
    });
    expect(panels.map(({ kind }) => kind)).toEqual([
      "figures",
      "time",
      "time",
      "time",
      "time",
      "table",
      "table",
      "table",
    ]);
    expect(pageHtml(page)).toContain("By month");
  });

  it("needs capital", () => {
    expect(() => capitalReport(new CapitalLedger())).toThrow(/never initialised/);
  });
});

describe("capital as text [row 41]", () => {
  it("lists periods, the last first", () => {
    expect(pandlRows(ledger, "day", 2)).toEqual([
      { period: "2024-01-03", "P&L": "-10,200", percent: "-2.00%", flows: "20,000", capital: "499,800" },
      { period: "2024-01-02", "P&L": "10,000", percent: "2.00%", flows: "", capital: "510,000" },
    ]);
    expect(pandlRows(ledger, "year").map(({ period, capital }) => [period, capital])).toEqual([
      ["2024", "499,800"],
      ["2023", "500,000"],
    ]);
  });

  it("says where there is none", () => {
    expect(capitalText(new CapitalLedger(), "USD")).toBe("total capital was never initialised");
  });
});
