const KEY = Symbol.for("contango.activeWork");
const holder = globalThis as { [KEY]?: Set<string> };
holder[KEY] ??= new Set();

/**
 * Commits and leases that this thread is at work on, shared by every copy of the package in it: what a living
 * process holds in a store and has forgotten here was abandoned.
 */
export const activeWork: Set<string> = holder[KEY];
