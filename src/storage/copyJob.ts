import { ContangoError } from "../errors/contangoError.js";
import type { Storage } from "./storage.js";

/** Where a copy goes, and what it tells on its way. */
export interface CopyJob {
  readonly from: Storage;
  readonly to: Storage;
  readonly signal: AbortSignal | undefined;
  /** Is called with every symbol and document that is done. */
  onDone(name: string, item: string): void;
}

/** What was copied did not arrive as it was sent. */
export function copyMismatch(name: string, item: string): ContangoError {
  return new ContangoError(
    "COPY_MISMATCH",
    "storage",
    `"${item}" of "${name}" is not the same on both sides after the copy; either side was written to meanwhile, or the store it was copied to cannot hold it: copy again`,
    { details: { name, item }, retryable: true },
  );
}
