import type { BacktestData, InstrumentData } from "../backtest/data.js";
import type { Frame } from "../series/frame.js";
import { upperBound } from "../series/search.js";
import type { Series } from "../series/series.js";
import { businessDayOf, dayOfBusinessDay } from "../time/businessDays.js";
import { DAY, dayOf } from "../time/civil.js";
import { type TimeLike, toTimeEnd } from "../time/text.js";

/**
 * What was known at a time: every price, FX rate and further series without the rows after it. A text stands for the end of the
 * period that it names. An instrument that had not started has no rows.
 *
 * @throws ContangoError `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * classicSystem(dataUntil(data, "2020-06-30"), settings);
 */
export function dataUntil(data: BacktestData, time: TimeLike): BacktestData {
  const cut = toTimeEnd(time);
  return {
    instruments: new Map(
      [...data.instruments].map(([code, about]): [string, InstrumentData] => [
        code,
        instrumentUntil(about, cut),
      ]),
    ),
    fxPrices: new Map(
      [...data.fxPrices].map(([pair, rate]): [string, Series] => [pair, rowsUntil(rate, cut)]),
    ),
  };
}

function instrumentUntil(about: InstrumentData, cut: number): InstrumentData {
  const { adjustedPrice, multiplePrices, series } = about;
  return {
    ...about,
    adjustedPrice: rowsUntil(adjustedPrice, cut),
    ...(multiplePrices === undefined ? {} : { multiplePrices: rowsUntil(multiplePrices, cut) }),
    ...(series === undefined ? {} : { series: seriesUntil(series, cut) }),
  };
}

/** Named series without the rows after a time. */
export const seriesUntil = (
  named: Readonly<Record<string, Series>>,
  cut: number,
): Readonly<Record<string, Series>> =>
  Object.fromEntries(Object.entries(named).map(([name, series]) => [name, rowsUntil(series, cut)]));

/** The time of the last row of anything in the data. */
export function lastTime({ instruments, fxPrices }: BacktestData): number {
  const all = [...instruments.values()].flatMap(({ adjustedPrice, multiplePrices, series = {} }) => [
    adjustedPrice,
    ...(multiplePrices === undefined ? [] : [multiplePrices]),
    ...Object.values(series),
  ]);
  return [...all, ...fxPrices.values()].reduce(
    (latest, { time }) => Math.max(latest, time.at(-1) ?? latest),
    Number.NEGATIVE_INFINITY,
  );
}

const rowsUntil = <T extends Series | Frame>(data: T, cut: number): T =>
  data.rows(0, upperBound(data.time, cut)) as T;

/**
 * So many times to cut data at, evenly from when all instruments have begun to the last business day but one; each is the last
 * moment before a business day begins, since a weekend's rows belong to the Friday before.
 */
export function usualCuts(data: BacktestData, count: number): number[] {
  const prices = [...data.instruments.values()]
    .map(({ adjustedPrice }) => adjustedPrice)
    .filter(({ length }) => length > 0);
  if (prices.length === 0) return [];
  const first = businessDayAt(Math.max(...prices.map((price) => price.timeAt(0))));
  const last = businessDayAt(Math.max(...prices.map((price) => price.timeAt(-1)))) - 1;
  const cuts = Array.from(
    { length: count },
    (_, at) => first + Math.round(((last - first) * (at + 1)) / count),
  );
  return [...new Set(cuts)].filter((day) => day >= first && day <= last).map(endOfBusinessDay);
}

const businessDayAt = (time: number): number => businessDayOf(dayOf(time));

/** The last microsecond before the next business day. */
export const endOfBusinessDay = (businessDay: number): number =>
  dayOfBusinessDay(businessDay + 1) * DAY - 0.001;
