import { Series } from "../series/series.js";
import { DAY } from "../time/civil.js";
import { type TimeGrid, timeGrid, type ValueGrid, valueGrid } from "./coordinates.js";
import { escapeHtml } from "./html.js";
import { bandPath, linePath, type Point } from "./paths.js";
import { type ValueRange, withAir } from "./plotFrame.js";
import { drawnRuns, isDrawn } from "./thinning.js";
import type { PanelBand, PanelLine, TimePanel } from "./timePanel.js";

/** The values of one axis: their grid, and the range that is seen. */
export interface Axis {
  readonly grid: ValueGrid;
  readonly range: ValueRange;
}

/** What a panel is drawn on. */
export interface Drawing {
  readonly grid: TimeGrid;
  /** Epoch milliseconds at both edges. */
  readonly from: number;
  readonly to: number;
  readonly axes: { readonly left: Axis | undefined; readonly right: Axis | undefined };
  /** Into how many columns a long line is thinned. */
  readonly columns: number;
}

/** The grids and ranges of a panel. */
export function drawingOf(panel: TimePanel): Drawing {
  const all = [...panel.lines.map(({ series }) => series), ...bandSeries(panel.band)];
  const times = all.map((series) => series.time);
  const grid = timeGrid(times);
  const filled = times.filter((time) => time.length > 0);
  const first = filled.length === 0 ? 0 : Math.min(...filled.map((time) => time[0]!));
  const last = filled.length === 0 ? 0 : Math.max(...filled.map((time) => time.at(-1)!));
  const margin = last > first ? (last - first) / 200 : Math.max(grid.unit, DAY);
  const axis = (side: "left" | "right"): Axis | undefined => {
    const values = panel.lines.filter((line) => line.axis === side).map(({ series }) => series.values);
    const band = side === "left" ? bandSeries(panel.band).map((series) => series.values) : [];
    const found = valueGrid([...values, ...band]);
    return found && { grid: found, range: withAir(found, panel.zero && side === "left") };
  };
  const weight = panel.lines.length + (panel.band === undefined ? 0 : 4);
  return {
    grid,
    from: first - margin,
    to: last + margin,
    axes: { left: axis("left"), right: axis("right") },
    columns: Math.max(100, Math.floor(panel.points / 4 / Math.max(1, weight))),
  };
}

const bandSeries = (band: PanelBand | undefined): Series[] =>
  band === undefined ? [] : [band.lower, band.upper];

/** The lines of one axis, and the band, in the coordinates of its grid. */
export function axisLayer(side: "left" | "right", drawing: Drawing, panel: TimePanel): string {
  const axis = drawing.axes[side];
  if (axis === undefined) return "";
  const { grid, range } = axis;
  const factor = 10 ** grid.decimals;
  const x = (time: number): number => (time - drawing.grid.origin) / drawing.grid.unit;
  const y = (value: number): number => (grid.base - value) * factor;
  const points = (series: Series): Point[][] =>
    drawnRuns(series.time, series.values, drawing.columns).map((run) =>
      run.map((row) => ({
        x: Math.round(x(series.time[row]!)),
        y: Math.round(y(series.values[row]!)),
      })),
    );
  const box = [x(drawing.from), y(range.high), x(drawing.to) - x(drawing.from), y(range.low) - y(range.high)];
  const line = ({ series, shape }: PanelLine): string => {
    const runs = points(series);
    const single = runs.length === 1 && runs[0]!.length === 1 ? " dot" : "";
    return path(linePath(runs, shape), `line ${lineColour(panel, series)}${single}`, series);
  };
  const band = side === "left" && panel.band !== undefined ? bandLayers(panel.band, points) : "";
  return (
    `<svg class="data ${side}" viewBox="${box.map((edge) => Number(edge.toPrecision(10))).join(" ")}" preserveAspectRatio="none"` +
    ` aria-hidden="true" data-base="${grid.base}" data-decimals="${grid.decimals}">` +
    `${band}${panel.lines
      .filter((one) => one.axis === side)
      .map(line)
      .join("")}</svg>`
  );
}

function bandLayers(band: PanelBand, points: (series: Series) => Point[][]): string {
  const { lower, upper, shape } = band;
  // An edge is drawn only where the other one is there too.
  const both = (one: Series, other: Series): Series =>
    new Series(
      one.time,
      one.values.map((value, row) => (isDrawn(other.values[row]!) ? value : Number.NaN)),
      one.name,
    );
  const high = points(both(upper, lower));
  const low = points(both(lower, upper));
  return (
    `<path class="band" d="${bandPath(high, low, shape)}"/>` +
    path(linePath(high, shape), "line edge", upper.named(`${band.name}, upper`)) +
    path(linePath(low, shape), "line edge", lower.named(`${band.name}, lower`))
  );
}

const path = (d: string, className: string, { name, values }: Series): string =>
  `<path class="${className}" data-name="${escapeHtml(name)}" data-decimals="${decimalsOf(values)}" d="${d}"/>`;

/** Decimals that the values are shown with. */
const decimalsOf = (values: Float64Array): number => Math.max(0, valueGrid([values])?.decimals ?? 0);

/** Classes of a line: six colours, from the seventh line on again with dashes, then with dots. */
export function lineColour(panel: TimePanel, series: Series): string {
  const at = panel.lines.findIndex((line) => line.series === series);
  return `c${at % 6} s${Math.floor(at / 6) % 3}`;
}
