/** The largest weight either way where nothing else bounds it. */
const UNBOUNDED = 999;

/** What the weight of one instrument has to keep to; weights are fractions of capital, missing ones NaN or left out. */
export interface WeightConstraints {
  /** The position may shrink but neither grow nor change its side. */
  readonly reduceOnly?: boolean;
  /** The position stays as it is, whatever else is asked for. */
  readonly noTrade?: boolean;
  readonly longOnly?: boolean;
  /** The largest weight either way; its sign does not count. */
  readonly maxPositionWeight?: number;
  /** The weight that is held. */
  readonly priorWeight?: number;
  readonly optimumWeight: number;
}

/** Where the weight of one instrument may lie, and how the search for it goes. */
export interface WeightBounds {
  readonly minimum: number;
  readonly maximum: number;
  /** 1 where contracts are bought from the start on, −1 where they are sold. */
  readonly direction: 1 | -1;
  readonly start: number;
}

/**
 * The bounds of an instrument's weight, the weight at which the search starts, and its direction. A held weight that is
 * not known counts as 0.
 *
 * @example
 * weightBounds({ optimumWeight: 0.3, priorWeight: 0.2, reduceOnly: true }); // from 0 up to 0.2
 */
export function weightBounds(constraints: WeightConstraints): WeightBounds {
  const [minimum, maximum] = range(constraints);
  const start = maximum === minimum ? maximum : minimum > 0 ? minimum : Math.min(maximum, 0);
  return { minimum, maximum, start, direction: direction(minimum, maximum, constraints.optimumWeight) };
}

function range(constraints: WeightConstraints): readonly [minimum: number, maximum: number] {
  const { reduceOnly = false, noTrade = false, longOnly = false } = constraints;
  const prior = known(constraints.priorWeight, 0);
  if (noTrade) return [prior, prior];
  const largest = Math.abs(known(constraints.maxPositionWeight, UNBOUNDED));
  let minimum = Math.max(longOnly ? 0 : -UNBOUNDED, -largest);
  let maximum = Math.min(UNBOUNDED, largest);
  if (reduceOnly) {
    minimum = prior < 0 ? Math.max(minimum, prior) : 0;
    maximum = prior > 0 ? Math.min(maximum, prior) : 0;
  }
  return [minimum, maximum];
}

function direction(minimum: number, maximum: number, optimum: number): 1 | -1 {
  if (minimum >= 0) return 1;
  if (maximum <= 0) return -1;
  return optimum < 0 || Object.is(optimum, -0) ? -1 : 1;
}

const known = (value: number | undefined, otherwise: number): number =>
  value === undefined || Number.isNaN(value) ? otherwise : value;
