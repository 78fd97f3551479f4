import { ContangoError } from "../../errors/contangoError.js";
import { contractLabels, missingLabel, whose } from "../../prices/multiplePrices.js";
import type { StringColumn } from "../../series/column.js";
import type { Frame } from "../../series/frame.js";
import { resampleBusinessDays } from "../../series/resample.js";
import { Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";

/** Contracts nearer to each other than a day count as a day apart. */
const LEAST_YEARS = 1 / 365.25;

/**
 * PRICE less CARRY over the years from the price contract to the carry contract, for every row of multiple prices; the
 * distance is negative where the carry contract is the nearer one, so that a price curve that falls with time gives a
 * positive roll either way. A roll of exactly 0 is missing; between a contract and itself it is infinite.
 *
 * @throws ContangoError `CONTRACT_LABELS` where a row has both prices but not both contracts; `COLUMN_MISSING`, `COLUMN_KIND`.
 */
export function annualisedRoll(prices: Frame, options: { readonly instrument?: string } = {}): Series {
  const price = prices.floats("PRICE");
  const carry = prices.floats("CARRY");
  const priceLabels = contractLabels(prices.strings("PRICE_CONTRACT"));
  const carryLabels = contractLabels(prices.strings("CARRY_CONTRACT"));
  // Every label is read once, not once a row.
  const priceYears = Float64Array.from(priceLabels.dictionary, contractYears);
  const carryYears = Float64Array.from(carryLabels.dictionary, contractYears);
  const out = new Float64Array(prices.length);
  for (let row = 0; row < out.length; row++) {
    const roll = price[row]! - carry[row]!;
    out[row] = Number.NaN;
    if (Number.isNaN(roll) || roll === 0) continue;
    const from = priceYears[priceLabels.values[row]!] ?? Number.NaN;
    const to = carryYears[carryLabels.values[row]!] ?? Number.NaN;
    if (Number.isNaN(from)) throw badLabel("PRICE_CONTRACT", priceLabels, row, prices, options.instrument);
    if (Number.isNaN(to)) throw badLabel("CARRY_CONTRACT", carryLabels, row, prices, options.instrument);
    out[row] = roll / yearsApart(to - from);
  }
  return new Series(prices.time, out, "annualisedRoll");
}

/** The mean annualised roll of each business day. */
export const dailyAnnualisedRoll = (roll: Series): Series => resampleBusinessDays(roll, "mean");

/** A contract label `YYYYMMDD` in years: months are twelfths, days hundredths of a month. NaN where it is no such label. */
function contractYears(label: string): number {
  if (!/^\d{8}$/.test(label)) return Number.NaN;
  return Number(label.slice(0, 4)) + Number(label.slice(4)) / 100 / 12;
}

function yearsApart(distance: number): number {
  if (distance === 0) return 0;
  return Math.abs(distance) < LEAST_YEARS ? Math.sign(distance) * LEAST_YEARS : distance;
}

function badLabel(
  name: string,
  column: StringColumn,
  row: number,
  prices: Frame,
  instrument: string | undefined,
): ContangoError {
  const label = column.dictionary[column.values[row]!];
  const at = prices.time[row]!;
  if (label === undefined || label === "") return missingLabel(name, row, at, instrument);
  const time = formatTime(at);
  return new ContangoError(
    "CONTRACT_LABELS",
    "backtest",
    `${whose(instrument)} have the ${name} "${label}" in row ${row} (${time}); write contracts as YYYYMM00`,
    { details: { instrument, time, row, column: name } },
  );
}
