import { subtract } from "../../series/arithmetic.js";
import { forwardFill } from "../../series/fill.js";
import type { Series } from "../../series/series.js";
import { numbersOf } from "./arguments.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

/** What the rules read that compare an instrument with its asset class. */
export type RelativeInputs = Pick<RuleInputs, "normalisedPrice" | "assetClassNormalisedPrice">;
export type RelativeArguments = NamedArguments<"horizon" | "span">;

/** By how much the instrument's normalised price has done better than that of its asset class. */
export const outperformance = ({ normalisedPrice, assetClassNormalisedPrice }: RelativeInputs): Series =>
  subtract(forwardFill(normalisedPrice), forwardFill(assetClassNormalisedPrice));

/** `horizon` in whole rows, by default 250; `span` of the smoothing, by default a quarter of it, at least 2. */
export function horizonAndSpan(rule: string, args: RelativeArguments): { horizon: number; span: number } {
  const { horizon, span } = numbersOf(rule, args, {
    horizon: { least: 1, whole: true, otherwise: 250 },
    span: { least: 1, otherwise: Number.NaN },
  });
  return { horizon, span: Math.max(2, Number.isNaN(span) ? Math.floor(horizon / 4) : span) };
}
