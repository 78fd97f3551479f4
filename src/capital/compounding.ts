import { ContangoError } from "../errors/contangoError.js";
import { type Decimal, type MoneyLike, money, ZERO } from "./money.js";

/** Ways to let profits and losses change the capital that is traded. */
export const CAPITAL_METHODS = ["full", "half", "fixed"] as const;

/**
 * `full`: capital follows every profit and loss. `half`: losses and their recovery change it, profits above the
 * maximum do not. `fixed`: it never changes.
 */
export type CapitalMethod = (typeof CAPITAL_METHODS)[number];

/** The capital that is traded, and the most that `half` lets it become; in the base currency. */
export interface CapitalBase {
  readonly total: MoneyLike;
  readonly maximum: MoneyLike;
}

/** Capital after a profit or loss. */
export interface Compounded {
  readonly total: Decimal;
  readonly maximum: Decimal;
  /** The total without the maximum and the floor. */
  readonly unbounded: Decimal;
  /** True where the maximum held the total down: profit that is not traded, or a maximum lowered below the total. */
  readonly capped: boolean;
  /** True where the loss would have made the total negative; it is zero then. */
  readonly floored: boolean;
}

/** Full compounding: total + profit, not below zero; the maximum becomes the new total. */
export function fullCompounding(base: CapitalBase, profit: MoneyLike): Compounded {
  const unbounded = money(base.total, "total capital").plus(money(profit, "profit"));
  const floored = unbounded.lessThan(0);
  const total = floored ? ZERO : unbounded;
  return { total, maximum: total, unbounded, capped: false, floored };
}

/** Half compounding: total + profit, not above the maximum and not below zero; the maximum stays. */
export function halfCompounding(base: CapitalBase, profit: MoneyLike): Compounded {
  const maximum = money(base.maximum, "maximum capital");
  const unbounded = money(base.total, "total capital").plus(money(profit, "profit"));
  const capped = unbounded.greaterThan(maximum);
  const held = capped ? maximum : unbounded;
  const floored = held.lessThan(0);
  return { total: floored ? ZERO : held, maximum, unbounded, capped, floored };
}

/** Fixed capital: the total stays whatever the profit; the maximum becomes the total. */
export function fixedCapital(base: CapitalBase, profit: MoneyLike): Compounded {
  money(profit, "profit");
  const total = money(base.total, "total capital");
  return { total, maximum: total, unbounded: total, capped: false, floored: false };
}

const COMPOUNDING: Readonly<Record<CapitalMethod, (base: CapitalBase, profit: MoneyLike) => Compounded>> = {
  full: fullCompounding,
  half: halfCompounding,
  fixed: fixedCapital,
};

/** Checks the name of a compounding method. @throws ContangoError `CAPITAL_METHOD`. */
export function capitalMethod(name: string): CapitalMethod {
  const method = CAPITAL_METHODS.find((known) => known === name);
  if (method !== undefined) return method;
  throw new ContangoError(
    "CAPITAL_METHOD",
    "capital",
    `"${name}" is not a capital method; use one of ${CAPITAL_METHODS.join(", ")}`,
    { details: { method: name } },
  );
}

/**
 * Capital after a profit (or, below zero, a loss) under a method.
 *
 * @throws ContangoError `CAPITAL_METHOD` for an unknown method; `CAPITAL_VALUE` for an amount that is not finite.
 * @example
 * compound("half", { total: 118_000, maximum: 120_000 }, 9_000).total.toString(); // "120000"
 */
export function compound(method: CapitalMethod, base: CapitalBase, profit: MoneyLike): Compounded {
  return COMPOUNDING[capitalMethod(method)](base, profit);
}
