import type { ClassicSystem } from "../backtest/system/classicSystem.js";
import type { InstrumentCode } from "../instruments/codes.js";
import type { OptimalPosition } from "../positions/optimalPosition.js";
import { type ReferencePrice, referencePrice } from "./referencePrice.js";
import type { WantedPosition } from "./storePositions.js";

/** The last buffers of an instrument, with the price and contract that they were made with. */
export function bufferedPosition(system: ClassicSystem, instrument: InstrumentCode): WantedPosition {
  const buffers = system.buffers(instrument);
  const [lower, upper] = [buffers.lower.at(-1), buffers.upper.at(-1)];
  return wantedPosition(system, instrument, lower + upper, ({ price, contract }) => ({
    kind: "buffered",
    lower,
    upper,
    referencePrice: price,
    referenceContract: contract,
  }));
}

/** The last optimal position of an instrument, fractional, with the price and contract that it was made with. */
export function rawPosition(system: ClassicSystem, instrument: InstrumentCode): WantedPosition {
  const optimal = system.notionalPosition(instrument).at(-1);
  return wantedPosition(system, instrument, optimal, ({ price, contract, time }) => ({
    kind: "raw",
    optimal,
    referencePrice: price,
    referenceContract: contract,
    referenceTime: time,
  }));
}

/** A position where there is a price to trade at; without one, the instrument is refused. */
function wantedPosition(
  { data }: ClassicSystem,
  instrument: InstrumentCode,
  value: number,
  position: (reference: ReferencePrice) => OptimalPosition,
): WantedPosition {
  const prices = data.instruments.get(instrument)?.multiplePrices;
  const reference = prices && referencePrice(prices);
  if (reference === undefined) {
    const message = "multiple prices have no price with its contract; update them and run again";
    return { instrument, problem: { code: "PRICES_EMPTY", message } };
  }
  const note = Number.isNaN(value) ? "no position yet: what is held is kept" : undefined;
  return { instrument, position: position(reference), note };
}
