import type { InstrumentCode } from "../instruments/codes.js";
import { problemOf } from "./outcome.js";
import type { WantedPosition } from "./storePositions.js";
import type { SystemRun } from "./systemLauncher.js";

/**
 * What a system wants in each instrument. One whose position cannot be worked out is refused, and the others have theirs;
 * where none has, the last error is thrown.
 */
export function eachInstrument(
  { strategy, desk, system }: SystemRun,
  wanted: (instrument: InstrumentCode) => WantedPosition,
): readonly WantedPosition[] {
  const { instruments } = system;
  let failed = 0;
  return instruments.map((instrument, at) => {
    desk.progress?.({ strategy, step: "backtest", instrument, done: at + 1, total: instruments.length });
    try {
      return wanted(instrument);
    } catch (error) {
      if (++failed === instruments.length) throw error;
      return { instrument, problem: problemOf(error) };
    }
  });
}
