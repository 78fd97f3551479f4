/** Slow, obvious versions of what the rules compute, on plain lists. */

const NONE = Number.NaN;
const has = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export interface Decay {
  readonly span?: number;
  readonly com?: number;
  readonly needed?: number;
}

const alphaOf = ({ span, com = 0 }: Decay): number => (span === undefined ? 1 / (1 + com) : 2 / (span + 1));

/** Every row's exponentially weighted mean from the definition: weights (1 − α)^age, whole sums. */
export function ewm(values: readonly number[], decay: Decay): number[] {
  return values.map((_, row) => {
    const rows = values.slice(0, row + 1);
    const seen = rows.filter(has).length;
    // By age since the last value: only ratios count, and a weight of 0 at once (span 1) would leave none.
    const newest = rows.findLastIndex(has);
    const weights = rows.map((value, at) => (has(value) ? (1 - alphaOf(decay)) ** (newest - at) : 0));
    if (seen < Math.max(1, decay.needed ?? 0)) return NONE;
    return sum(rows.map((value, at) => (has(value) ? weights[at]! * value : 0))) / sum(weights);
  });
}

/** The exponentially weighted sample deviation from its definition, corrected for bias. */
export function ewmDeviation(values: readonly number[], decay: Decay): number[] {
  const means = ewm(values, { ...decay, needed: 0 });
  return values.map((_, row) => {
    const rows = values.slice(0, row + 1);
    const weights = rows.map((value, at) => (has(value) ? (1 - alphaOf(decay)) ** (row - at) : 0));
    if (rows.filter(has).length < Math.max(2, decay.needed ?? 0)) return NONE;
    const total = sum(weights);
    const squares = sum(weights.map((weight) => weight * weight));
    const spread = sum(rows.map((value, at) => (has(value) ? weights[at]! * (value - means[row]!) ** 2 : 0)));
    return Math.sqrt((spread / total) * (total ** 2 / (total ** 2 - squares)));
  });
}

/** Each row's last so many values that are there, if they are enough. */
export const windows = (
  values: readonly number[],
  rows: number,
  needed: number,
  reduce: (window: readonly number[]) => number,
): number[] =>
  values.map((_, row) => {
    const window = values.slice(Math.max(0, row - rows + 1), row + 1).filter(has);
    return window.length < needed ? NONE : reduce(window);
  });

export const deviation = (values: readonly number[]): number => {
  const mean = sum(values) / values.length;
  if (values.length < 2) return NONE;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
};

export const mean = (values: readonly number[]): number => sum(values) / values.length;

export const fill = (values: readonly number[]): number[] =>
  values.map((_, row) => values.slice(0, row + 1).findLast((value) => !Number.isNaN(value)) ?? NONE);

export const lag = (values: readonly number[], rows: number): number[] =>
  values.map((_, row) => values[row - rows] ?? NONE);

export const each = (
  a: readonly number[],
  b: readonly number[],
  operation: (a: number, b: number) => number,
): number[] => a.map((value, row) => operation(value, b[row]!));

export const minus = (a: readonly number[], b: readonly number[]): number[] => each(a, b, (x, y) => x - y);
export const over = (a: readonly number[], b: readonly number[]): number[] => each(a, b, (x, y) => x / y);

export const crossover = (
  price: readonly number[],
  volatility: readonly number[],
  fast: number,
  slow: number,
): number[] => over(minus(ewm(price, { span: fast }), ewm(price, { span: slow })), fill(volatility));

/** The robust deviation of the level of some values. */
export function robust(values: readonly number[], days = 35): number[] {
  const s = ewmDeviation(values, { span: days, needed: 10 }).map((value) => Math.max(value, 1e-10));
  const q = windows(s, 500, 100, (window) => {
    const sorted = [...window].sort((a, b) => a - b);
    const place = 0.05 * (sorted.length - 1);
    const below = Math.floor(place);
    const above = sorted[Math.min(below + 1, sorted.length - 1)]!;
    return sorted[below]! + (place - below) * (above - sorted[below]!);
  });
  q[0] = 0;
  return each(s, fill(q), Math.max);
}
