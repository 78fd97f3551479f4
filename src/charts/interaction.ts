import type { PageDocument, PageElement } from "./pageElements.js";
import type { LinePoints, readLinePath } from "./paths.js";
import type { labelWidth, plotFrame, roomForLabels, TickTools, ValueRange, withAir } from "./plotFrame.js";
import type { momentLabel } from "./ticks.js";

/** What the page's script needs besides the document: functions that the page was drawn with, too. */
export interface InteractionTools extends TickTools {
  readonly plotFrame: typeof plotFrame;
  readonly roomForLabels: typeof roomForLabels;
  readonly labelWidth: typeof labelWidth;
  readonly withAir: typeof withAir;
  readonly readLinePath: typeof readLinePath;
  readonly momentLabel: typeof momentLabel;
  readonly onResize: (element: PageElement, listener: () => void) => void;
}

/**
 * Makes the charts of a page answer: a read-out of time and values under the pointer or the arrow keys, zoom by dragging, back by
 * double click or Escape, labels that fit the window. Its source is written into the page, so it uses only its arguments.
 */
export function attachInteraction(document: PageDocument, tools: InteractionTools): void {
  for (const figure of document.querySelectorAll(".chart")) attach(figure);

  function attach(figure: PageElement): void {
    const plot = figure.querySelector(".plot");
    const layers = [...figure.querySelectorAll("svg.data")].map(layerOf);
    if (plot === null || layers.length === 0) return;
    const setting = (name: string): number => Number(figure.dataset[name]);
    const full = { from: setting("from"), to: setting("to") };
    const [origin, unit] = [setting("origin"), setting("unit")];
    const markers = [...figure.querySelectorAll(".markers span")];
    const times = markers.map((marker) => Number(marker.dataset.time));
    let view = full;

    const part = (className: string, parent: PageElement): PageElement => {
      const element = document.createElement("div");
      element.className = className;
      element.hidden = true;
      parent.append(element);
      return element;
    };
    const crosshair = part("crosshair", plot);
    const selection = part("selection", plot);
    const readOut = part("read-out", plot);
    readOut.setAttribute("role", "status");
    const reset = document.createElement("button");
    reset.className = "reset";
    reset.textContent = "Whole range";
    reset.hidden = true;
    figure.append(reset);
    figure.classList.add("live");

    const toGrid = (time: number): number => (time - origin) / unit;
    const shareOf = (time: number): number => (time - view.from) / (view.to - view.from);

    /** What the values in view span on a layer; all of its values where the whole chart is in view. */
    function rangeOf(layer: Layer): ValueRange {
      if (view === full) return layer.whole;
      const [from, to] = [toGrid(view.from), toGrid(view.to)];
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const { points } of layer.lines) {
        const { x, y } = points();
        const first = Math.max(0, lastAtOrBefore(x, from));
        for (let at = first; at < x.length && x[at]! <= to; at++) {
          const value = layer.toValue(y[at]!);
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
      const zero = figure.dataset.zero !== undefined && layer.side === "left";
      return low > high ? layer.whole : tools.withAir({ low, high }, zero);
    }

    function layOut(): void {
      const ranges = new Map(layers.map((layer) => [layer.side, rangeOf(layer)]));
      const [width, height] = [plot!.clientWidth, plot!.clientHeight];
      if (width === 0) return;
      const frame = tools.plotFrame(
        { ...view, left: ranges.get("left"), right: ranges.get("right"), markers: times, width, height },
        tools,
      );
      const set = (selector: string, name: "d" | "html", text: string): void => {
        const element = figure.querySelector(selector)!;
        if (name === "d") element.setAttribute("d", text);
        else element.innerHTML = text;
      };
      set(".grid", "d", frame.grid);
      set(".zero", "d", frame.zero);
      set(".marks", "d", frame.marks);
      set(".mark-lines", "d", frame.markLines);
      set(".axis.time", "html", frame.x);
      set(".axis.left", "html", frame.left);
      set(".axis.right", "html", frame.right);
      figure.style.setProperty("--left", `${frame.leftWidth}ch`);
      figure.style.setProperty("--right", `${frame.rightWidth}ch`);
      for (const layer of layers) {
        const { low, high } = ranges.get(layer.side)!;
        const [left, top] = [toGrid(view.from), layer.toY(high)];
        layer.svg.setAttribute(
          "viewBox",
          [left, top, toGrid(view.to) - left, layer.toY(low) - top].join(" "),
        );
      }
      const seen = times.map((time) => time >= view.from && time <= view.to);
      const shown = tools.roomForLabels(
        times.map((time) => shareOf(time) * width),
        markers.map((marker, at) => (seen[at] ? tools.labelWidth(marker.textContent ?? "") : 0)),
      );
      markers.forEach((marker, at) => {
        marker.hidden = !shown[at];
        marker.style.left = `${shareOf(times[at]!) * 100}%`;
      });
      reset.hidden = view === full;
    }

    function zoomTo(from: number, to: number): void {
      const wide = to - from >= 2 * unit && (from > full.from || to < full.to);
      view = wide ? { from: Math.max(full.from, from), to: Math.min(full.to, to) } : full;
      readOut.hidden = crosshair.hidden = true;
      layOut();
    }

    /** The time of the point nearest to `time`, of all lines. */
    function snapped(time: number): number | undefined {
      let nearest: number | undefined;
      for (const { x } of layers.flatMap((layer) => layer.lines.map(({ points }) => points()))) {
        const at = lastAtOrBefore(x, toGrid(time));
        for (const candidate of [x[at], x[at + 1]]) {
          if (candidate === undefined) continue;
          const found = origin + candidate * unit;
          if (nearest === undefined || Math.abs(found - time) < Math.abs(nearest - time)) nearest = found;
        }
      }
      return nearest;
    }

    function show(wanted: number): void {
      const time = snapped(wanted);
      const outside = time === undefined || time < view.from || time > view.to;
      readOut.hidden = crosshair.hidden = outside;
      if (outside) return;
      shownTime = time;
      const share = shareOf(time);
      crosshair.style.left = `${share * 100}%`;
      const near = (view.to - view.from) / plot!.clientWidth;
      const named = markers.filter(
        (marker, at) => marker.textContent && Math.abs(times[at]! - time) <= near * 4,
      );
      const heading = [
        tools.momentLabel(time, unit),
        ...named.slice(0, 3).map((marker) => marker.textContent),
      ];
      const rows = layers.flatMap((layer) =>
        layer.lines.map((line) => {
          const row = document.createElement("p");
          row.innerHTML = `<svg class="key" viewBox="0 0 20 8"><path class="${line.className}" d="M0 4H20"/></svg><span></span><b></b>`;
          row.querySelector("span")!.textContent = line.name;
          row.querySelector("b")!.textContent = tools.numberLabel(
            layer.toValue(valueAt(line, toGrid(time))),
            line.decimals,
          );
          return row;
        }),
      );
      const title = document.createElement("p");
      title.textContent = heading.join(" · ");
      readOut.replaceChildren(title, ...rows);
      readOut.style.setProperty("--share", String(share));
      readOut.className = share > 0.5 ? "read-out before" : "read-out";
    }

    let shownTime = full.to;
    let dragFrom: number | undefined;
    const timeUnder = (event: { readonly clientX: number }): number => {
      const box = plot.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      return view.from + share * (view.to - view.from);
    };
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      plot.setPointerCapture(event.pointerId);
      dragFrom = timeUnder(event);
    });
    plot.addEventListener("pointermove", (event) => {
      const time = timeUnder(event);
      show(time);
      if (dragFrom === undefined) return;
      const [from, to] = [Math.min(dragFrom, time), Math.max(dragFrom, time)];
      selection.hidden = shareOf(to) - shareOf(from) < 0.01;
      selection.style.left = `${shareOf(from) * 100}%`;
      selection.style.width = `${(shareOf(to) - shareOf(from)) * 100}%`;
    });
    plot.addEventListener("pointerup", (event) => {
      const time = timeUnder(event);
      if (dragFrom !== undefined && !selection.hidden)
        zoomTo(Math.min(dragFrom, time), Math.max(dragFrom, time));
      dragFrom = undefined;
      selection.hidden = true;
    });
    plot.addEventListener("pointercancel", () => {
      dragFrom = undefined;
      selection.hidden = true;
    });
    plot.addEventListener("pointerleave", () => {
      readOut.hidden = crosshair.hidden = true;
    });
    const zoomOut = (): void => zoomTo(full.from, full.to);
    plot.addEventListener("dblclick", zoomOut);
    reset.addEventListener("click", zoomOut);
    plot.addEventListener("keydown", (event) => {
      const { x } = layers[0]!.lines[0]!.points();
      const at = lastAtOrBefore(x, toGrid(shownTime));
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Escape") zoomOut();
      if (step === undefined) return;
      event.preventDefault();
      const next = x[Math.min(x.length - 1, Math.max(0, at + step))];
      if (next !== undefined) show(Math.min(view.to, Math.max(view.from, origin + next * unit)));
    });
    tools.onResize(plot, layOut);
  }

  interface Line {
    readonly name: string;
    readonly className: string;
    readonly decimals: number;
    readonly points: () => LinePoints;
  }

  interface Layer {
    readonly svg: PageElement;
    readonly side: "left" | "right";
    readonly whole: ValueRange;
    readonly lines: readonly Line[];
    toValue(y: number): number;
    toY(value: number): number;
  }

  function layerOf(svg: PageElement): Layer {
    const base = Number(svg.dataset.base);
    const factor = 10 ** Number(svg.dataset.decimals);
    const [, top, , height] = svg.getAttribute("viewBox")!.split(" ").map(Number);
    const toValue = (y: number): number => base - y / factor;
    return {
      svg,
      side: svg.getAttribute("class")!.includes("right") ? "right" : "left",
      whole: { low: toValue(top! + height!), high: toValue(top!) },
      lines: ["path.line:not(.edge)", "path.edge"].flatMap((paths) =>
        [...svg.querySelectorAll(paths)].map(lineOf),
      ),
      toValue,
      toY: (value) => (base - value) * factor,
    };
  }

  function lineOf(path: PageElement): Line {
    let read: LinePoints | undefined;
    return {
      name: path.dataset.name ?? "",
      className: path.getAttribute("class")!,
      decimals: Number(path.dataset.decimals),
      points: () => {
        read ??= tools.readLinePath(path.getAttribute("d") ?? "");
        return read;
      },
    };
  }

  /** The y of a line at an x, that of the last point before it; NaN before the first and in a gap. */
  function valueAt(line: Line, at: number): number {
    const { x, y, starts } = line.points();
    const row = lastAtOrBefore(x, at);
    const after = x[row]! < at;
    if (after && (row === x.length - 1 || starts[row + 1])) return Number.NaN;
    return y[row] ?? Number.NaN;
  }

  function lastAtOrBefore(x: readonly number[], at: number): number {
    let [low, high] = [0, x.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (x[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
