import type { Logger } from "./logger.js";

const nothing = (): void => undefined;

/** Takes nothing down: for what only tries what it would do. */
export const silentLogger: Logger = {
  msg: nothing,
  terse: nothing,
  warn: nothing,
  error: nothing,
  critical: nothing,
  setup: () => silentLogger,
  label: nothing,
};
