import { escapeHtml, paragraphs } from "./html.js";
import { numberLabel } from "./ticks.js";
import type { PanelText } from "./timePanel.js";

/** One number to be read at a glance. */
export interface Figure {
  readonly label: string;
  /** Text is shown as it is; a number with two decimals below 100, else none. */
  readonly value: number | string;
  /** A few words below the number. */
  readonly note?: string;
}

/** Numbers to be read at a glance. Made by {@link figuresPanel}. */
export interface FiguresPanel extends PanelText {
  readonly kind: "figures";
  readonly figures: readonly Figure[];
}

/**
 * A panel of large numbers with their names, side by side.
 *
 * @example
 * figuresPanel([{ label: "Sharpe ratio", value: 0.62 }, { label: "Capital", value: "250,000 USD" }]);
 */
export function figuresPanel(figures: readonly Figure[], options: PanelText = {}): FiguresPanel {
  return { ...options, kind: "figures", figures };
}

/** One panel of figures as HTML. */
export function figuresPanelHtml({ title, note, figures }: FiguresPanel): string {
  const heading = title === undefined ? "" : `<h3>${escapeHtml(title)}</h3>`;
  const items = figures.map(
    ({ label, value, note: below }) =>
      `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(valueText(value))}${paragraphs(below, "below")}</dd></div>`,
  );
  return `<div class="panel">${heading}${paragraphs(note, "note")}<dl class="figures">${items.join("")}</dl></div>`;
}

const valueText = (value: number | string): string =>
  typeof value === "string" ? value : numberLabel(value, Math.abs(value) < 100 ? 2 : 0);
