import type { CurrencyCode, StrategyName } from "../instruments/codes.js";
import { allocateByWeight, type NamedNumbers, refused } from "./allocateByWeight.js";
import { minorUnitPlaces } from "./minorUnits.js";
import { Decimal, type MoneyLike, money, ZERO } from "./money.js";

/** What an {@link AllocationFunction} is told. */
export interface AllocationRequest {
  /** The amount to share out, in `currency`. */
  readonly total: Decimal;
  /** The base currency. */
  readonly currency: CurrencyCode;
  /** Every strategy that may be given a share. */
  readonly strategies: readonly StrategyName[];
  /** The other keys beside the function's name under `strategy_capital_allocation`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Amounts by name, as a map or a plain object. */
export type NamedAmounts = ReadonlyMap<string, MoneyLike> | Readonly<Record<string, MoneyLike>>;

/**
 * Decides how total capital is shared out: gives an amount for each strategy it knows, in the base currency. What it
 * leaves out gets nothing; what it does not give away stays unallocated.
 */
export type AllocationFunction = (request: AllocationRequest) => NamedAmounts;

export interface AllocationOptions {
  readonly strategies: readonly StrategyName[];
  /** The base currency; default USD. */
  readonly currency?: CurrencyCode;
  /** Default: {@link weightedAllocation}. */
  readonly allocate?: AllocationFunction;
  /** Handed to the function, as `{ strategy_weights: { trend: 60, carry: 40 } }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Capital by strategy, in the base currency. */
export interface Allocation {
  /** One amount for every strategy, zero where the function gave none, in order of name. */
  readonly capital: ReadonlyMap<StrategyName, Decimal>;
  /** What is left of the total. */
  readonly unallocated: Decimal;
}

/**
 * The allocation by `settings.strategy_weights` (they need not add up to 100); equal weights for every strategy where
 * there are none.
 *
 * @throws ContangoError `ALLOCATION`.
 */
export const weightedAllocation: AllocationFunction = ({ total, currency, strategies, settings }) => {
  const unknown = Object.keys(settings).find((name) => name !== "strategy_weights");
  if (unknown !== undefined) {
    throw refused(`allocation by weight knows no setting "${unknown}"; name the weights strategy_weights`);
  }
  const weights = settings.strategy_weights ?? new Map(strategies.map((name) => [name, 1]));
  if (typeof weights !== "object") throw refused("strategy_weights must name a weight for each strategy");
  return allocateByWeight(total, weights as NamedNumbers, { currency });
};

/**
 * Shares total capital out between strategies by a function, and checks what the function gives.
 *
 * @param total in the base currency.
 * @throws ContangoError `ALLOCATION` where there is no strategy, the function gives something else than amounts by name
 * (or a promise of them), a share is for an unknown strategy, is negative or not finite, or the shares exceed the total by
 * half a minor unit or more; `CAPITAL_VALUE` for the total.
 * @example
 * const { capital } = allocateCapital(100_000, {
 *   strategies: ["trend", "carry"],
 *   settings: { strategy_weights: { trend: 60, carry: 40 } },
 * });
 * capital.get("trend")?.toString(); // "60000"
 */
export function allocateCapital(total: MoneyLike, options: AllocationOptions): Allocation {
  const { currency = "USD", allocate = weightedAllocation, settings = {} } = options;
  const amount = money(total, "total capital");
  const strategies = [...new Set(options.strategies)].sort();
  if (strategies.length === 0)
    throw refused("there is no strategy to allocate to; name one in strategy_list");
  const shares = readShares(allocate({ total: amount, currency, strategies, settings }));
  for (const [name, share] of shares) {
    if (!strategies.includes(name)) {
      throw refused(`there is no strategy "${name}"; the strategies are ${strategies.join(", ")}`, name);
    }
    if (share.lessThan(0)) throw refused(`strategy "${name}" was given ${share}, which is negative`, name);
  }
  const capital = new Map(strategies.map((name) => [name, shares.get(name) ?? ZERO]));
  const unallocated = [...capital.values()].reduce((left, share) => left.minus(share), amount);
  const halfUnit = new Decimal(10).pow(-minorUnitPlaces(currency)).times(0.5);
  if (unallocated.lessThanOrEqualTo(halfUnit.negated())) {
    throw refused(
      `the shares add up to ${amount.minus(unallocated)} ${currency}, more than the total of ${amount}; give no more than there is`,
    );
  }
  return { capital, unallocated };
}

function readShares(given: NamedAmounts): ReadonlyMap<string, Decimal> {
  if (typeof (given as { then?: unknown } | null | undefined)?.then === "function") {
    throw refused("the allocation function gave a promise; give the amounts themselves, without async");
  }
  if (!(given instanceof Map) && Object.prototype.toString.call(given) !== "[object Object]") {
    const shown = Array.isArray(given) ? "a list" : String(given);
    throw refused(`the allocation function gave ${shown}; give an amount for each strategy, by name`);
  }
  const entries = given instanceof Map ? [...given] : Object.entries(given);
  return new Map(
    entries.map(([name, share]: [string, MoneyLike]) => {
      try {
        return [name, money(share)];
      } catch (cause) {
        throw refused(
          `strategy "${name}" was given ${String(share)}, which is not a finite amount`,
          name,
          cause,
        );
      }
    }),
  );
}
