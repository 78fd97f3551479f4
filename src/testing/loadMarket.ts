import { contractKey } from "../contracts/contractKey.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { backAdjust } from "../prices/backAdjust.js";
import { multiplePricesFromCalendar } from "../prices/multiplePricesFromCalendar.js";
import { adjustRollCalendar } from "../prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../prices/rollCalendarApproximate.js";
import { withPhantomRoll } from "../prices/rollCalendarPhantom.js";
import type { Frame } from "../series/frame.js";
import { lowerBound } from "../series/search.js";
import type { Series } from "../series/series.js";
import type { Repositories } from "../storage/repositories/repositories.js";
import type { Batch, Storage } from "../storage/storage.js";
import { type TimeLike, toTime } from "../time/text.js";
import type { Market, MarketOfInstrument } from "./market.js";

/**
 * Fills an empty store with all that a market shows before a moment: instruments, roll parameters, FX, contract prices, roll
 * calendars, multiple and adjusted prices, so that the next night's processes go on from there. One commit an instrument.
 *
 * @throws ContangoError as the functions that stitch, where a market is too short for a roll calendar.
 * @example
 * await loadMarket(desk, generateMarket({ seed: 7 }), { until: "2023-06-01" });
 */
export async function loadMarket(
  { storage, data }: { readonly storage: Storage; readonly data: Repositories },
  market: Market,
  { until }: { readonly until: TimeLike },
): Promise<void> {
  const end = toTime(until);
  await storage.atomically(async (batch) => {
    for (const [pair, rate] of market.fx) {
      await data.fxPrices.write(pair, rate.rows(0, lowerBound(rate.time, end)), batch);
    }
  });
  for (const [code, instrument] of market.instruments) {
    await storage.atomically((batch) => loadInstrument(data, code, instrument, end, batch));
  }
}

async function loadInstrument(
  data: Repositories,
  code: InstrumentCode,
  { instrument, rollParameters, contracts }: MarketOfInstrument,
  end: number,
  batch: Batch,
): Promise<void> {
  const closes = new Map<string, Series>();
  for (const { contract, expiry, prices } of contracts.values()) {
    const shown: Frame = prices.rows(0, lowerBound(prices.time, end));
    if (shown.length === 0) continue;
    closes.set(contract, shown.series("FINAL"));
    await data.contractPrices.write({ instrument: code, contract }, shown, batch);
    await data.contractPrices.write({ instrument: code, contract, frequency: "Day" }, shown, batch);
    const known = { instrument: code, contract, expiry, sampling: expiry >= end };
    await data.contracts.write(contractKey(code, contract), known, batch);
  }
  const about = { instrument: code };
  const wanted = approximateRollCalendar(closes.keys(), rollParameters, about);
  const rolled = adjustRollCalendar(wanted, closes, about).calendar;
  const calendar = withPhantomRoll(rolled, { now: end, rollParameters, contracts: closes.keys() });
  const multiple = multiplePricesFromCalendar(calendar, closes, about);
  await data.instruments.write(code, instrument, batch);
  await data.rollParameters.write(code, rollParameters, batch);
  await data.rollCalendars.write(code, rolled, batch);
  await data.multiplePrices.write(code, multiple, batch);
  await data.adjustedPrices.write(code, backAdjust(multiple, { ...about, forwardFill: true }), batch);
}
