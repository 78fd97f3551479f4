import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../production/clock.js";

/** The clock of the machine. */
export const nodeClock: Clock = {
  now: Date.now,
  async sleep(milliseconds, signal) {
    try {
      await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
