/*
 * What surrounds the lines of a plot: grid, axis labels, marker ticks. These functions also run inside the page, so each
 * stands alone.
 */
import type { numberLabel, numberTicks, timeTicks } from "./ticks.js";

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** The part of a chart that is seen, and the size of the plot in CSS pixels. */
export interface PlotView {
  /** Epoch milliseconds at both edges. */
  readonly from: number;
  readonly to: number;
  readonly left: ValueRange | undefined;
  readonly right: ValueRange | undefined;
  /** Epoch milliseconds. */
  readonly markers: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** Paths in percent of the plot, and labels as HTML (numbers and dates only: no text of a user's). */
export interface PlotFrame {
  readonly grid: string;
  readonly zero: string;
  readonly marks: string;
  /** The markers down the whole plot, where they are not too close. */
  readonly markLines: string;
  readonly x: string;
  readonly left: string;
  readonly right: string;
  /** Characters of the longest label of each axis. */
  readonly leftWidth: number;
  readonly rightWidth: number;
}

export interface TickTools {
  readonly numberLabel: typeof numberLabel;
  readonly numberTicks: typeof numberTicks;
  readonly timeTicks: typeof timeTicks;
}

/** Grid, axis labels and marker ticks of a view. */
export function plotFrame(view: PlotView, tools: TickTools): PlotFrame {
  const percent = (share: number): string => String(Math.round(share * 100_000) / 1000);
  const across = (time: number): string => percent((time - view.from) / (view.to - view.from));
  let grid = "";
  let zero = "";

  const x = tools
    .timeTicks(view.from, view.to, view.width / 85)
    .map(({ time, label, context }) => {
      grid += `M${across(time)} 0V100`;
      return `<span style="left:${across(time)}%">${label}${context === "" ? "" : `<b>${context}</b>`}</span>`;
    })
    .join("");

  const axis = (range: ValueRange | undefined, drawGrid: boolean): { html: string; width: number } => {
    if (range === undefined) return { html: "", width: 0 };
    const { values, labels } = tools.numberTicks(range.low, range.high, view.height / 50, tools.numberLabel);
    const html = values.map((value, at) => {
      const top = percent((range.high - value) / (range.high - range.low));
      if (drawGrid && value === 0) zero += `M0 ${top}H100`;
      else if (drawGrid) grid += `M0 ${top}H100`;
      return `<span style="top:${top}%">${labels[at]}</span>`;
    });
    return { html: html.join(""), width: Math.max(...labels.map((label) => label.length), 1) };
  };
  const left = axis(view.left, true);
  const right = axis(view.right, view.left === undefined);

  const seen = view.markers.filter((time) => time >= view.from && time <= view.to);
  const marks = seen.map((time) => `M${across(time)} 0V4`).join("");
  const markLines =
    seen.length * 14 < view.width ? seen.map((time) => `M${across(time)} 0V100`).join("") : "";

  return {
    grid,
    zero,
    marks,
    markLines,
    x,
    left: left.html,
    right: right.html,
    leftWidth: left.width,
    rightWidth: right.width,
  };
}

/** A range with some air around it, and zero in it where that is wanted. */
export function withAir({ low, high }: ValueRange, zero: boolean): ValueRange {
  const from = zero ? Math.min(0, low) : low;
  const to = zero ? Math.max(0, high) : high;
  const air = to > from ? (to - from) * 0.06 : Math.abs(to) * 0.05 || 1.2;
  return { low: from - air, high: to + air };
}

/** The width that a marker's label takes, in CSS pixels; none for an empty one. */
export function labelWidth(label: string): number {
  return label === "" ? 0 : label.length * 6.4 + 12;
}

/** Which labels to show so that none touches another, the last ones first; both arrays in pixels, centres ascending. */
export function roomForLabels(centres: readonly number[], widths: readonly number[]): boolean[] {
  let free = Number.POSITIVE_INFINITY;
  const shown = centres.map(() => false);
  for (let at = centres.length - 1; at >= 0; at--) {
    const half = widths[at]! / 2;
    if (half === 0 || centres[at]! + half > free) continue;
    shown[at] = true;
    free = centres[at]! - half;
  }
  return shown;
}
