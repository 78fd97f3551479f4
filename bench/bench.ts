/** One measured figure and what stands beside it. */
export interface BenchRow {
  /** What was measured, on which data. */
  readonly what: string;
  /** The figure, the median of the runs named in `what` where there are several. */
  readonly value: number;
  readonly unit: string;
  /** The bound that the figure must keep, as text: `<= 100 ms`. */
  readonly bound?: string;
  /** The peer's figure for the same work: the reference's, or a library's. */
  readonly peer?: string;
}

/** One bench file exports `bench`, which measures and gives its rows. */
export type Bench = () => Promise<readonly BenchRow[]>;

/** Median of `runs` timings of `work` in milliseconds, after `warmUps` that do not count. */
export function medianMilliseconds(work: () => unknown, runs = 20, warmUps = 5): number {
  for (let run = 0; run < warmUps; run++) work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[runs >> 1]!;
}
