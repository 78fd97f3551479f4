import type { ErrorCode } from "../errors/codes.js";
import { type ContangoError, isContangoError } from "../errors/contangoError.js";

const FATAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "STORE_CLOSED",
  "STORE_IO",
  "STORE_CORRUPT",
  "STORE_FORMAT",
  "STORE_READ_ONLY",
  "STORE_UNFINISHED",
  "LEASE_LOST",
]);

/** True for an error after which no other item can be done either. */
export const isFatal = (error: unknown): error is ContangoError =>
  isContangoError(error) && FATAL.has(error.code);
