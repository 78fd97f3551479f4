import fc from "fast-check";
import { MONTH_LETTERS } from "../../src/contracts/rollCycle.js";
import {
  carryContract,
  nextHeldContract,
  type RollParameters,
  rollParameters,
} from "../../src/contracts/rollParameters.js";
import { type ContractPriceSet, contractPriceSet } from "../../src/prices/contractPriceSet.js";
import { rollCalendarFromRows } from "../../src/prices/rollCalendar.js";
import type { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { HOUR } from "../../src/time/civil.js";
import { toTime } from "../../src/time/text.js";

/** A made-up instrument: prices at some of the times of a 12-hour grid, and a calendar over them. */
export interface Market {
  readonly parameters: RollParameters;
  readonly prices: ContractPriceSet;
  /** Every contract it rolls through has prices, and the current one has some between any two rolls. */
  readonly calendar: Frame;
}

const STEP = 12 * HOUR;

const cycles = fc
  .subarray([...MONTH_LETTERS], { minLength: 1 })
  .chain((priced) => fc.tuple(fc.constant(priced), fc.subarray(priced, { minLength: 1 })));

export const rollParametersArbitrary: fc.Arbitrary<RollParameters> = fc
  .record({
    cycles,
    carryOffset: fc.constantFrom(1 as const, -1 as const),
    rollOffsetDays: fc.integer({ min: -90, max: 10 }),
    approximateExpiryOffset: fc.integer({ min: -40, max: 40 }),
  })
  .map(({ cycles: [priced, hold], ...rest }) =>
    rollParameters({ holdCycle: hold.join(""), pricedCycle: priced.join(""), ...rest }),
  );

export const marketArbitrary: fc.Arbitrary<Market> = fc
  .record({
    parameters: rollParametersArbitrary,
    year: fc.integer({ min: 1975, max: 2060 }),
    gaps: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 7 }),
    offset: fc.constantFrom(0, HOUR),
    density: fc.constantFrom(0.2, 0.6, 1),
    seed: fc.integer(),
  })
  .map(({ parameters, year, gaps, offset, density, seed }) => {
    const random = randomNumbers(seed);
    const base = toTime(`${year}-01-01 11:00:00`);
    const rolls: { time: number; current: string; next: string; carry: string }[] = [];
    let steps = 0;
    let current = nextHeldContract(`${year}0100`, parameters);
    for (const gap of gaps) {
      steps += gap;
      const next = nextHeldContract(current, parameters);
      rolls.push({
        time: base + steps * STEP + offset,
        current,
        next,
        carry: carryContract(current, parameters),
      });
      current = next;
    }
    const contracts = new Set(rolls.flatMap(({ current, next, carry }) => [current, next, carry]));
    const priced = [...contracts].map((contract): [string, Series] => {
      const from = Math.max(0, rolls.findIndex((roll) => roll.current === contract) - 1);
      const needed = Math.floor((rolls[from]!.time - base) / STEP) + 1;
      const times = Array.from({ length: steps + 4 }, (_, step) => step)
        .filter((step) => step === needed || random() < density)
        .map((step) => base + step * STEP);
      const values = times.map(() => Math.round(random() * 1e5) / 100);
      return [contract, new Series(Float64Array.from(times), Float64Array.from(values))];
    });
    return { parameters, prices: contractPriceSet(priced), calendar: rollCalendarFromRows(rolls) };
  });

/** Numbers in [0, 1) that the seed alone decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
