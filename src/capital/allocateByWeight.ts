import { ContangoError } from "../errors/contangoError.js";
import type { CurrencyCode, StrategyName } from "../instruments/codes.js";
import { minorUnitPlaces } from "./minorUnits.js";
import { Decimal, type MoneyLike, money } from "./money.js";

/** Numbers by name, as a map or a plain object. */
export type NamedNumbers = ReadonlyMap<string, number> | Readonly<Record<string, number>>;

/**
 * Shares an amount out in proportion to weights, so that the shares add up to it exactly. Each share is a whole number
 * of the currency's minor unit: the exact quota rounded down, the units then left over going one each to the largest
 * remainders (Hamilton's method), equal remainders in order of name. Where the amount itself holds a fraction of a minor
 * unit, that fraction goes to the next in the same order.
 *
 * @param total in `currency`, not negative.
 * @param weights not negative, at least one above zero; only their proportions count.
 * @returns one share for each name, in order of name.
 * @throws ContangoError `ALLOCATION` for weights that are negative, not finite or all zero, or a negative total;
 * `CAPITAL_VALUE` for a total that is not finite.
 * @example
 * allocateByWeight(100, { a: 1, b: 1, c: 1 }); // a 33.34, b 33.33, c 33.33
 */
export function allocateByWeight(
  total: MoneyLike,
  weights: NamedNumbers,
  options: { readonly currency?: CurrencyCode } = {},
): ReadonlyMap<StrategyName, Decimal> {
  const amount = money(total, "amount to allocate");
  if (amount.lessThan(0)) throw refused(`the amount to allocate was ${amount}; it cannot be below zero`);
  const unit = new Decimal(10).pow(-minorUnitPlaces(options.currency ?? "USD"));
  const wholeUnits = amount.dividedToIntegerBy(unit);
  const fraction = amount.minus(wholeUnits.times(unit));
  const quotas = wholeQuotas(BigInt(wholeUnits.toFixed()), weights);
  const shares = new Map(quotas.map(({ name, units }) => [name, unit.times(units.toString())]));
  const given = quotas.reduce((sum, { units }) => sum + units, 0n);
  const left = Number(BigInt(wholeUnits.toFixed()) - given);
  const next = quotas.filter(({ weight }) => weight > 0n).sort(byRemainder);
  for (const [place, { name }] of next.slice(0, left + 1).entries()) {
    shares.set(name, shares.get(name)!.plus(place < left ? unit : fraction));
  }
  return shares;
}

interface Quota {
  readonly name: StrategyName;
  readonly weight: bigint;
  /** Whole minor units: the exact quota rounded down. */
  readonly units: bigint;
  /** What rounding down took away, in units of 1 / sum of weights. */
  readonly remainder: bigint;
}

/** In order of name. Whole-number arithmetic, so that no weight is too small or too large. */
function wholeQuotas(units: bigint, weights: NamedNumbers): readonly Quota[] {
  const scaled = scaledWeights(weights);
  const sum = scaled.reduce((total, [, weight]) => total + weight, 0n);
  if (sum === 0n) throw refused("no strategy has a weight above zero; give at least one");
  return scaled.map(([name, weight]) => {
    const product = units * weight;
    return { name, weight, units: product / sum, remainder: product % sum };
  });
}

/** Weights as whole numbers in the same proportions, in order of name. */
function scaledWeights(weights: NamedNumbers): readonly (readonly [StrategyName, bigint])[] {
  const entries = weights instanceof Map ? [...weights] : Object.entries(weights);
  const exact = entries.map(([name, weight]): [StrategyName, Decimal] => {
    if (typeof weight === "number" && weight >= 0 && weight < Number.POSITIVE_INFINITY) {
      return [name, new Decimal(weight)];
    }
    throw refused(`the weight of "${name}" was ${String(weight)}; give a number of zero or more`, name);
  });
  const places = Math.max(0, ...exact.map(([, weight]) => weight.decimalPlaces()));
  return exact
    .map(([name, weight]) => [name, BigInt(weight.toFixed(places).replace(".", ""))] as const)
    .sort(([a], [b]) => byName(a, b));
}

const byName = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function byRemainder(a: Quota, b: Quota): number {
  return a.remainder === b.remainder ? byName(a.name, b.name) : a.remainder > b.remainder ? -1 : 1;
}

/** An `ALLOCATION` error, about one strategy if it is named. */
export function refused(what: string, strategy?: string, cause?: unknown): ContangoError {
  return new ContangoError("ALLOCATION", "capital", what, { details: { strategy }, cause });
}
