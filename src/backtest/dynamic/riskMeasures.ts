import { floatColumn } from "../../series/column.js";
import { backwardFill, forwardFill } from "../../series/fill.js";
import { Frame } from "../../series/frame.js";
import { reindex } from "../../series/reindex.js";
import { rollingQuantile } from "../../series/rollingQuantile.js";
import { toFrame } from "../../series/toFrame.js";
import { columnsFromFirst } from "./columnsFromFirst.js";
import { correlationReader, correlationsOf, type DatedCorrelation } from "./correlation.js";
import { covarianceMatrix, portfolioVariance } from "./covariance.js";

/** Shocked volatility: this quantile of so many rows, ten years of business days. */
const SHOCK = { quantile: 0.99, window: 2560, minPeriods: 3 };

/** What the risk of a portfolio is computed from; columns are instruments. */
export interface PortfolioToMeasure {
  /** Fractions of capital. */
  readonly weights: Frame;
  /** Annual standard deviations of returns, as fractions; filled forward here. Times before its first row use that row. */
  readonly volatilities: Frame;
  /** Ascending in time, read one by one; before the first there are no correlations. */
  readonly correlations: Iterable<DatedCorrelation>;
}

/**
 * The annual risk of a portfolio at each time of its weights, as fractions of capital. Columns: `risk`, the standard
 * deviation of its return; `shockedRisk`, the same with each volatility at the 99% quantile of its last ten years;
 * `sumAbsoluteRisk`, Σ|w|σ, the risk if every correlation went against the portfolio; `leverage`, Σ|w|. An instrument
 * without a weight, a volatility or a correlation at a time is left out of what needs it. Risk is NaN where its variance
 * is below zero.
 *
 * @throws ContangoError `OPTIMISATION` where correlations do not ascend in time, or a matrix is not of the size that its
 * names need.
 */
export function riskMeasures({ weights, volatilities, correlations }: PortfolioToMeasure): Frame {
  const { time, names } = weights;
  const filled = forwardFill(volatilities);
  const held = names.map((name) => weights.floats(name));
  const usual = columnsFromFirst(filled, names, time);
  const shocked = columnsFromFirst(shockedVolatilities(filled, weights), names, time);
  const matrixAt = correlationReader(correlations);
  const measures = {
    risk: new Float64Array(time.length),
    shockedRisk: new Float64Array(time.length),
    sumAbsoluteRisk: new Float64Array(time.length),
    leverage: new Float64Array(time.length),
  };
  let dated: DatedCorrelation | undefined;
  let matrix = correlationsOf(dated, names);
  for (let row = 0; row < time.length; row++) {
    const here = matrixAt(time[row]!);
    if (here !== dated) {
      dated = here;
      matrix = correlationsOf(dated, names);
    }
    measures.risk[row] = risk(held, usual, matrix, row);
    measures.shockedRisk[row] = risk(held, shocked, matrix, row);
    for (let i = 0; i < names.length; i++) {
      const weight = Math.abs(held[i]![row]!);
      const part = weight * usual[i]![row]!;
      if (!Number.isNaN(weight)) measures.leverage[row]! += weight;
      if (!Number.isNaN(part)) measures.sumAbsoluteRisk[row]! += part;
    }
  }
  const columns = Object.entries(measures).map(([name, values]) => [name, floatColumn(values)] as const);
  return new Frame(time, new Map(columns));
}

function shockedVolatilities(volatilities: Frame, weights: Frame): Frame {
  const { quantile, ...window } = SHOCK;
  const shocked = volatilities.names.map(
    (name) => [name, rollingQuantile(volatilities.series(name), quantile, window)] as const,
  );
  return forwardFill(reindex(backwardFill(toFrame(new Map(shocked))), weights));
}

/** √(w′Σw) of one row, over the instruments that have all it takes. */
function risk(
  weights: readonly Float64Array[],
  volatilities: readonly Float64Array[],
  matrix: Float64Array,
  row: number,
): number {
  const size = weights.length;
  const used: number[] = [];
  for (let i = 0; i < size; i++) {
    if (!Number.isNaN(weights[i]![row]! + volatilities[i]![row]! + matrix[i * size + i]!)) used.push(i);
  }
  const n = used.length;
  const correlations = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) correlations[i * n + j] = matrix[used[i]! * size + used[j]!]!;
  }
  const at = (columns: readonly Float64Array[]): Float64Array =>
    Float64Array.from(used, (i) => columns[i]![row]!);
  return Math.sqrt(portfolioVariance(at(weights), covarianceMatrix(at(volatilities), correlations)));
}
