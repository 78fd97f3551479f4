import {
  CONTRACT_PRICE_COLUMNS,
  type ContractPrices,
  contractPrices,
  contractPricesFrame,
} from "../prices/contractPrices.js";
import { Frame } from "../series/frame.js";
import { Series } from "../series/series.js";
import { businessDayOf, dayOfBusinessDay } from "../time/businessDays.js";
import { DAY, dayOf } from "../time/civil.js";
import { NOTIONAL_CLOSE } from "../time/close.js";

/** The last value of each business day at its 23:00; Saturday and Sunday count to Friday. Missing values are left out. */
export function dailyCloses(series: Series): Series {
  const rows = closingRows(series);
  return new Series(
    rows.map((row) => closeOf(series.time[row]!)),
    rows.map((row) => series.values[row]!),
    series.name,
  );
}

/** Daily bars of prices as they are known: closes alone, or whole bars, of which each day's last gives its day. */
export function dailyBars(prices: Series | Frame): Frame {
  const final = prices instanceof Series ? prices : prices.series("FINAL");
  const rows = closingRows(final);
  const time = rows.map((row) => closeOf(final.time[row]!));
  return contractPricesFrame(
    eachColumn(time, (name) => {
      if (name === "FINAL") return rows.map((row) => final.values[row]!);
      const known = prices instanceof Frame && prices.columns.has(name) ? prices.series(name).values : [];
      return rows.map((row) => known[row] ?? Number.NaN);
    }),
  );
}

/** Bars, and those that follow them. */
export function joinBars(bars: Frame, following: ContractPrices): ContractPrices {
  const before = contractPrices(bars);
  const time = joinValues(before.time, following.time);
  return eachColumn(time, (name) => joinValues(before[name], following[name]));
}

/** Values, and those that follow them. */
export function joinValues(before: Float64Array, after: Float64Array): Float64Array {
  const joined = new Float64Array(before.length + after.length);
  joined.set(before);
  joined.set(after, before.length);
  return joined;
}

type PriceColumn = (typeof CONTRACT_PRICE_COLUMNS)[number];

/** Bars of which every column is made the same way. */
export function eachColumn(time: Float64Array, make: (name: PriceColumn) => Float64Array): ContractPrices {
  const columns = CONTRACT_PRICE_COLUMNS.map((name) => [name, make(name)] as const);
  return { time, ...(Object.fromEntries(columns) as Record<PriceColumn, Float64Array>) };
}

const dayOfTime = (time: number): number => businessDayOf(dayOf(time));
const closeOf = (time: number): number => dayOfBusinessDay(dayOfTime(time)) * DAY + NOTIONAL_CLOSE;

/** The last row of each business day that has a value. */
function closingRows({ time, values }: Series): Float64Array {
  const rows: number[] = [];
  for (let row = 0; row < time.length; row++) {
    if (!Number.isFinite(values[row]!)) continue;
    const before = rows.at(-1);
    if (before !== undefined && dayOfTime(time[before]!) === dayOfTime(time[row]!)) rows.pop();
    rows.push(row);
  }
  return Float64Array.from(rows);
}
