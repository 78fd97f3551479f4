/** Memory after everything that can be collected was, in megabytes. */
export interface HeapFigure {
  /** Objects of the program. */
  readonly objects: number;
  /** Numbers in typed arrays, and other bytes outside the heap. */
  readonly arrays: number;
}

export function heapFigure(): HeapFigure {
  if (globalThis.gc === undefined) throw new Error("run this with node --expose-gc");
  for (let time = 0; time < 3; time++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  const megabytes = (bytes: number): number => Math.round((bytes / 2 ** 20) * 100) / 100;
  return { objects: megabytes(heapUsed), arrays: megabytes(external) };
}
