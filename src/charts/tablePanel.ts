import { ContangoError } from "../errors/contangoError.js";
import { cell } from "../series/column.js";
import { Frame } from "../series/frame.js";
import { quantile } from "../series/reduce.js";
import { DAY } from "../time/civil.js";
import { isClosingTime } from "../time/close.js";
import { formatTime } from "../time/text.js";
import { escapeHtml, paragraphs } from "./html.js";
import { numberLabel } from "./ticks.js";
import type { PanelText } from "./timePanel.js";

/** What a table cell can hold; missing is empty. An object (a `Decimal`) shows as its text. */
export type TableCell = number | bigint | string | boolean | Date | null | undefined | { toString(): string };

/** Rows of a table, each an object whose keys are the columns; or a frame. */
export type TableData = readonly Readonly<Record<string, TableCell>>[] | Frame;

export interface TablePanelOptions extends PanelText {
  /** Which columns to show, in that order (default: all). */
  readonly columns?: readonly string[];
  /** Decimals of numeric columns, by name (default: as many as the values have, to six digits). */
  readonly decimals?: Readonly<Record<string, number>>;
  /** How many rows of a frame to show, the last ones (default 20). */
  readonly rows?: number;
  /** Columns of numbers whose cells are coloured: by their sign, the more the larger they are, all columns on one scale. */
  readonly shade?: readonly string[];
}

export interface TableColumn {
  readonly name: string;
  readonly numeric: boolean;
  readonly texts: readonly string[];
  /** How strongly each cell is coloured, from −1 to 1. */
  readonly shades?: readonly number[];
}

/** A table. Made by {@link tablePanel}. */
export interface TablePanel extends PanelText {
  readonly kind: "table";
  readonly columns: readonly TableColumn[];
  readonly rows: number;
}

/**
 * A table with a header; numbers stand right-aligned, with as many decimals in every row of a column.
 *
 * @throws ContangoError `CHART_DATA` for a column that no row has, or decimals that are not 0 to 20.
 * @example
 * tablePanel([{ instrument: "CORN", position: 3, trade: -1 }], { title: "To trade" });
 */
export function tablePanel(data: TableData, options: TablePanelOptions = {}): TablePanel {
  const { title, note, decimals = {}, shade = [] } = options;
  const shown = data instanceof Frame ? data.rows(Math.max(0, data.length - (options.rows ?? 20))) : data;
  const rows = shown instanceof Frame ? frameRows(shown) : shown;
  const names =
    shown instanceof Frame ? ["time", ...shown.names] : [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = options.columns ?? names;
  const unknown = [...columns, ...shade].find((name) => !names.includes(name) && rows.length > 0);
  if (unknown !== undefined) {
    throw refuse(
      `the table has no column "${unknown}"; it has ${names.map((name) => `"${name}"`).join(", ")}`,
    );
  }
  for (const [name, count] of Object.entries(decimals)) {
    if (!(Number.isInteger(count) && count >= 0 && count <= 20)) {
      throw refuse(`decimals of column "${name}" were ${count}; give a whole number from 0 to 20`);
    }
  }
  const left = data.length - rows.length;
  const frameNote = left > 0 ? `The last ${rows.length} of ${data.length.toLocaleString("en-US")} rows.` : "";
  const strength = shading(shade.flatMap((name) => rows.map((row) => row[name])));
  return {
    kind: "table",
    ...(title === undefined ? {} : { title }),
    ...(note === undefined && frameNote === "" ? {} : { note: [note, frameNote].filter(Boolean).join(" ") }),
    columns: columns.map((name) => {
      const cells = rows.map((row) => row[name]);
      const column = tableColumn(name, cells, decimals[name]);
      return shade.includes(name) ? { ...column, shades: cells.map(strength) } : column;
    }),
    rows: rows.length,
  };
}

function frameRows(frame: Frame): Record<string, TableCell>[] {
  return Array.from(frame.time, (time, row) => ({
    time: new Date(time),
    ...Object.fromEntries(
      [...frame.columns].map(([name, column]) => {
        const value = cell(column, row);
        return [name, column.kind === "time" && typeof value === "number" ? new Date(value) : value];
      }),
    ),
  }));
}

function tableColumn(name: string, cells: readonly TableCell[], decimals: number | undefined): TableColumn {
  const present = cells.filter((value) => value !== null && value !== undefined && value !== "");
  const numbers = present.filter((value) => typeof value === "number");
  const numeric = present.length > 0 && present.every(isNumeric);
  const places = decimals ?? decimalsOf(numbers);
  const dates = present.filter((value) => value instanceof Date).map((date) => date.getTime());
  const onlyDays = dates.every((time) => time % DAY === 0 || isClosingTime(time));
  const text = (value: TableCell): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number")
      return Number.isNaN(value) ? "" : numberLabel(value, places).replace("−", "-");
    if (typeof value === "bigint") return value.toLocaleString("en-US");
    if (value instanceof Date) return formatTime(value.getTime()).slice(0, onlyDays ? 10 : undefined);
    return String(value);
  };
  return { name, numeric, texts: cells.map(text) };
}

