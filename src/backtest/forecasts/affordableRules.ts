import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import type { Weights } from "../config/settings.js";
import { configError } from "../portfolio/configError.js";
import { normaliseWeights } from "../portfolio/normaliseWeights.js";

/**
 * The rules whose cost, as Sharpe ratio a year, is not above the ceiling; an unknown (NaN) cost is not.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where the ceiling is NaN.
 * @example
 * affordableRules({ carry: 0.004, ewmac2_8: 0.19 }, 0.13); // ["carry"]
 */
export function affordableRules(costs: Readonly<Record<string, number>>, ceiling: number): readonly string[] {
  if (Number.isNaN(ceiling)) {
    throw configError(
      "forecast_post_ceiling_cost_SR",
      "is NaN; give the greatest cost of a rule that is used",
    );
  }
  return Object.keys(costs).filter((rule) => !(costs[rule]! > ceiling));
}

/**
 * Raw weights without the rules that cost too much, those of the others made to add to 1. Where none is affordable
 * all stay, with weight 0, so that the combined forecast is 0.
 */
export function keepAffordable<T extends Weights | Frame>(raw: T, affordable: Iterable<string>): T {
  const kept = new Set(affordable);
  return (raw instanceof Frame ? affordableColumns(raw, kept) : affordableWeights(raw, kept)) as T;
}

function affordableColumns(raw: Frame, kept: ReadonlySet<string>): Frame {
  const names = raw.names.filter((rule) => kept.has(rule));
  if (names.length > 0) return normaliseWeights(raw.select(names));
  const zero = floatColumn(new Float64Array(raw.length));
  return new Frame(raw.time, new Map(raw.names.map((rule) => [rule, zero])));
}

function affordableWeights(raw: Weights, kept: ReadonlySet<string>): Weights {
  const entries = Object.entries(raw).filter(([rule]) => kept.has(rule));
  if (entries.length === 0) return Object.fromEntries(Object.keys(raw).map((rule) => [rule, 0]));
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  return Object.fromEntries(entries.map(([rule, weight]) => [rule, total === 0 ? 0 : weight / total]));
}
