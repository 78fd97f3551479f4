import { ContangoError } from "../errors/contangoError.js";
import { alignInner } from "../series/align.js";
import { Frame } from "../series/frame.js";
import { Series } from "../series/series.js";
import { between } from "../series/slice.js";
import { type TimeLike, toTime } from "../time/text.js";
import type { LineShape } from "./paths.js";

/** Points drawn in one panel at most: keeps a panel below 400 kB, and is more than a screen can show. */
const MOST_POINTS = 20_000;

/** What can be drawn against time: a series, several, or the numeric columns of a frame. */
export type ChartData = Series | readonly Series[] | Frame;

/** A moment marked on a chart, such as a roll. */
export interface Marker {
  readonly time: TimeLike;
  /** Shown above the chart where there is room, and always in the read-out. */
  readonly label?: string;
}

/** Words around a panel. */
export interface PanelText {
  readonly title?: string;
  readonly note?: string;
}

export interface TimePanelOptions extends PanelText {
  /** Draw only what lies between, both included. */
  readonly from?: TimeLike;
  readonly to?: TimeLike;
  readonly markers?: readonly (Marker | TimeLike)[];
  /** Units of the left axis: `USc/bu`, `contracts`. */
  readonly unit?: string;
  /** Let the left axis reach zero. */
  readonly zero?: boolean;
  /** Height of the plot in CSS pixels, from 80 to 2000 (default 280). */
  readonly height?: number;
  /** Points drawn at most, of all lines together (default 20,000): a page of many panels is smaller with fewer. */
  readonly points?: number;
}

export interface LinePanelOptions extends TimePanelOptions {
  /** Names of the series that are read on a second axis, at the right. */
  readonly rightAxis?: readonly string[];
  /** Units of the right axis. */
  readonly rightUnit?: string;
  /** Names of the series drawn as steps: each value holds until the next. */
  readonly steps?: readonly string[];
}

export interface BandPanelOptions extends TimePanelOptions {
  readonly lower: Series;
  readonly upper: Series;
  /** What the band is called in the legend (default "buffer"). */
  readonly bandName?: string;
  /** How the lines go (default step: each value holds until the next). */
  readonly shape?: LineShape;
}

export interface PanelLine {
  readonly series: Series;
  readonly axis: "left" | "right";
  readonly shape: LineShape;
}

export interface PanelBand {
  readonly name: string;
  /** On one index. */
  readonly lower: Series;
  readonly upper: Series;
  readonly shape: LineShape;
}

/** Lines against time. Made by {@link linePanel} and {@link bandPanel}. */
export interface TimePanel extends PanelText {
  readonly kind: "time";
  readonly lines: readonly PanelLine[];
  readonly band?: PanelBand;
  readonly markers: readonly { readonly time: number; readonly label: string }[];
  readonly unit: string;
  readonly rightUnit: string;
  readonly zero: boolean;
  readonly height: number;
  readonly points: number;
}

/**
 * A panel of one or several lines. A missing value breaks its line.
 *
 * @throws ContangoError `CHART_DATA` for data that is no series or frame, a frame without numeric columns, or a name that
 * no series has; `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * linePanel(adjusted, { title: "CORN", unit: "USc/bu", markers: [{ time: "2023-09-14", label: "2024H" }] });
 * linePanel([price, carry], { rightAxis: ["carry"] });
 */
export function linePanel(data: ChartData, options: LinePanelOptions = {}): TimePanel {
  const { rightAxis = [], steps = [], rightUnit = "" } = options;
  const all = seriesOf(data);
  for (const name of [...rightAxis, ...steps]) {
    if (all.some((series) => series.name === name)) continue;
    throw refuse(
      `there is no series "${name}"; the chart has ${all.map((series) => `"${series.name}"`).join(", ")}`,
    );
  }
  return {
    ...common(options),
    rightUnit,
    lines: all.map((series) => ({
      series: between(series, options.from, options.to),
      axis: rightAxis.includes(series.name) ? "right" : "left",
      shape: steps.includes(series.name) ? "step" : "straight",
    })),
  };
}

/**
 * A panel of one line and the band it should stay in, such as a position and its buffer. The band is drawn where both of
 * its edges have a value at the same time.
 *
 * @throws ContangoError `CHART_DATA` where one of the three is not a series; `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * bandPanel(position, { lower, upper, title: "Position in its buffer", unit: "contracts" });
 */
export function bandPanel(line: Series, options: BandPanelOptions): TimePanel {
  const { from, to, shape = "step", bandName = "buffer" } = options;
  const [series, lower, upper] = [line, options.lower, options.upper].map((one) =>
    between(requireSeries(one), from, to),
  );
  const [low, high] = alignInner([lower!, upper!]);
  return {
    ...common(options),
    rightUnit: "",
    lines: [{ series: series!, axis: "left", shape }],
    band: { name: bandName, lower: low!, upper: high!, shape },
  };
}

function common(options: TimePanelOptions): Omit<TimePanel, "lines" | "band" | "rightUnit"> {
  const { title, note, markers = [], unit = "", zero = false, height = 280, points = MOST_POINTS } = options;
  return {
    kind: "time",
    ...(title === undefined ? {} : { title }),
    ...(note === undefined ? {} : { note }),
    markers: markers
      .map((marker) =>
        typeof marker === "object" && "time" in marker
          ? { time: toTime(marker.time), label: marker.label ?? "" }
          : { time: toTime(marker), label: "" },
      )
      .sort((a, b) => a.time - b.time),
    unit,
    zero,
    height: Math.max(80, Math.min(2000, height)),
    points: Math.max(100, Math.min(points, MOST_POINTS)),
  };
}

function seriesOf(data: ChartData): readonly Series[] {
  if (data instanceof Frame) {
    const names = data.names.filter((name) => ["float64", "int64", "bool"].includes(data.column(name).kind));
    if (names.length === 0)
      throw refuse("the frame has no numeric column to draw; show it with tablePanel(frame)");
    return names.map((name) => data.series(name));
  }
  return Array.isArray(data) ? data.map(requireSeries) : [requireSeries(data)];
}

function requireSeries(value: unknown): Series {
  if (value instanceof Series) return value;
  throw refuse(
    `${value === null ? "null" : typeof value} cannot be drawn; give a Series, a list of them, or a Frame`,
  );
}

const refuse = (message: string): ContangoError => new ContangoError("CHART_DATA", "charts", message);