/** How strongly a cell is coloured where these are all of them: fully from the size that one in twenty reaches. */
function shading(cells: readonly TableCell[]): (cell: TableCell) => number {
  const sizes = cells
    .filter((value) => typeof value === "number" && Number.isFinite(value))
    .map((value) => Math.abs(Number(value)));
  const full = quantile(sizes, 0.95);
  return (cell) => {
    const share = typeof cell === "number" ? cell / full : 0;
    return Number.isFinite(share) ? Math.max(-1, Math.min(1, share)) : 0;
  };
}

/** True for numbers and texts of numbers (`12.5%`, `+3`, a `Decimal`); contract dates and other texts are words. */
function isNumeric(value: TableCell): boolean {
  if (typeof value === "number" || typeof value === "bigint") return true;
  if (typeof value === "boolean" || value instanceof Date) return false;
  const text = String(value);
  return /^[-+−]?[\d,]*\.?\d+%?$/.test(text) && !/^\d{8}$/.test(text);
}

/** The decimals that the numbers have, as far as cents, six digits of the largest or three of the smallest reach. */
function decimalsOf(numbers: readonly number[]): number {
  const sizes = numbers.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  if (sizes.length === 0) return 0;
  const wanted = Math.max(2, 5 - Math.floor(Math.log10(largest)), 2 - Math.floor(Math.log10(smallest)));
  const most = Math.max(0, Math.min(largest >= 1 ? 4 : 12, wanted));
  for (let places = 0; places < most; places++) {
    if (sizes.every((value) => Math.abs(value - Number(value.toFixed(places))) <= 1e-9 * largest))
      return places;
  }
  return most;
}

const refuse = (message: string): ContangoError => new ContangoError("CHART_DATA", "charts", message);

function shadeOf({ shades }: TableColumn, row: number): string {
  const shade = Math.round((shades?.[row] ?? 0) * 100);
  return shade === 0 ? "" : ` style="--shade:var(--c${shade < 0 ? 1 : 0}) ${Math.abs(shade) * 0.4}%"`;
}

/** One table as HTML. */
export function tablePanelHtml({ title, note, columns, rows }: TablePanel): string {
  const align = (column: TableColumn): string => (column.numeric ? ' class="number"' : "");
  const header = columns.map((column) => `<th scope="col"${align(column)}>${escapeHtml(column.name)}</th>`);
  const body = Array.from({ length: rows }, (_, row) => {
    const cells = columns.map(
      (column) => `<td${align(column)}${shadeOf(column, row)}>${escapeHtml(column.texts[row]!)}</td>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  const empty = rows === 0 ? `<p class="empty">No rows</p>` : "";
  const heading = title === undefined ? "" : `<h3>${escapeHtml(title)}</h3>`;
  return (
    `<div class="panel">${heading}${paragraphs(note, "note")}<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title ?? "Table")}">` +
    `<table${columns.some(({ shades }) => shades !== undefined) ? ' class="shaded"' : ""}><thead><tr>${header.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>${empty}</div>`
  );
}
