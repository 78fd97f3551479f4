/** What the processes of `processes.test.ts` contend for. */
export const COUNTERS = { name: "contango_test_counters", key: ["name"] };
export const COUNTER = { name: "shared" };
export const LIBRARY = "contango_test";
export const SYMBOL = "shared";
