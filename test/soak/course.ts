import type { Findings } from "./checks/records.js";
import type { Witness } from "./checks/witness.js";
import type { HeapFigure } from "./heap.js";
import type { Flows } from "./person/capital.js";
import type { World } from "./world.js";

/** A soak that is going on: its world, and what is remembered of it. */
export interface Course {
  readonly world: World;
  readonly witness: Witness;
  readonly flows: Flows;
  readonly findings: Findings;
  readonly counts: Record<string, number>;
  /** By day, from 1. */
  readonly heap: Record<number, HeapFigure>;
}

/** Counts something that has happened. */
export function count({ counts }: Course, what: string, by = 1): void {
  counts[what] = (counts[what] ?? 0) + by;
}
