import { describe, expect, it } from "vitest";
import { pageHtml } from "../../src/charts/pageHtml.js";
import type { TablePanel } from "../../src/charts/tablePanel.js";
import { rollReportPage, rollReportText } from "../../src/reports/rollReport.js";
import type { RollInformation } from "../../src/rolls/rollInformation.js";
import { toTime } from "../../src/time/text.js";

const row = (instrument: string, given: Partial<RollInformation> = {}): RollInformation => ({
  instrument,
  state: "No_Roll",
  suggestion: "No_Roll",
  contracts: { priced: "20240600", forward: "20240900", carry: "20240900" },
  pricedPosition: 0,
  daysToRoll: 30,
  daysToExpiry: 40,
  daysToCarryExpiry: 50,
  relativeVolume: 0.0123,
  forwardVolume: 12_345.6,
  rollsBehind: 0,
  ...given,
});

const time = toTime("2024-05-02 21:00");
const tables = (page: ReturnType<typeof rollReportPage>): TablePanel[] =>
  page.sections.flatMap(({ panels = [] }) => panels).filter((panel) => panel.kind === "table");

describe("the roll report [row 28]", () => {
  const rows = [
    row("CORN", { daysToRoll: -1, rollsBehind: 1, suggestion: "Ask", pricedPosition: -3 }),
    row("<US10>", { state: "Passive" }),
  ];

  it("has figures, the table, bars, and what could not be told", () => {
    const page = rollReportPage({ time, rows, problems: [{ instrument: "GOLD", message: "no prices" }] });
    expect(page.subtitle).toBe("2024-05-02 21:00, 2 instruments");
    const [figures] = page.sections[0]!.panels!;
    expect(figures).toMatchObject({
      figures: [
        { label: "Within 10 days", value: "1", note: "CORN" },
        { label: "Past the roll date", value: "1", note: "CORN" },
        { label: "Expired", value: "0", note: "" },
        { label: "To be decided", value: "1", note: "CORN" },
        { label: "Rolling", value: "1", note: "<US10>" },
      ],
    });
    const [table, problems] = tables(page);
    const column = (name: string) => table!.columns.find((one) => one.name === name)?.texts;
    expect(column("instrument")).toEqual(["CORN", "<US10>"]);
    expect(column("suggestion")).toEqual(["Ask", "No_Roll"]);
    expect(column("rel. vol.")).toEqual(["0.012", "0.012"]);
    expect(column("fwd vol.")).toEqual(["12,346", "12,346"]);
    expect(column("behind")).toBeUndefined();
    expect(problems!.columns.map(({ texts }) => texts)).toEqual([["GOLD"], ["no prices"]]);
    expect(pageHtml(page)).not.toContain("<US10>");
  });

  it("tells how many rolls are behind, and names only some of many", () => {
    const many = Array.from({ length: 8 }, (_, at) => row(`I${at}`, { daysToRoll: -50, rollsBehind: 2 }));
    const page = rollReportPage({ time, rows: many, problems: [] });
    expect(tables(page)[0]!.columns.find(({ name }) => name === "behind")!.texts[0]).toBe("2");
    expect(JSON.stringify(page)).toContain("I0, I1, I2, I3 and 4 more");
    expect(tables(page)).toHaveLength(1);
  });

  it("is text for a mail", () => {
    expect(rollReportText({ time, rows, problems: [] })).toMatchInlineSnapshot(`
      "Roll report, 2024-05-02 21:00

      Status and time to roll in days
      instrument  status   roll_expiry  price_expiry  carry_expiry  contract_priced  contract_fwd  position_priced  relative_volume_fwd  contract_volume_fwd  suggestion
      CORN        No_Roll           -1            40            50         20240600      20240900               -3                0.012               12,346  Ask
      <US10>      Passive           30            40            50         20240600      20240900                0                0.012               12,346  No_Roll

      roll_expiry is days until the preferred roll, price_expiry until the priced contract expires, carry_expiry until the carry contract expires; whole days, -1 on the day itself.
      relative_volume_fwd is the volume of the forward contract where that of the priced one is 1; contract_volume_fwd is in contracts a day, both smoothed over the last two weeks.
      suggestion is the roll state to go to; Ask where a person has to decide.
      "
    `);
    expect(rollReportText({ time, rows: [], problems: [] })).toContain("no instrument has roll information");
  });
});
