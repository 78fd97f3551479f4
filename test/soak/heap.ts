import { getHeapCodeStatistics } from "node:v8";

/** Memory after everything that can be collected was, in megabytes. */
export interface HeapFigure {
  /** Objects of the program; what the engine has compiled of it is not among them, and grows while more of it becomes hot. */
  readonly objects: number;
  /** Compiled code. */
  readonly code: number;
  /** Numbers in typed arrays, and other bytes outside the heap. */
  readonly arrays: number;
}

export function heapFigure(): HeapFigure {
  if (globalThis.gc === undefined) throw new Error("run this with node --expose-gc");
  for (let time = 0; time < 4; time++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  const statistics = getHeapCodeStatistics();
  const code = statistics.code_and_metadata_size + statistics.bytecode_and_metadata_size;
  return { objects: megabytes(heapUsed - code), code: megabytes(code), arrays: megabytes(external) };
}

const megabytes = (bytes: number): number => Math.round((bytes / 2 ** 20) * 100) / 100;
