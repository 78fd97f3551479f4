import { describe, expect, it } from "vitest";
import { bandPanel, linePanel, type Panel, page, pageHtml } from "../../src/charts.js";
import { series } from "../../src/series/construct.js";
import { type FakeElement, openPage } from "./fakePage.js";

const days = [
  "2024-03-01 23:00",
  "2024-03-04 23:00",
  "2024-03-05 23:00",
  "2024-03-06 23:00",
  "2024-03-11 23:00",
];
const price = series(days, [100, 101.5, null, 99.25, 120], { name: "price" });
const carry = series(days, [1, 2, 3, 4, 5], { name: "carry" });

function open(panel: Panel): { document: FakeElement; plot: FakeElement; readOut: () => string[] } {
  const document = openPage(pageHtml(page({ title: "t", panels: [panel] })));
  return {
    document,
    plot: document.querySelector(".plot")!,
    readOut: () => {
      const box = document.querySelector(".read-out")!;
      return box.hidden ? [] : box.querySelectorAll("p").map((row) => row.textContent);
    },
  };
}

/** The share of the plot's width at which a day lies: the span is ten days and a two-hundredth more at each end. */
const at = (day: number): number => (day + 0.05) / 10.1;

describe("the page's script", () => {
  it("draws the same as the page does without it", () => {
    const panel = linePanel([price, carry], {
      rightAxis: ["carry"],
      markers: [{ time: "2024-03-05", label: "roll" }],
    });
    const still = pageHtml(page({ title: "t", panels: [panel] }));
    const { document } = open(panel);
    for (const selector of [".grid", ".marks"]) {
      expect(still).toContain(`d="${document.querySelector(selector)!.getAttribute("d")}"`);
    }
    const boxes = document
      .querySelectorAll("svg.data")
      .map((svg) => svg.getAttribute("viewBox")!.split(" ").map(Number));
    const drawn = [...still.matchAll(/<svg class="data \w+" viewBox="([^"]+)"/g)].map(([, box]) =>
      box!.split(" ").map(Number),
    );
    expect(boxes).toHaveLength(2);
    for (const [index, edge] of boxes.flat().entries()) expect(edge).toBeCloseTo(drawn.flat()[index]!, 6);
  });

  it("reads out the nearest time and the values there", () => {
    const { document, plot, readOut } = open(
      linePanel([price, carry], {
        rightAxis: ["carry"],
        markers: [{ time: "2024-03-04 23:00", label: "<b>roll" }],
      }),
    );
    plot.send("pointermove", { at: at(3.2) });
    expect(readOut()).toEqual(["2024-03-04 · <b>roll", "price101.50", "carry2"]);
    plot.send("pointermove", { at: at(4.1) });
    expect(readOut()).toEqual(["2024-03-05", "price–", "carry3"]);
    plot.send("pointermove", { at: 1 });
    expect(readOut()).toEqual(["2024-03-11", "price120.00", "carry5"]);
    expect(document.querySelector(".read-out")!.className).toBe("read-out before");
    plot.send("pointerleave");
    expect(readOut()).toEqual([]);
  });

  it("reads out a band after its line", () => {
    const upper = series(days, [101, 102, 103, 104, 105]);
    const { plot, readOut } = open(bandPanel(price, { lower: carry, upper, bandName: "buffer" }));
    plot.send("pointermove", { at: at(3) });
    expect(readOut()).toEqual(["2024-03-04", "price101.50", "buffer, upper102", "buffer, lower2"]);
  });

  it("zooms to what was dragged over, fits the values there, and goes back", () => {
    const { document, plot, readOut } = open(linePanel(price));
    const box = (): number[] =>
      document.querySelector("svg.data")!.getAttribute("viewBox")!.split(" ").map(Number);
    const whole = box();
    const reset = document.querySelector(".reset")!;
    expect(reset.hidden).toBe(true);
    plot.send("pointerdown", { at: at(6) });
    plot.send("pointermove", { at: at(0) });
    expect(document.querySelector(".selection")!.hidden).toBe(false);
    plot.send("pointerup", { at: at(0) });
    const [left, top, width, height] = box();
    expect([left, width].map((edge) => Number(edge!.toFixed(6)))).toEqual([0, 6]);
    // 99.25 to 101.5 and some air, in hundredths below the lowest value of all.
    expect([top, top! + height!].map((edge) => Number(edge!.toFixed(6)))).toEqual([-225 - 13.5, 13.5]);
    expect(document.querySelector(".axis.left")!.textContent).toBe("99.5100.0100.5101.0101.5");
    expect(reset.hidden).toBe(false);
    plot.send("pointermove", { at: 0.5 });
    expect(readOut()[0]).toBe("2024-03-04");

    for (const back of [
      () => plot.send("dblclick"),
      () => reset.send("click"),
      () => plot.send("keydown", { key: "Escape" }),
    ]) {
      back();
      expect(box().map((edge) => Number(edge.toFixed(6)))).toEqual(
        whole.map((edge) => Number(edge.toFixed(6))),
      );
      expect(reset.hidden).toBe(true);
      plot.send("pointerdown", { at: at(0) });
      plot.send("pointermove", { at: at(6) });
      plot.send("pointerup", { at: at(6) });
      expect(reset.hidden).toBe(false);
    }
  });

  it("does not zoom on a click", () => {
    const { document, plot } = open(linePanel(price));
    plot.send("pointerdown", { at: 0.5 });
    plot.send("pointermove", { at: 0.504 });
    plot.send("pointerup", { at: 0.504 });
    expect(document.querySelector(".reset")!.hidden).toBe(true);
  });

  it("steps from value to value with the arrow keys", () => {
    const { plot, readOut } = open(linePanel(carry));
    plot.send("keydown", { key: "ArrowLeft" });
    expect(readOut()).toEqual(["2024-03-06", "carry4"]);
    plot.send("keydown", { key: "ArrowLeft" });
    plot.send("keydown", { key: "ArrowRight" });
    plot.send("keydown", { key: "ArrowRight" });
    plot.send("keydown", { key: "ArrowRight" });
    expect(readOut()).toEqual(["2024-03-11", "carry5"]);
  });

  it("shows more marker labels where a zoom gives them room", () => {
    const markers = Array.from({ length: 30 }, (_, at) => ({
      time: Date.UTC(2024, 2, 1, 23 + at * 8),
      label: `roll number ${at}`,
    }));
    const { document, plot } = open(linePanel(price, { markers }));
    const shown = (): number =>
      document.querySelectorAll(".markers span").filter((label) => !label.hidden).length;
    const before = shown();
    plot.send("pointerdown", { at: at(0) });
    plot.send("pointermove", { at: at(2) });
    plot.send("pointerup", { at: at(2) });
    expect(before).toBeGreaterThan(4);
    expect(shown()).toBeGreaterThan(4);
    expect(
      document
        .querySelectorAll(".markers span")
        .slice(10)
        .every((label) => label.hidden),
    ).toBe(true);
  });

  it("leaves an empty chart alone", () => {
    const { document } = open(linePanel(series([], [])));
    expect(document.querySelector(".read-out")).toBeNull();
  });
});
