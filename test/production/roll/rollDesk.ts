import { contractKey } from "../../../src/contracts/contractKey.js";
import type { RollParameters } from "../../../src/contracts/rollParameters.js";
import type { ContractPriceSet } from "../../../src/prices/contractPriceSet.js";
import { multiplePricesFromCalendar } from "../../../src/prices/multiplePricesFromCalendar.js";
import { updateMultiplePrices } from "../../../src/prices/multiplePricesUpdate.js";
import { adjustRollCalendar } from "../../../src/prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../../src/prices/rollCalendarApproximate.js";
import { stitched } from "../../../src/rolls/planRoll.js";
import { series } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import { lowerBound } from "../../../src/series/search.js";
import { generateMarket } from "../../../src/testing/market.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";

const market = generateMarket({ seed: 11, instruments: 5, from: "2017", to: "2019-12-31" });

export interface StoredInstrument {
  readonly rollParameters: RollParameters;
  readonly closes: ContractPriceSet;
  readonly multiple: Frame;
}

/**
 * An instrument of the market as it is stored at a time, its rolls done until `rolled`, and its prices collected since: later
 * rolls were missed.
 */
export function instrumentAt(instrument: string, now: string, rolled = now): StoredInstrument {
  const { rollParameters, contracts } = market.instruments.get(instrument)!;
  const until = toTime(now);
  const known = [...contracts.values()]
    .map((one) => ({ ...one, prices: one.prices.rows(0, lowerBound(one.prices.time, until)) }))
    .filter(({ prices }) => prices.length > 0);
  const closes = new Map(known.map(({ contract, prices }) => [contract, prices.series("FINAL")]));
  const all = new Map(
    [...contracts.values()].map(({ contract, prices }) => [contract, prices.series("FINAL")]),
  );
  const { calendar } = adjustRollCalendar(approximateRollCalendar(all.keys(), rollParameters), all);
  const done = calendar.rows(0, lowerBound(calendar.time, toTime(rolled)) + 1);
  const made = multiplePricesFromCalendar(done, all);
  const upToNow = made.rows(0, lowerBound(made.time, until));
  return { rollParameters, closes, multiple: updateMultiplePrices(upToNow, closes, { instrument }).prices };
}

export async function storeInstrument(
  desk: TestDesk,
  instrument: string,
  options: { readonly now: string; readonly rolled?: string; readonly calendar?: Frame },
): Promise<StoredInstrument> {
  const { data } = desk;
  const { now, rolled = now } = options;
  const stored = instrumentAt(instrument, now, rolled);
  const { contracts } = market.instruments.get(instrument)!;
  await data.rollParameters.write(instrument, stored.rollParameters);
  await data.multiplePrices.write(instrument, stored.multiple);
  await data.adjustedPrices.write(instrument, stitched(stored.multiple, instrument));
  if (options.calendar !== undefined) await data.rollCalendars.write(instrument, options.calendar);
  for (const contract of stored.closes.keys()) {
    const { prices, expiry } = contracts.get(contract)!;
    await data.contractPrices.write(
      { instrument, contract },
      prices.rows(0, lowerBound(prices.time, toTime(now))),
    );
    const sampling = true;
    await data.contracts.write(contractKey(instrument, contract), { instrument, contract, expiry, sampling });
  }
  return stored;
}

/** A desk with one instrument or several, all stored as of `now`. */
export async function rollDesk(
  now: string,
  instruments: Readonly<Record<string, { readonly rolled?: string; readonly calendar?: Frame }>>,
  options: TestDeskOptions = {},
): Promise<TestDesk> {
  const desk = await testDesk({ now, ...options });
  for (const [instrument, given] of Object.entries(instruments)) {
    await storeInstrument(desk, instrument, { now, ...given });
  }
  return desk;
}

/** Books a position. */
export const hold = (desk: TestDesk, instrument: string, contract: string, position: number): Promise<void> =>
  desk.data.contractPositions.write(
    { instrument, contract },
    series([desk.now()], [position], { name: "position" }),
  );
