import { numberText, type Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";
import { counted } from "./counted.js";

/** Closes that differ by no more than this, relative, are the same. */
const SAME = 1e-9;

/** The largest difference between two series of closes. */
export interface LargestDifference {
  readonly time: number;
  readonly reference: number;
  readonly other: number;
  /** In percent of the larger of both. */
  readonly percent: number;
}

/** How the closes of one source compare with those of another. */
export interface ClosesComparison {
  readonly reference: string;
  readonly other: string;
  /** Bars that both have. */
  readonly compared: number;
  /** Of these, how many have another close. */
  readonly differing: number;
  /** Bars that only one of them has, between the first and the last bar that both have. */
  readonly unmatched: number;
  readonly largest: LargestDifference | undefined;
}

/** Closes under the name of their source. */
export interface NamedCloses {
  readonly source: string;
  readonly closes: Series;
}

export function compareCloses(reference: NamedCloses, other: NamedCloses): ClosesComparison {
  const [a, b] = [reference.closes, other.closes];
  let [compared, differing, unmatched, sinceMatch] = [0, 0, 0, 0];
  let largest: LargestDifference | undefined;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a.time[i]!, b.time[j]!];
    if (left !== right) {
      if (left < right) i++;
      else j++;
      if (compared > 0) sinceMatch++;
      continue;
    }
    unmatched += sinceMatch;
    sinceMatch = 0;
    compared++;
    const [one, two] = [a.values[i++]!, b.values[j++]!];
    const size = Math.max(Math.abs(one), Math.abs(two));
    if (!(Math.abs(one - two) > SAME * size)) continue;
    differing++;
    const percent = (100 * Math.abs(one - two)) / size;
    if (largest === undefined || percent > largest.percent) {
      largest = { time: left, reference: one, other: two, percent };
    }
  }
  return { reference: reference.source, other: other.source, compared, differing, unmatched, largest };
}

/** `csv and broker differ in 2 of 10 bars, most by 0.06% at 2024-03-28 23:00:00 (412.5 and 412.25), 1 bar unmatched`. */
export function comparisonText(comparison: ClosesComparison): string {
  const { reference, other, compared, differing, unmatched, largest } = comparison;
  const names = `${other} and ${reference}`;
  if (compared === 0) return `${names} have no bar in common`;
  const rest = unmatched === 0 ? "" : `, ${counted(unmatched, "bar")} unmatched`;
  if (largest === undefined) return `${names} agree in ${counted(compared, "bar")}${rest}`;
  const percent = `${Number(largest.percent.toPrecision(3))}%`;
  const values = `${numberText(largest.other)} and ${numberText(largest.reference)}`;
  return (
    `${names} differ in ${differing} of ${counted(compared, "bar")}, most by ${percent} at ${formatTime(largest.time)} ` +
    `(${values})${rest}`
  );
}
