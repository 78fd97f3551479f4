import { ContangoError } from "../errors/contangoError.js";
import { escapeHtml, paragraphs } from "./html.js";
import { numberLabel } from "./ticks.js";
import type { PanelText } from "./timePanel.js";

export interface BarPanelOptions extends PanelText {
  /** Decimals of the numbers beside the bars (default 2 below 100, else 0). */
  readonly decimals?: number;
  /** Units of the values, shown above them. */
  readonly unit?: string;
}

/** Horizontal bars, one a label. Made by {@link barPanel}. */
export interface BarPanel extends PanelText {
  readonly kind: "bars";
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  readonly decimals: number;
  readonly unit: string;
}

/**
 * A panel of one horizontal bar a label, from a plain object, a `Map` or pairs. Negative values point left; missing ones have no
 * bar.
 *
 * @throws ContangoError `CHART_DATA` for a value that is not a number, or decimals that are not 0 to 20.
 * @example
 * barPanel({ CORN: 0.233, US10: 0.117 }, { title: "Instrument weights" });
 */
export function barPanel(
  values: Readonly<Record<string, number>> | Iterable<readonly [string, number]>,
  options: BarPanelOptions = {},
): BarPanel {
  const { title, note, unit = "" } = options;
  const pairs = Symbol.iterator in values ? [...values] : Object.entries(values);
  const bars = pairs.map(([label, value]) => {
    if (typeof value !== "number") {
      throw new ContangoError(
        "CHART_DATA",
        "charts",
        `bar "${label}" is ${String(value)}, not a number; give numbers`,
      );
    }
    return { label, value };
  });
  const finite = bars.map(({ value }) => value).filter(Number.isFinite);
  const largest = Math.max(0, ...finite.map(Math.abs));
  const decimals = options.decimals ?? (finite.every(Number.isInteger) || largest >= 100 ? 0 : 2);
  if (!(Number.isInteger(decimals) && decimals >= 0 && decimals <= 20)) {
    throw new ContangoError(
      "CHART_DATA",
      "charts",
      `decimals were ${decimals}; give a whole number from 0 to 20`,
    );
  }
  return {
    kind: "bars",
    ...(title === undefined ? {} : { title }),
    ...(note === undefined ? {} : { note }),
    bars,
    decimals,
    unit,
  };
}

/** One panel of bars as HTML: a table whose middle column is drawn. */
export function barPanelHtml({ title, note, bars, decimals, unit }: BarPanel): string {
  const finite = bars.map(({ value }) => value).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const span = Math.max(0, ...finite) - low || 1;
  const percent = (value: number): string => String(Math.round((value / span) * 1e4) / 100);
  const bar = (value: number): string =>
    Number.isFinite(value)
      ? `<i class="${value < 0 ? "negative" : ""}" style="left:${percent(Math.min(0, value) - low)}%;width:${percent(Math.abs(value))}%"></i>`
      : "";
  const rows = bars.map(
    ({ label, value }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="bar"><div style="--zero:${percent(-low)}%">${bar(value)}</div></td>` +
      `<td class="number">${numberLabel(value, decimals)}</td></tr>`,
  );
  const head =
    unit === ""
      ? ""
      : `<thead><tr><th></th><td></td><th scope="col" class="number">${escapeHtml(unit)}</th></tr></thead>`;
  const empty = bars.length === 0 ? `<p class="empty">No data</p>` : "";
  const heading = title === undefined ? "" : `<h3>${escapeHtml(title)}</h3>`;
  return `<div class="panel">${heading}${paragraphs(note, "note")}<table class="bars">${head}<tbody>${rows.join("")}</tbody></table>${empty}</div>`;
}
