import { alignOuter } from "../../series/align.js";
import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";

/** What one contract is worth. */
export interface ContractValue {
  /** Value of a price move of 1, in the instrument's currency. */
  readonly pointSize: number;
  /** Value of one unit of the instrument's currency in the base currency; a row has the last one at or before it. */
  readonly fxRate: Series;
}

/**
 * What a held position earns, in the base currency: the position of the row before, times the change of the price since
 * then. Gaps of both are filled forward; 0 where nothing was held or the price did not change; NaN where the FX rate is
 * missing. On every time of position and price.
 */
export function grossPandl(held: Series, price: Series, { pointSize, fxRate }: ContractValue): Series {
  const [position, prices] = alignOuter([held, price]);
  const { time, values: contracts } = position;
  const rates = asOf(fxRate, position).values;
  const out = new Float64Array(time.length);
  let before = Number.NaN;
  let contractsBefore = Number.NaN;
  for (let row = 0; row < out.length; row++) {
    const here = prices.values[row]!;
    const current = Number.isNaN(here) ? before : here;
    const points = contractsBefore * (current - before);
    out[row] = (Number.isNaN(points) ? 0 : points) * pointSize * rates[row]!;
    before = current;
    if (!Number.isNaN(contracts[row]!)) contractsBefore = contracts[row]!;
  }
  return new Series(time, out, "gross");
}
