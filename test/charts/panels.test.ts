import { describe, expect, it } from "vitest";
import { figuresPanel } from "../../src/charts/figuresPanel.js";
import { bandPanel, barPanel, linePanel, type Panel, page, pageHtml, tablePanel } from "../../src/charts.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { frame, series } from "../../src/series/construct.js";
import { toTime } from "../../src/time/text.js";
import { type FakeElement, parsePage } from "./fakePage.js";

const show = (panel: Panel): FakeElement => parsePage(pageHtml(page({ title: "t", panels: [panel] })));
const cells = (panel: Panel): string[][] =>
  show(panel)
    .querySelectorAll("tr")
    .map((row) => row.children.map((one) => one.textContent));

/** The message of the CHART_DATA error that a call throws. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (isContangoError(error, "CHART_DATA")) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const days = ["2024-03-01 23:00", "2024-03-04 23:00", "2024-03-05 23:00"];
const price = series(days, [1, 2, 3], { name: "PRICE" });

describe("linePanel", () => {
  it("draws the numeric columns of a frame", () => {
    const prices = frame(days, { PRICE: [1, 2, 3], PRICE_CONTRACT: ["a", "b", "c"], VOLUME: [1n, 2n, 3n] });
    expect(linePanel(prices).lines.map(({ series: { name } }) => name)).toEqual(["PRICE", "VOLUME"]);
  });

  it("draws what lies between two times, whole days included", () => {
    const { lines } = linePanel(price, { from: "2024-03-02", to: "2024-03-04" });
    expect([...lines[0]!.series.values]).toEqual([2]);
  });

  it("sorts markers, and leaves out those beside the data", () => {
    const panel = linePanel(price, {
      markers: ["2024-03-04", { time: "2024-03-02", label: "roll" }, new Date(0)],
    });
    expect(panel.markers).toEqual([
      { time: 0, label: "" },
      { time: toTime("2024-03-02"), label: "roll" },
      { time: toTime("2024-03-04"), label: "" },
    ]);
    expect(show(panel).querySelectorAll(".markers span")).toHaveLength(2);
  });

  it("puts named series on the right axis, and says so in the legend", () => {
    const document = show(
      linePanel([price, price.named("CARRY")], { rightAxis: ["CARRY"], unit: "USc", rightUnit: "%" }),
    );
    expect(document.querySelectorAll(".legend li").map((item) => item.textContent)).toEqual([
      "PRICE",
      "CARRY (right)",
    ]);
    expect(document.querySelectorAll(".units span").map((unit) => unit.textContent)).toEqual(["USc", "%"]);
    expect(document.querySelectorAll("svg.data.right path.line")).toHaveLength(1);
  });

  it("lets the axis reach zero when asked", () => {
    const high = series(days, [101, 102, 103]);
    const lowest = (panel: Panel): string => show(panel).querySelector(".axis.left span")!.textContent;
    expect(lowest(linePanel(high))).toBe("101.0");
    expect(lowest(linePanel(high, { zero: true }))).toBe("0");
  });

  it("draws as few points as asked for", () => {
    const long = series(
      Array.from({ length: 5000 }, (_, day) => day * 86_400_000),
      Array.from({ length: 5000 }, (_, day) => Math.sin(day)),
    );
    const size = (panel: Panel): number => pageHtml(page({ title: "t", panels: [panel] })).length;
    const points = (panel: Panel): number =>
      show(panel).querySelector("svg.data path.line")!.getAttribute("d")!.match(/-?\d+/g)!.length / 2;
    expect(points(linePanel(long))).toBe(5000);
    expect(points(linePanel(long, { points: 1000 }))).toBeLessThanOrEqual(1000);
    expect(points(linePanel(long, { points: 1 }))).toBeGreaterThan(200);
    expect(size(linePanel(long, { points: 1e9 }))).toBe(size(linePanel(long)));
  });

  it("refuses what cannot be drawn, by name", () => {
    expect(refusal(() => linePanel([1, 2] as never))).toContain(
      "number cannot be drawn; give a Series, a list of them, or a Frame",
    );
    expect(refusal(() => linePanel(undefined as never))).toContain("undefined cannot be drawn");
    expect(refusal(() => linePanel(frame(days, { LABEL: ["a", "b", "c"] })))).toContain(
      "no numeric column to draw",
    );
    expect(refusal(() => linePanel(price, { rightAxis: ["CARRY"] }))).toContain(
      'no series "CARRY"; the chart has "PRICE"',
    );
    expect(refusal(() => linePanel(price, { steps: ["x"] }))).toContain('no series "x"');
  });
});

describe("bandPanel", () => {
  const band = (panel: Panel): string | null =>
    show(panel).querySelector("svg.data path.band")!.getAttribute("d");
  const lower = series(days, [0, null, 2]);

  it("draws the band at the times that both edges have, and breaks it where one is missing", () => {
    const apart = series(["2024-03-01 23:00", "2024-03-05 23:00", "2024-03-06 23:00"], [2, 4, 9]);
    expect(band(bandPanel(price, { lower, upper: apart }))).toBe("M0 -2h4v-2L4 -2l0 2-4 0z");
    expect(band(bandPanel(price, { lower, upper: series(days, [2, 3, 4]) }))).toBe(
      "M0 -2h0L0 0zM4 -4h0L4 -2z",
    );
  });

  it("has a key for the line and one for the band", () => {
    const keys = show(bandPanel(price, { lower, upper: lower })).querySelectorAll(".legend li");
    expect(keys.map((item) => item.textContent)).toEqual(["PRICE", "buffer"]);
  });

  it("refuses edges that are not series", () => {
    expect(refusal(() => bandPanel(price, { lower: price, upper: 3 as never }))).toContain(
      "number cannot be drawn",
    );
  });
});

describe("barPanel", () => {
  it("takes objects, maps and pairs, and keeps their order", () => {
    const bars = [
      { label: "b", value: 1 },
      { label: "a", value: -2 },
    ];
    expect(barPanel({ b: 1, a: -2 }).bars).toEqual(bars);
    expect(barPanel(new Map(Object.entries({ b: 1, a: -2 }))).bars).toEqual(bars);
    expect(
      barPanel([
        ["b", 1],
        ["a", -2],
      ]).bars,
    ).toEqual(bars);
  });

  it("writes numbers beside the bars", () => {
    expect(cells(barPanel({ CORN: 0.233, US10: -0.1, none: Number.NaN }))).toEqual([
      ["CORN", "", "0.23"],
      ["US10", "", "−0.10"],
      ["none", "", "–"],
    ]);
    expect(cells(barPanel({ a: 1234.5 }, { unit: "USD" }))).toEqual([
      ["", "", "USD"],
      ["a", "", "1,235"],
    ]);
    expect(
      show(barPanel({ a: 3, b: -1 }))
        .querySelectorAll("i")
        .map((bar) => bar.getAttribute("style")),
    ).toEqual(["left:25%;width:75%", "left:0%;width:25%"]);
    expect(show(barPanel({})).querySelector(".empty")!.textContent).toBe("No data");
  });

  it("refuses what is no number", () => {
    expect(refusal(() => barPanel({ a: "1" } as never))).toContain('bar "a" is 1, not a number');
    expect(refusal(() => barPanel({ a: 1 }, { decimals: -1 }))).toContain("decimals were -1");
  });
});

describe("tablePanel", () => {
  it("writes each column with decimals of its own, numbers at the right", () => {
    const panel = tablePanel([
      {
        instrument: "CORN",
        price: 478.25,
        position: 3,
        weight: 0.1 + 0.2,
        capital: 1e6,
        contract: "20241200",
      },
      {
        instrument: "MXP",
        price: 0.05863,
        position: -8,
        weight: Number.NaN,
        capital: 1234.5,
        contract: null,
      },
    ]);
    expect(cells(panel)).toEqual([
      ["instrument", "price", "position", "weight", "capital", "contract"],
      ["CORN", "478.2500", "3", "0.3", "1,000,000.0", "20241200"],
      ["MXP", "0.0586", "-8", "", "1,234.5", ""],
    ]);
    expect(panel.columns.filter(({ numeric }) => numeric).map(({ name }) => name)).toEqual([
      "price",
      "position",
      "weight",
      "capital",
    ]);
  });

  it("takes columns and decimals", () => {
    const rows = [{ a: 1.239, b: true, c: 12n, d: { toString: () => "1,200.50" } }];
    expect(cells(tablePanel(rows, { columns: ["d", "a"], decimals: { a: 2 } }))).toEqual([
      ["d", "a"],
      ["1,200.50", "1.24"],
    ]);
    expect(cells(tablePanel(rows, { columns: ["b", "c"] }))).toEqual([
      ["b", "c"],
      ["true", "12"],
    ]);
  });

  it("shows the last rows of a frame, and how many there are", () => {
    const prices = frame(days, { PRICE: [1, null, 3], CONTRACT: ["20240300", null, "20240600"] });
    const panel = tablePanel(prices, { rows: 2, note: "Stored." });
    expect(cells(panel)).toEqual([
      ["time", "PRICE", "CONTRACT"],
      ["2024-03-04", "", ""],
      ["2024-03-05", "3", "20240600"],
    ]);
    expect(panel.note).toBe("Stored. The last 2 of 3 rows.");
    expect(cells(tablePanel(frame(["2024-03-01 14:00"], { x: [1] })))[1]).toEqual([
      "2024-03-01 14:00:00",
      "1",
    ]);
  });

  it("shows that it is empty", () => {
    expect(show(tablePanel([])).querySelector(".empty")!.textContent).toBe("No rows");
    expect(cells(tablePanel([], { columns: ["a"] }))).toEqual([["a"]]);
  });

  it("colours cells by sign and size, on one scale", () => {
    const rows = [
      { year: 2023, Jan: 2, Feb: -4 },
      { year: 2024, Jan: Number.NaN, Feb: 0 },
      { year: 2025, Jan: 4 },
    ];
    const document = show(tablePanel(rows, { shade: ["Jan", "Feb"] }));
    const colours = document.querySelectorAll("tbody td").map((cell) => cell.getAttribute("style"));
    const [half, full, below] = ["--shade:var(--c0) 20%", "--shade:var(--c0) 40%", "--shade:var(--c1) 40%"];
    expect(colours).toEqual([null, half, below, null, null, null, null, full, null]);
    expect(document.querySelector("table.shaded")).not.toBeNull();
    expect(show(tablePanel(rows)).querySelector("table.shaded")).toBeNull();
    expect(
      show(tablePanel([{ a: 0 }], { shade: ["a"] }))
        .querySelector("td")!
        .getAttribute("style"),
    ).toBeNull();
  });

  it("refuses unknown columns and broken decimals", () => {
    expect(refusal(() => tablePanel([{ a: 1 }], { shade: ["c"] }))).toContain('no column "c"; it has "a"');
    expect(refusal(() => tablePanel([{ a: 1 }], { columns: ["b"] }))).toContain('no column "b"; it has "a"');
    expect(refusal(() => tablePanel([{ a: 1 }], { decimals: { a: 1.5 } }))).toContain(
      'decimals of column "a" were 1.5',
    );
  });
});

describe("figuresPanel", () => {
  it("shows names, numbers and notes, texts as they are", () => {
    const document = show(
      figuresPanel(
        [
          { label: "Sharpe ratio", value: 0.619, note: "since <1990>" },
          { label: "Capital", value: -250_000.4 },
          { label: "Return", value: "12.3%" },
        ],
        { title: "At a glance", note: "Net." },
      ),
    );
    const texts = (selector: string): string[] =>
      document.querySelectorAll(selector).map(({ textContent }) => textContent);
    expect(texts("dt")).toEqual(["Sharpe ratio", "Capital", "Return"]);
    expect(texts("dd")).toEqual(["0.62since <1990>", "−250,000", "12.3%"]);
    expect([texts("h3"), texts(".note")]).toEqual([["At a glance"], ["Net."]]);
  });
});
