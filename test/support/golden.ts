import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import { toTime } from "../../src/time/text.js";
import { GOLDEN } from "./folders.js";

/** A golden file, parsed. `T` is the form that the golden README gives for it. */
export function golden<T>(file: string): T {
  return JSON.parse(readFileSync(`${GOLDEN}/${file}`, "utf8")) as T;
}

const NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

/** The vectors of a golden file under `execution`, numbers that JSON cannot write decoded from their texts. */
export function goldenVectors<V>(file: string): readonly V[] {
  const decode = (_: string, value: unknown): unknown =>
    typeof value === "string" && Object.hasOwn(NUMBERS, value) ? NUMBERS[value] : value;
  return (JSON.parse(readFileSync(`${GOLDEN}/${file}`, "utf8"), decode) as { vectors: readonly V[] }).vectors;
}

/** What a golden file holds where the reference refuses. */
export interface Refused {
  readonly error: string;
}

export const isRefused = (expected: object): expected is Refused => "error" in expected;

/** Where the reference refuses, `make` has to throw a ContangoError whose details match; else `check` compares. */
export function orRefuses<T, E extends object>(
  make: () => T,
  expected: E | Refused,
  details: object,
  check: (made: T, expected: E) => void,
): void {
  if (!isRefused(expected)) {
    check(make(), expected);
    return;
  }
  let refusal: unknown;
  try {
    make();
  } catch (error) {
    refusal = error;
  }
  expect(refusal, expected.error).toBeInstanceOf(ContangoError);
  expect((refusal as ContangoError).details, expected.error).toMatchObject(details);
}

/** True where the golden folder has the file (a user's own folder may hold only some). */
export function hasGolden(file: string): boolean {
  return existsSync(`${GOLDEN}/${file}`);
}

/** A golden number: null is NaN. */
export const number = (value: number | null): number => value ?? Number.NaN;

/** A golden time as epoch milliseconds. */
export const time = (text: string): number => toTime(text);

/**
 * The largest difference between two lists, relative to the expected value (absolute below 1e-300); Infinity
 * where lengths differ or only one side is NaN. −0 equals 0.
 */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let row = 0; row < expected.length; row++) {
    const a = actual[row]!;
    const e = expected[row]!;
    if (a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    const difference = Math.abs(a - e) / Math.max(Math.abs(e), 1e-300);
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  return worst;
}

/** The tolerance of agreement with the reference. */
export const TOLERANCE = 1e-9;
