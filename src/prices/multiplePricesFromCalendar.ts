import type { ContractId } from "../contracts/contractId.js";
import { ContangoError } from "../errors/contangoError.js";
import { type StringColumn, stringColumn } from "../series/column.js";
import type { Frame } from "../series/frame.js";
import { lowerBound, upperBound } from "../series/search.js";
import { Series } from "../series/series.js";
import { trustTimeIndex } from "../series/timeIndex.js";
import { SECOND } from "../time/civil.js";
import { formatTime } from "../time/text.js";
import type { ContractPriceSet } from "./contractPriceSet.js";
import { multiplePricesFrame, PRICE_COLUMNS, pricesEmpty } from "./multiplePrices.js";
import { rollCalendar } from "./rollCalendar.js";

/** One of each of {@link PRICE_COLUMNS}. */
type Columns<T> = readonly [price: T, carry: T, forward: T];

/** The time between two rolls: for each column its contract, and that contract's prices then. */
type Period = Columns<{ readonly contract: ContractId; readonly prices: Series }>;

/**
 * Multiple prices from a roll calendar and contract prices. From one second after each roll up to and including
 * the next, PRICE, FORWARD and CARRY are those of the current, next and carry contract of that next roll's row,
 * joined on every time that any of the three has. The first row of the calendar only gives the start. A current
 * contract without prices is passed over while nothing came before it; in the last row next and carry may be
 * without prices.
 *
 * @throws ContangoError `ROLL_CALENDAR` where the calendar holds no period with prices;
 * `CONTRACT_PRICES_MISSING`, with instrument, contract and time; `PRICES_EMPTY` where no price falls into it;
 * `CONTRACT_ID`.
 * @example
 * const { calendar } = adjustRollCalendar(approximate, contractPrices);
 * multiplePricesFromCalendar(calendar, contractPrices, { instrument: "CORN" });
 */
export function multiplePricesFromCalendar(
  calendar: Frame,
  prices: ContractPriceSet,
  options: { readonly instrument?: string } = {},
): Frame {
  const periods = calendarPeriods(calendar, prices, options.instrument);
  const room = periods.flat().reduce((sum, slice) => sum + slice.prices.length, 0);
  const time = new Float64Array(room);
  const values = perColumn(() => new Float64Array(room).fill(Number.NaN));
  const ends: number[] = [];
  for (const period of periods) ends.push(joinPeriod(period, time, values, ends.at(-1) ?? 0));
  const rows = ends.at(-1)!;
  if (rows === 0) {
    const { instrument } = options;
    const whose = instrument === undefined ? "no contract" : `no contract of ${instrument}`;
    const [first, last] = [calendar.time[0]!, calendar.time.at(-1)!].map(formatTime);
    throw pricesEmpty(`${whose} has a row from the first roll (${first}) to the last (${last})`, {
      instrument,
      time: first,
    });
  }
  const [PRICE, CARRY, FORWARD] = perColumn((column) => values[column].slice(0, rows));
  const [PRICE_CONTRACT, CARRY_CONTRACT, FORWARD_CONTRACT] = perColumn((column) => {
    const contracts = periods.map((period) => period[column].contract);
    return runsColumn(contracts, ends);
  });
  return multiplePricesFrame(
    {
      time: trustTimeIndex(time.slice(0, rows)),
      PRICE,
      CARRY,
      FORWARD,
      PRICE_CONTRACT,
      CARRY_CONTRACT,
      FORWARD_CONTRACT,
    },
    { index: "DATETIME" },
  );
}

const perColumn = <T>(make: (column: 0 | 1 | 2) => T): Columns<T> => [make(0), make(1), make(2)];

const NO_PRICES = new Series(new Float64Array(0), new Float64Array(0));

function calendarPeriods(
  calendar: Frame,
  prices: ContractPriceSet,
  instrument: string | undefined,
): readonly Period[] {
  const { time, current, next, carry } = rollCalendar(
    calendar,
    instrument === undefined ? {} : { instrument },
  );
  const periods: Period[] = [];
  for (let row = 1; row < time.length; row++) {
    if (periods.length === 0 && !prices.has(current[row]!)) continue;
    const last = row === time.length - 1;
    const contracts = [current[row]!, carry[row]!, next[row]!] as const;
    periods.push(
      perColumn((column) => {
        const contract = contracts[column];
        const found = prices.get(contract) ?? (last && column > 0 ? NO_PRICES : undefined);
        if (found === undefined) throw pricesMissing(contract, column, row, time[row]!, instrument);
        const from = lowerBound(found.time, time[row - 1]! + SECOND);
        return { contract, prices: found.rows(from, Math.max(from, upperBound(found.time, time[row]!))) };
      }),
    );
  }
  if (periods.length > 0) return periods;
  throw new ContangoError(
    "ROLL_CALENDAR",
    "prices",
    `${instrument ?? "the roll calendar"}: ${time.length} ${time.length === 1 ? "roll" : "rolls"}, and no two of them with a priced contract between; give a longer calendar or load more contract prices`,
    { details: { instrument, rolls: time.length, time: time.length > 0 ? formatTime(time[0]!) : undefined } },
  );
}

/** Writes the outer join of a period's prices from row `start` on, and gives the row after its last. */
function joinPeriod(
  [{ prices: price }, { prices: carry }, { prices: forward }]: Period,
  time: Float64Array,
  [PRICE, CARRY, FORWARD]: Columns<Float64Array>,
  start: number,
): number {
  let row = start;
  for (let [p, c, f] = [0, 0, 0]; p < price.length || c < carry.length || f < forward.length; row++) {
    const priceTime = timeOrEnd(price.time, p);
    const carryTime = timeOrEnd(carry.time, c);
    const forwardTime = timeOrEnd(forward.time, f);
    const now = Math.min(priceTime, carryTime, forwardTime);
    time[row] = now;
    if (priceTime === now) PRICE[row] = price.values[p++]!;
    if (carryTime === now) CARRY[row] = carry.values[c++]!;
    if (forwardTime === now) FORWARD[row] = forward.values[f++]!;
  }
  return row;
}

const timeOrEnd = (time: Float64Array, row: number): number =>
  row < time.length ? time[row]! : Number.POSITIVE_INFINITY;

/** A text column out of runs of the same text; `ends` are the rows after the last of each run. */
function runsColumn(texts: readonly string[], ends: readonly number[]): StringColumn {
  const runs = stringColumn(texts);
  const values = new Int32Array(ends.at(-1)!);
  ends.forEach((end, run) => {
    values.fill(runs.values[run]!, ends[run - 1] ?? 0, end);
  });
  return { ...runs, values };
}

function pricesMissing(
  contract: ContractId,
  at: number,
  row: number,
  roll: number,
  instrument: string | undefined,
): ContangoError {
  const time = formatTime(roll);
  return new ContangoError(
    "CONTRACT_PRICES_MISSING",
    "prices",
    `${instrument ?? "the roll calendar"}: ${contract}, ${PRICE_COLUMNS[at]} up to the roll at ${time} (row ${row}), has no prices; load them or change the calendar`,
    { details: { instrument, contract, time, row } },
  );
}
