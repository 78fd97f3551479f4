import assert from "node:assert/strict";
import type { ErrorCode } from "../errors/codes.js";
import { ContangoError } from "../errors/contangoError.js";
import type { ConformanceCase } from "./conformance.js";

/** A case that gets one fresh store and closes it afterwards, whatever happened. */
export function storeCase<Store extends { close(): Promise<void> }>(
  name: string,
  body: (store: Store) => Promise<void>,
): ConformanceCase<Store> {
  return {
    name,
    async run(make) {
      const store = await make();
      try {
        await body(store);
      } finally {
        await store.close();
      }
    },
  };
}

/** Passes where the promise rejects with a {@link ContangoError} of this code; gives the error. */
export async function assertRejects(promise: Promise<unknown>, code: ErrorCode): Promise<ContangoError> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof ContangoError && error.code === code) return error;
    throw new assert.AssertionError({
      message: `expected a ContangoError ${code}, got ${error instanceof Error ? error.stack : String(error)}`,
      actual: error,
      expected: code,
    });
  }
  throw new assert.AssertionError({
    message: `expected a ContangoError ${code}, but the call succeeded`,
    actual: value,
    expected: code,
  });
}
