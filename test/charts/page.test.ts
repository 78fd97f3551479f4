import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandPanel, barPanel, linePanel, type Panel, page, pageHtml, tablePanel } from "../../src/charts.js";
import { series } from "../../src/series/construct.js";
import { Series } from "../../src/series/series.js";
import { HOUR } from "../../src/time/civil.js";
import { type FakeElement, parsePage } from "./fakePage.js";

const price = series(["2024-03-01 23:00", "2024-03-04 23:00", "2024-03-05 23:00"], [101.25, null, 102.5], {
  name: "price",
});

/** A random walk, the same in every run. */
function walk(length: number, name: string, step = HOUR): Series {
  let value = 100;
  let state = 1;
  const values = Float64Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    value += state / 2_147_483_647 - 0.5;
    return Math.round(value * 100) / 100;
  });
  return new Series(
    Float64Array.from({ length }, (_, row) => row * step),
    values,
    name,
  );
}

const show = (...panels: Panel[]): FakeElement => parsePage(pageHtml(page({ title: "t", panels })));

describe("a page", () => {
  it("fetches nothing and runs no script but its own", () => {
    const html = pageHtml(
      page({ title: "Run", panels: [linePanel(price), barPanel({ a: 1 }), tablePanel([{ a: 1 }])] }),
    );
    expect(html.replace(/<script>[\s\S]*<\/script>/, "")).not.toMatch(
      /https?:|src=|<link|@import|url\(|<iframe|<object/i,
    );
    const document = parsePage(html);
    const script = document.querySelector("script")!.textContent;
    expect(script).not.toMatch(/fetch\(|XMLHttp|WebSocket|import\(|https?:/);
    const hash = createHash("sha256").update(script).digest("base64");
    expect(
      document
        .querySelectorAll("meta")
        .map((meta) => meta.getAttribute("content") ?? "")
        .join(),
    ).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
  });

  it("escapes every text that a user can give", () => {
    const evil = `</script></title><img src=x onerror=alert(1)>"'&`;
    const named = price.named(evil);
    const html = pageHtml(
      page({
        title: evil,
        subtitle: evil,
        text: [evil, evil],
        panels: [
          linePanel([named, price], {
            title: evil,
            note: evil,
            unit: evil,
            rightAxis: [evil],
            rightUnit: evil,
            markers: [{ time: "2024-03-04", label: evil }],
          }),
          bandPanel(named, { lower: price, upper: price, bandName: evil }),
          barPanel({ [evil]: 1 }, { title: evil, note: evil, unit: evil }),
          tablePanel([{ [evil]: evil }], { title: evil, note: evil }),
        ],
        sections: [evil, "b", "c", "d"].map((heading) => ({ heading, text: evil })),
      }),
    );
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img/);
    const document = parsePage(html);
    expect(document.querySelector("h1")!.textContent).toBe(evil);
    expect(document.querySelector(".markers span")!.textContent).toBe(evil);
    expect(document.querySelector("svg.data.right path.line")!.dataset.name).toBe(evil);
    const names = document.querySelectorAll(".chart").flatMap((chart) => [...chart.attributes.keys()]);
    expect(names.every((name) => /^(class|style|data-[a-z]+)$/.test(name))).toBe(true);
  });

  it("says what a chart shows to readers who cannot see it", () => {
    const document = show(linePanel(price, { title: "CORN", markers: ["2024-03-04"] }));
    expect(document.querySelector("svg.frame title")!.textContent).toBe("CORN");
    expect(document.querySelector("svg.frame desc")!.textContent).toBe(
      "price: 101.25 at 2024-03-01 23:00:00, 102.50 at 2024-03-05 23:00:00, between 101.25 and 102.50. One moment is marked.",
    );
  });

  it("links its sections where there are four or more", () => {
    const sections = ["a", "b", "c", "d"].map((heading) => ({ heading }));
    const links = (count: number): (string | null)[] =>
      parsePage(pageHtml(page({ title: "t", sections: sections.slice(0, count) })))
        .querySelectorAll("nav a")
        .map((link) => link.getAttribute("href"));
    expect(links(4)).toEqual(["#s1", "#s2", "#s3", "#s4"]);
    expect(links(3)).toEqual([]);
  });

  it("shows text and panels before its sections", () => {
    const both = page({ title: "t", text: "first", sections: [{ heading: "second" }] });
    expect(both.sections).toEqual([{ text: "first" }, { heading: "second" }]);
  });
});

describe("a chart", () => {
  it.each([
    ["no rows", []],
    ["one row", [5]],
    ["a missing row", [Number.NaN]],
    ["one value among missing", [Number.NaN, 3, Number.NaN]],
    ["only missing rows", [Number.NaN, Number.NaN]],
    ["zeros", [0, 0, 0]],
    ["a constant", [1e-9, 1e-9]],
    ["infinities", [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2]],
    ["tiny values", [0.0091, 0.0092, 0.0105]],
    ["huge values", [-3.1e14, 2.5e14]],
    ["the largest values", [-1.7e308, 1.7e308, 5]],
    ["negative values", [-5, -3, -4]],
  ])("is whole for %s", (_, values) => {
    const data = new Series(
      Float64Array.from(values, (_, row) => row * 86_400_000),
      Float64Array.from(values),
      "x",
    );
    const html = pageHtml(
      page({
        title: "t",
        panels: [linePanel(data), bandPanel(data, { lower: data, upper: data, markers: [0] })],
      }),
    );
    const drawn = values.some((value) => Math.abs(value) < 1e300);
    const document = parsePage(html);
    expect(html.slice(html.indexOf("<body>"), html.indexOf("<script>"))).not.toMatch(
      /NaN|Infinity|undefined|null/,
    );
    expect(document.querySelectorAll("p.empty").length).toBe(drawn ? 0 : 2);
    expect(document.querySelectorAll("svg.data path.line").length > 0).toBe(drawn);
    for (const svg of document.querySelectorAll("svg.data")) {
      const box = svg.getAttribute("viewBox")!.split(" ").map(Number);
      expect(box.every(Number.isFinite) && box[2]! > 0 && box[3]! > 0).toBe(true);
    }
  });

  it("never fails, whatever the times and values", () => {
    const rows = fc.uniqueArray(
      fc.record({ time: fc.integer({ min: -4e12, max: 4e12 }), value: fc.double() }),
      {
        selector: ({ time }) => time,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(rows, fc.boolean(), (list, zero) => {
        list.sort((a, b) => a.time - b.time);
        const data = new Series(
          Float64Array.from(list, ({ time }) => time),
          Float64Array.from(list, ({ value }) => value),
        );
        const html = pageHtml(page({ title: "t", panels: [linePanel(data, { zero })] }));
        expect(html.slice(html.indexOf("<body>"), html.indexOf("<script>"))).not.toMatch(
          /NaN|Infinity|undefined/,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("stays below 400 kB, however long and many its lines", () => {
    const size = (panel: Panel): number => Buffer.byteLength(pageHtml(page({ title: "t", panels: [panel] })));
    const long = walk(50_000, "price");
    const many = Array.from({ length: 12 }, (_, at) => long.named(`line ${at}`));
    expect(size(linePanel(long))).toBeLessThan(250_000);
    expect(size(linePanel(many))).toBeLessThan(400_000);
    const shifted = (by: number, name: string): Series =>
      new Series(
        long.time,
        long.values.map((value) => value + by),
        name,
      );
    expect(
      size(bandPanel(long, { lower: shifted(-1 / 3, "lower"), upper: shifted(1 / 3, "upper") })),
    ).toBeLessThan(400_000);
  });

  it("thins the labels of its markers and keeps their ticks", () => {
    const data = walk(5000, "price", 24 * HOUR);
    const markers = Array.from({ length: 170 }, (_, at) => ({
      time: at * 29 * 24 * HOUR,
      label: `2024H ${at}`,
    }));
    const document = show(linePanel(data, { markers }));
    const labels = document.querySelectorAll(".markers span");
    expect(labels).toHaveLength(170);
    const shown = labels.filter((label) => !label.hidden);
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.length).toBeLessThan(20);
    expect(shown.at(-1)).toBe(labels.at(-1));
    expect(document.querySelector(".marks")!.getAttribute("d")!.split("M")).toHaveLength(171);
  });

  it("tells its lines apart by colour, then by dashes", () => {
    const lines = Array.from({ length: 12 }, (_, at) => price.named(`line ${at}`));
    const classes = show(linePanel(lines))
      .querySelectorAll("svg.data path.line")
      .map((path) => path.className);
    expect(new Set(classes).size).toBe(12);
  });

  it("breaks its line at a missing value", () => {
    const [line] = show(linePanel(price)).querySelectorAll("svg.data path.line");
    expect(line!.getAttribute("d")).toBe("M0 0h0M4 -125h0");
  });
});
