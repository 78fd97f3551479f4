import type { InstrumentCode } from "../instruments/codes.js";
import type { OptimalPosition } from "../positions/optimalPosition.js";
import { type ReferencePrice, referencePrice } from "./referencePrice.js";
import { stalePrice } from "./stalePrice.js";
import type { WantedPosition } from "./storePositions.js";
import type { SystemRun } from "./systemLauncher.js";

/** The last buffers of an instrument, with the price and contract that they were made with. */
export function bufferedPosition(run: SystemRun, instrument: InstrumentCode): WantedPosition {
  const buffers = run.system.buffers(instrument);
  const [lower, upper] = [buffers.lower.at(-1), buffers.upper.at(-1)];
  return wantedPosition(run, instrument, lower + upper, ({ price, contract }) => ({
    kind: "buffered",
    lower,
    upper,
    referencePrice: price,
    referenceContract: contract,
  }));
}

/** The last optimal position of an instrument, fractional, with the price and contract that it was made with. */
export function rawPosition(run: SystemRun, instrument: InstrumentCode): WantedPosition {
  const optimal = run.system.notionalPosition(instrument).at(-1);
  return wantedPosition(run, instrument, optimal, ({ price, contract, time }) => ({
    kind: "raw",
    optimal,
    referencePrice: price,
    referenceContract: contract,
    referenceTime: time,
  }));
}

/** A position where there is a price to trade at, with a note where that is old; without one, the instrument is refused. */
function wantedPosition(
  { system, time }: SystemRun,
  instrument: InstrumentCode,
  value: number,
  position: (reference: ReferencePrice) => OptimalPosition,
): WantedPosition {
  const prices = system.data.instruments.get(instrument)?.multiplePrices;
  const reference = prices && referencePrice(prices);
  if (reference === undefined) {
    const message = "multiple prices have no price with its contract; update them and run again";
    return { instrument, problem: { code: "PRICES_EMPTY", message } };
  }
  const unknown = Number.isNaN(value) ? "no position yet: what is held is kept" : undefined;
  const notes = [unknown, stalePrice(reference.time, time)].filter((note) => note !== undefined);
  return { instrument, position: position(reference), note: notes.join("; ") || undefined };
}
