import { mergeNewer, type NewerMerge } from "../../prices/mergeNewer.js";
import { findSpike, priceColumnName, type Spike, type SpikeOptions } from "../../prices/spikes.js";
import { wrongAnswer } from "../../prompt/problems.js";
import { type Column, floatColumn } from "../../series/column.js";
import type { Frame } from "../../series/frame.js";
import { numberText, Series } from "../../series/series.js";

/** What a person says to a spike: the value is right, it is that of the row before, or it is this one. */
export type SpikeAnswer =
  | { readonly kind: "accepted" }
  | { readonly kind: "previous" }
  | { readonly kind: "typed"; readonly value: number };

/** What was decided about a spike. */
export interface SpikeDecision {
  readonly kind: SpikeAnswer["kind"];
  readonly spike: Spike;
  /** The value as the source has it. */
  readonly original: number;
  /** The value from then on. */
  readonly value: number;
}

/** Newer rows that are looked at before they join stored ones: the next question, or what came of it. */
export type SpikeReview<Data extends Series | Frame> = SpikeQuestion<Data> | ReviewedRows<Data>;

export interface SpikeQuestion<Data extends Series | Frame> {
  readonly status: "question";
  readonly spike: Spike;
  /** The row of the spike behind up to five rows before it, as they would be stored now. */
  readonly rows: Data;
  /** @throws ContangoError `PROMPT_ANSWER` for an answer that cannot be: there is no value before, no price is infinite. */
  decide(answer: SpikeAnswer): SpikeReview<Data>;
}

export interface ReviewedRows<Data extends Series | Frame> {
  readonly status: "reviewed";
  /** Rows to be added; none where nothing is newer than what is stored. */
  readonly added: Data;
  /** The same rows as the source has them. */
  readonly source: Data;
  /** In the order in which they were made; a typed value may be followed by another for the same row. */
  readonly decisions: readonly SpikeDecision[];
}

export interface ReviewOptions extends SpikeOptions {
  /** Columns of a frame that move with its price, by the same difference (default OPEN, HIGH and LOW). */
  readonly alongside?: readonly string[];
}

/** How many rows before a spike are shown. */
const ROWS_BEFORE = 5;

/**
 * Adds the rows later than the stored ones after a person's word on every spike among them. A typed value is checked again,
 * one that was accepted or taken from the row before is not. Where every spike is accepted, the rows are those of
 * `mergeNewer` without a limit.
 *
 * @throws ContangoError as `mergeNewer`.
 * @example
 * let review = reviewSpikes(stored, fetched, { maxSpike: 8 });
 * while (review.status === "question") review = review.decide({ kind: "accepted" });
 * review.added;
 */
export function reviewSpikes(old: Series, newer: Series, options?: ReviewOptions): SpikeReview<Series>;
export function reviewSpikes(old: Frame, newer: Frame, options?: ReviewOptions): SpikeReview<Frame>;
export function reviewSpikes<Data extends Series | Frame>(
  old: Data,
  newer: Data,
  options: ReviewOptions = {},
): SpikeReview<Data> {
  const unchecked = { ...options, maxSpike: Number.POSITIVE_INFINITY };
  const merge = mergeNewer(old as Frame, newer as Frame, unchecked) as Added<Data>;
  const { merged: source, rowsAdded } = merge;
  return next({ source, now: source, firstNew: source.length - rowsAdded, decisions: [] }, 0, options);
}

/** A merge in which nothing can be a spike, as there is no limit. */
type Added<Data extends Series | Frame> = Exclude<NewerMerge<Data>, { readonly status: "spike" }>;

interface State<Data> {
  /** Stored rows, and newer ones as the source has them. */
  readonly source: Data;
  /** The same, as decided so far. */
  readonly now: Data;
  readonly firstNew: number;
  readonly decisions: readonly SpikeDecision[];
}

/** Goes on from the row of this number among the newer ones. */
function next<Data extends Series | Frame>(
  state: State<Data>,
  row: number,
  options: ReviewOptions,
): SpikeReview<Data> {
  const { source, now, firstNew, decisions } = state;
  const from = now.time[firstNew + row];
  const spike = from === undefined ? undefined : findSpike(now, { ...options, from });
  if (spike === undefined) {
    const rows = (data: Data): Data => data.rows(firstNew) as Data;
    return { status: "reviewed", added: rows(now), source: rows(source), decisions };
  }
  return {
    status: "question",
    spike,
    rows: now.rows(Math.max(0, spike.row - ROWS_BEFORE), spike.row + 1) as Data,
    decide: (answer) => {
      const value = decidedValue(answer, spike);
      const original = priceAt(source, spike.row, options);
      const decided: State<Data> = {
        source,
        now: answer.kind === "accepted" ? now : withPrice(source, now, spike.row, value, options),
        firstNew,
        decisions: [...decisions, { kind: answer.kind, spike, original, value }],
      };
      return next(decided, spike.row - firstNew + (answer.kind === "typed" ? 0 : 1), options);
    },
  };
}

function decidedValue(answer: SpikeAnswer, { value, previous }: Spike): number {
  if (answer.kind === "previous" && !Number.isFinite(previous)) {
    throw wrongAnswer("there is no value before it; type one");
  }
  const decided = answer.kind === "typed" ? answer.value : answer.kind === "previous" ? previous : value;
  if (!Number.isFinite(decided)) throw wrongAnswer(`${numberText(decided)} is no price; type a number`);
  return decided;
}

const priceAt = (data: Series | Frame, row: number, { column }: ReviewOptions): number =>
  (data instanceof Series ? data : data.series(priceColumnName(data, column))).values[row]!;

/** The data with another price in a row; what stands alongside moves from where the source has it, by the same difference. */
function withPrice<Data extends Series | Frame>(
  source: Data,
  now: Data,
  row: number,
  value: number,
  { column, alongside = ["OPEN", "HIGH", "LOW"] }: ReviewOptions,
): Data {
  if (now instanceof Series) return new Series(now.time, now.values.with(row, value), now.name) as Data;
  const frame = now as Frame;
  const price = priceColumnName(frame, column);
  const delta = value - priceAt(source, row, { column: price });
  const columns: Record<string, Column> = {};
  for (const name of [price, ...alongside.filter((one) => one !== price && frame.columns.has(one))]) {
    const from = (source as Frame).series(name).values[row]!;
    const moved = name === price ? value : movedBy(delta, from, value);
    columns[name] = floatColumn(frame.series(name).values.with(row, moved));
  }
  return frame.with(columns) as Data;
}

/** Where the difference is from an infinite price, what is infinite beside it becomes the new price, and the rest stays. */
function movedBy(delta: number, from: number, value: number): number {
  if (Number.isFinite(delta)) return from + delta;
  return Math.abs(from) === Number.POSITIVE_INFINITY ? value : from;
}
