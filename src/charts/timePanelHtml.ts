import type { Series } from "../series/series.js";
import { formatTime } from "../time/text.js";
import { valueGrid } from "./coordinates.js";
import { escapeHtml, paragraphs } from "./html.js";
import { labelWidth, plotFrame, roomForLabels } from "./plotFrame.js";
import { isDrawn } from "./thinning.js";
import { numberLabel, numberTicks, timeTicks } from "./ticks.js";
import type { TimePanel } from "./timePanel.js";
import { axisLayer, drawingOf, lineColour } from "./timePanelLayers.js";

/** Width that the page is laid out for before its script, if it may run, measures the real one. */
const ASSUMED_WIDTH = 940;

/** One panel as HTML; `id` is unique on the page. */
export function timePanelHtml(panel: TimePanel, id: string): string {
  const drawing = drawingOf(panel);
  const { grid, from, to, axes } = drawing;
  const markers = panel.markers.filter(({ time }) => time >= from && time <= to);
  const frame = plotFrame(
    {
      from,
      to,
      left: axes.left?.range,
      right: axes.right?.range,
      markers: markers.map(({ time }) => time),
      width: ASSUMED_WIDTH,
      height: panel.height,
    },
    { numberLabel, numberTicks, timeTicks },
  );
  const empty = axes.left === undefined && axes.right === undefined;
  const name = escapeHtml(panel.title ?? panel.lines.map(({ series }) => series.name).join(", "));
  const height = empty ? Math.min(96, panel.height) : panel.height;
  return [
    `<figure class="panel chart" style="--height:${height}px;--left:${frame.leftWidth}ch;--right:${frame.rightWidth}ch"`,
    ` data-from="${from}" data-to="${to}" data-origin="${grid.origin}" data-unit="${grid.unit}"${panel.zero ? " data-zero" : ""}>`,
    caption(panel),
    legend(panel),
    axisUnits(panel),
    markerLabels(markers, from, to),
    `<div class="plot" role="group" aria-label="Chart: ${name}"${empty ? "" : ' tabindex="0"'}>`,
    `<svg class="frame" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${name}</title><desc id="${id}-desc">${escapeHtml(describe(panel))}</desc>`,
    `<path class="grid" d="${frame.grid}"/><path class="zero" d="${frame.zero}"/>`,
    `<path class="marks" d="${frame.marks}"/><path class="mark-lines" d="${frame.markLines}"/></svg>`,
    axisLayer("left", drawing, panel),
    axisLayer("right", drawing, panel),
    empty
      ? '<p class="empty">No data</p>'
      : `<div class="axis left">${frame.left}</div><div class="axis right">${frame.right}</div><div class="axis time">${frame.x}</div>`,
    "</div></figure>",
  ].join("");
}

function caption(panel: TimePanel): string {
  const title = panel.title === undefined ? "" : `<h3>${escapeHtml(panel.title)}</h3>`;
  const note = paragraphs(panel.note, "note");
  return title === "" && note === "" ? "" : `<figcaption>${title}${note}</figcaption>`;
}

function legend(panel: TimePanel): string {
  const { lines, band } = panel;
  if (lines.length < 2 && band === undefined) return "";
  const twoAxes = lines.some((line) => line.axis === "right");
  const items = lines.map(
    ({ series, axis }) =>
      `<li><svg class="key" viewBox="0 0 20 8" aria-hidden="true"><path class="line ${lineColour(panel, series)}" d="M0 4H20"/></svg>` +
      `${escapeHtml(series.name)}${twoAxes && axis === "right" ? " <i>(right)</i>" : ""}</li>`,
  );
  const bandItem =
    band === undefined
      ? ""
      : `<li><svg class="key" viewBox="0 0 20 8" aria-hidden="true"><path class="band" d="M0 0H20V8H0z"/></svg>${escapeHtml(band.name)}</li>`;
  return `<ul class="legend">${items.join("")}${bandItem}</ul>`;
}

function axisUnits({ unit, rightUnit }: TimePanel): string {
  if (unit === "" && rightUnit === "") return "";
  return `<div class="units"><span>${escapeHtml(unit)}</span><span>${escapeHtml(rightUnit)}</span></div>`;
}

function markerLabels(markers: TimePanel["markers"], from: number, to: number): string {
  if (markers.length === 0) return "";
  const shares = markers.map(({ time }) => (time - from) / (to - from));
  const shown = roomForLabels(
    shares.map((share) => share * ASSUMED_WIDTH),
    markers.map(({ label }) => labelWidth(label)),
  );
  const spans = markers.map(
    ({ time, label }, at) =>
      `<span style="left:${Math.round(shares[at]! * 1e5) / 1e3}%" data-time="${time}"${shown[at] ? "" : " hidden"}>${escapeHtml(label)}</span>`,
  );
  return `<div class="markers">${spans.join("")}</div>`;
}

/** What a reader who cannot see the chart is told. */
function describe(panel: TimePanel): string {
  const lines = panel.lines.map(({ series }) => describeLine(series)).join(" ");
  const band = panel.band === undefined ? "" : ` Inside the band "${panel.band.name}".`;
  const count = panel.markers.length;
  const markers = count === 0 ? "" : count === 1 ? " One moment is marked." : ` ${count} moments are marked.`;
  return lines + band + markers;
}

function describeLine({ name, time, values }: Series): string {
  const range = valueGrid([values]);
  if (range === undefined) return `${name}: no values.`;
  const text = (value: number): string => numberLabel(value, Math.max(0, range.decimals));
  const at = (row: number): string => `${text(values[row]!)} at ${formatTime(time[row]!)}`;
  return (
    `${name}: ${at(values.findIndex(isDrawn))}, ${at(values.findLastIndex(isDrawn))}, ` +
    `between ${text(range.low)} and ${text(range.high)}.`
  );
}
