import type { InstrumentCode } from "../../instruments/codes.js";
import { type Column, floatColumn, stringColumn } from "../../series/column.js";
import { backwardFill, forwardFill } from "../../series/fill.js";
import { Frame } from "../../series/frame.js";
import { reindex } from "../../series/reindex.js";
import { toFrame } from "../../series/toFrame.js";
import { columnsFromFirst } from "./columnsFromFirst.js";
import { correlationReader, correlationsOf, type DatedCorrelation } from "./correlation.js";
import { failureText, type OptimisationDiagnostics } from "./decision.js";
import { type OptimiserSettings, optimiserSettings } from "./optimiserSettings.js";
import { optimiseUniverse } from "./optimiseUniverse.js";
import { byInstrument, portfolioWeights, type SeriesByInstrument } from "./portfolioWeights.js";

/** Everything that the positions of a dynamically optimised system follow from. */
export interface DynamicSystem {
  /** Ideal fractional positions, in contracts, before a risk overlay. */
  readonly positions: SeriesByInstrument;
  /** As fractions of capital. */
  readonly valuesPerContract: SeriesByInstrument;
  /** Annual standard deviations of returns, as fractions; a column an instrument. */
  readonly volatilities: Frame;
  /** Ascending in time, read one by one; before the first there are no correlations. */
  readonly correlations: Iterable<DatedCorrelation>;
  /** The cost of trading a weight of 1, as a fraction of capital. */
  readonly costs: SeriesByInstrument;
  /** Instruments that are not traded but may be held. Default: none. */
  readonly reduceOnly?: readonly InstrumentCode[];
  readonly longOnly?: readonly InstrumentCode[];
}

export interface DynamicSettings extends OptimiserSettings {
  /** Is told of each date when it is done. */
  readonly onDate?: (progress: { readonly done: number; readonly of: number; readonly time: number }) => void;
}

export interface DynamicPositions {
  /** Whole contracts, an instrument a column. */
  readonly positions: Frame;
  /** On the same times, a column each of `OptimisationDiagnostics`, and `failure`: why there was no search, in words. */
  readonly diagnostics: Frame;
}

/**
 * The whole positions of a dynamically optimised system, date by date on the times of its {@link portfolioWeights}. Each
 * date starts from what the one before left, the first from none. Where there can be no search, what is held is kept, and
 * the diagnostics say why.
 *
 * @throws ContangoError `OPTIMISATION` where a setting is outside its range, an instrument has no values per contract,
 * or correlations are malformed.
 */
export function dynamicPositions(system: DynamicSystem, settings: DynamicSettings = {}): DynamicPositions {
  const { onDate, ...given } = settings;
  const chosen = optimiserSettings(given);
  const weights = portfolioWeights(system.positions, system.valuesPerContract);
  const { time } = weights;
  // In the order of codes, so that the order in which instruments are given never matters.
  const names = weights.names.sort();
  const filled = (series: SeriesByInstrument): Frame =>
    forwardFill(reindex(toFrame(byInstrument(series)), weights));
  const optimal = columnsFromFirst(filled(system.positions), names, time);
  const valuePerContract = columnsFromFirst(backwardFill(filled(system.valuesPerContract)), names, time);
  const volatilities = columnsFromFirst(forwardFill(system.volatilities), names, time);
  const costs = columnsFromFirst(filled(system.costs), names, time);
  const restrictions = {
    reduceOnly: names.map((name) => system.reduceOnly?.includes(name) ?? false),
    longOnly: names.map((name) => system.longOnly?.includes(name) ?? false),
  };
  const matrixAt = correlationReader(system.correlations);
  const positions = names.map(() => new Float64Array(time.length));
  const diagnostics: OptimisationDiagnostics[] = [];
  const failures: (string | undefined)[] = [];
  let matrix: DatedCorrelation | undefined;
  let correlations = correlationsOf(matrix, names);
  let previous: Float64Array = new Float64Array(names.length);
  for (let row = 0; row < time.length; row++) {
    const dated = matrixAt(time[row]!);
    if (dated !== matrix) {
      matrix = dated;
      correlations = correlationsOf(matrix, names);
    }
    const at = (columns: readonly Float64Array[]): Float64Array =>
      Float64Array.from(columns, (column) => column[row]!);
    const found = optimiseUniverse(
      {
        optimal: at(optimal),
        previous,
        valuePerContract: at(valuePerContract),
        volatilities: at(volatilities),
        correlations,
        costs: at(costs),
      },
      restrictions,
      chosen,
    );
    previous = found.positions;
    for (let i = 0; i < names.length; i++) positions[i]![row] = previous[i]!;
    diagnostics.push(found.diagnostics);
    failures.push(failureText(found.diagnostics.decision, names[found.failedAt]));
    onDate?.({ done: row + 1, of: time.length, time: time[row]! });
  }
  const columns = names.map((name, i) => [name, floatColumn(positions[i]!)] as const);
  return {
    positions: new Frame(time, new Map(columns)).select(weights.names),
    diagnostics: diagnosticsFrame(time, diagnostics, failures),
  };
}

const NUMBERS = [
  "trackingErrorOfPrevious",
  "trackingErrorOfOptimised",
  "distanceToOptimised",
  "adjustmentFactor",
  "steps",
] as const;

function diagnosticsFrame(
  time: Float64Array,
  rows: readonly OptimisationDiagnostics[],
  failures: readonly (string | undefined)[],
): Frame {
  const columns = new Map<string, Column>([["decision", stringColumn(rows.map((row) => row.decision))]]);
  for (const name of NUMBERS) columns.set(name, floatColumn(Float64Array.from(rows, (row) => row[name])));
  return new Frame(time, columns.set("failure", stringColumn(failures)));
}
