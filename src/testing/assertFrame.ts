import assert from "node:assert/strict";
import { type Column, cell, floatColumn, stringColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";

/**
 * Passes where two frames hold the same: times and cells bit for bit in value (NaN is NaN, −0 is not 0), column
 * names, their order and kinds, metadata. How text is coded does not matter.
 */
export function assertSameFrame(actual: Frame | undefined, expected: Frame): void {
  assert.ok(actual !== undefined, "expected a frame, got undefined");
  assert.equal(actual.length, expected.length, "number of rows");
  assert.deepEqual(actual.names, expected.names, "column names");
  assertSameCells("time", actual.time, expected.time);
  for (const [name, wanted] of expected.columns) {
    const column = actual.column(name);
    assert.equal(column.kind, wanted.kind, `kind of column "${name}"`);
    assertSameCells(name, cells(column), cells(wanted));
  }
  assert.deepEqual(actual.meta, expected.meta, "metadata");
}

function assertSameCells(name: string, actual: ArrayLike<unknown>, expected: ArrayLike<unknown>): void {
  for (let row = 0; row < expected.length; row++) {
    if (!Object.is(actual[row], expected[row])) {
      assert.fail(`row ${row} of "${name}" is ${String(actual[row])}, expected ${String(expected[row])}`);
    }
  }
}

const cells = (column: Column): ArrayLike<unknown> =>
  column.kind === "string"
    ? Array.from(column.values, (_, row) => cell(column, row))
    : (column.values as ArrayLike<unknown>);

/** One day of wall time in milliseconds. */
export const ONE_DAY = 86_400_000;

/** A frame of daily rows from day number `first`: a price that differs in every row, and a contract label. */
export function dailyFrame(first: number, rows: number, scale = 1): Frame {
  const time = Float64Array.from({ length: rows }, (_, row) => (first + row) * ONE_DAY);
  return new Frame(time, {
    PRICE: floatColumn(time.map((at) => (at / ONE_DAY) * scale + 0.1)),
    PRICE_CONTRACT: stringColumn(Array.from(time, (at) => `20${24 + Math.floor(at / ONE_DAY / 90)}0300`)),
  });
}
