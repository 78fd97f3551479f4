import type { CorrelationMatrix } from "./correlationMatrix.js";

/** Merges less than this below the last one count as tied with it. */
const TIE = 1e-6;

/**
 * Two groups of assets that behave alike: clusters by complete linkage of the Euclidean distances between the rows of the
 * correlation matrix, cut below the last merge. Where that leaves more than two groups, because merges tie, or where a
 * correlation is unknown, every second asset is in the second group. Needs two assets at least.
 *
 * @returns Positions of assets.
 */
export function twoClusters(
  correlations: CorrelationMatrix,
): readonly [readonly number[], readonly number[]] {
  const size = correlations.names.length;
  const distances = rowDistances(correlations);
  const clusters = new Map<number, readonly number[]>(correlations.names.map((_, asset) => [asset, [asset]]));
  let height = Number.NEGATIVE_INFINITY;
  while (clusters.size > 2) {
    const [a, b] = closest([...clusters.keys()], distances, size);
    height = distances[a * size + b]!;
    clusters.set(a, [...clusters.get(a)!, ...clusters.get(b)!]);
    clusters.delete(b);
    for (const other of clusters.keys()) {
      const farther = Math.max(distances[a * size + other]!, distances[b * size + other]!);
      distances[a * size + other] = farther;
      distances[other * size + a] = farther;
    }
  }
  const [first, second] = [...clusters.keys()] as [number, number];
  const lastHeight = distances[first * size + second]!;
  if (height <= lastHeight - TIE) return [clusters.get(first)!, clusters.get(second)!];
  return everySecond(size);
}

/** Distances between rows of the matrix; NaN where a correlation of either is unknown. */
function rowDistances({ names, matrix }: CorrelationMatrix): Float64Array {
  const size = names.length;
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      let squares = 0;
      for (let k = 0; k < size; k++) squares += (matrix[i * size + k]! - matrix[j * size + k]!) ** 2;
      out[i * size + j] = Math.sqrt(squares);
      out[j * size + i] = Math.sqrt(squares);
    }
  }
  return out;
}

/** The two clusters that are nearest to each other. */
function closest(
  clusters: readonly number[],
  distances: Float64Array,
  size: number,
): readonly [number, number] {
  let nearest: readonly [number, number] = [clusters[0]!, clusters[1]!];
  let least = Number.POSITIVE_INFINITY;
  for (const [at, a] of clusters.entries()) {
    for (let next = at + 1; next < clusters.length; next++) {
      const distance = distances[a * size + clusters[next]!]!;
      if (distance >= least) continue;
      least = distance;
      nearest = [a, clusters[next]!];
    }
  }
  return nearest;
}

/** First, third, fifth … and second, fourth, sixth … */
function everySecond(size: number): readonly [readonly number[], readonly number[]] {
  const assets = Array.from({ length: size }, (_, asset) => asset);
  return [assets.filter((asset) => asset % 2 === 0), assets.filter((asset) => asset % 2 === 1)];
}
