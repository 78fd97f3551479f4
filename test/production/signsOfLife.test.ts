import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SIGN_OF_LIFE, showSignsOfLife } from "../../src/production/signsOfLife.js";

describe("signs of life", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are shown while a run is at work on one long item, and no longer than that [row 12]", async () => {
    let signs = 0;
    const end = showSignsOfLife(async () => {
      signs++;
      throw new Error("taken over");
    });
    await vi.advanceTimersByTimeAsync(3 * SIGN_OF_LIFE);
    expect(signs).toBe(3);
    await end();
    await vi.advanceTimersByTimeAsync(3 * SIGN_OF_LIFE);
    expect(signs).toBe(3);
  });
});
