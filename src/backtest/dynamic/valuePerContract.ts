import { map, multiply } from "../../series/arithmetic.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { optimisationError } from "./optimisationError.js";

/** What the value of one contract is made of. */
export interface ContractValue {
  /** Price of the contract that is held, not back-adjusted. */
  readonly price: Series;
  /** One unit of the instrument's currency in the base currency; the last rate at or before each price is taken. */
  readonly fx: Series;
  /** Value of a price move of 1, in the instrument's currency. */
  readonly pointSize: number;
  /** In the base currency. */
  readonly capital: number;
}

/**
 * The value of one contract as a fraction of capital, on the times of its price.
 *
 * @throws ContangoError `OPTIMISATION` where the capital or the point size is not above 0.
 */
export function valuePerContract({ price, fx, pointSize, capital }: ContractValue): Series {
  for (const [name, value] of Object.entries({ capital, "the point size": pointSize })) {
    if (value > 0 && value < Number.POSITIVE_INFINITY) continue;
    throw optimisationError(`${name} is ${value}; give a number above 0`, { name });
  }
  return map(multiply(price, asOf(fx, price)), (value) => (value * pointSize) / capital).named(
    "value per contract",
  );
}
