import { readFileSync } from "node:fs";
import { type RollParameters, rollParameters } from "../../src/contracts/rollParameters.js";
import { type Column, floatColumn, stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import type { Series } from "../../src/series/series.js";
import { toTime } from "../../src/time/text.js";
import { FUTURES } from "./folders.js";

/** Lines of a plain CSV file, header first: no quotes, `\n` line ends. */
const lines = (file: string): readonly string[] =>
  readFileSync(`${FUTURES}/${file}`, "utf8").trimEnd().split("\n");

/** Reads `YYYY-MM-DD HH:MM:SS`, a date that comes again only once. */
function timeReader(): (text: string) => number {
  let [date, midnight] = ["", 0];
  return (text) => {
    if (date === "" || !text.startsWith(date)) {
      date = text.slice(0, 10);
      midnight = toTime(date);
    }
    const [hour, minute, second] = [text.slice(11, 13), text.slice(14, 16), text.slice(17, 19)];
    return midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  };
}

function frame(file: string): Frame {
  const [header = "", ...rows] = lines(file);
  const [index = "", ...names] = header.split(",");
  const timeOf = timeReader();
  const time = new Float64Array(rows.length);
  const texts = names.map(() => new Array<string>(rows.length));
  for (let row = 0; row < rows.length; row++) {
    const fields = rows[row]!.split(",");
    time[row] = timeOf(fields[0]!);
    for (let at = 0; at < names.length; at++) texts[at]![row] = fields[at + 1]!;
  }
  const columns = names.map((name, at): [string, Column] => [name, columnOf(name, texts[at]!)]);
  return new Frame(time, new Map(columns), { index });
}

function columnOf(name: string, texts: readonly string[]): Column {
  if (/contract$/i.test(name)) return stringColumn(texts.map((text) => (text === "" ? undefined : text)));
  const values = new Float64Array(texts.length);
  for (let row = 0; row < values.length; row++) {
    values[row] = texts[row] === "" ? Number.NaN : Number(texts[row]);
  }
  return floatColumn(values);
}

const kept = new Map<string, Frame>();

function readFrame(file: string): Frame {
  const known = kept.get(file) ?? frame(file);
  kept.set(file, known);
  return known;
}

function readSeries(file: string, column: string): Series {
  return readFrame(file).series(column);
}

/** Shipped multiple prices of an instrument. */
export const readMultiplePricesCsv = (instrument: string): Frame =>
  readFrame(`multiple_prices_csv/${instrument}.csv`);

/** Shipped adjusted prices of an instrument. */
export const readAdjustedCsv = (instrument: string): Series =>
  readSeries(`adjusted_prices_csv/${instrument}.csv`, "price");

/** Shipped prices of an FX pair, missing values included. */
export const readFxCsv = (pair: string): Series => readSeries(`fx_prices_csv/${pair}.csv`, "PRICE");

/** Shipped roll calendar of an instrument: current_contract, next_contract, carry_contract. */
export const readRollCalendarCsv = (instrument: string): Frame =>
  readFrame(`roll_calendars_csv/${instrument}.csv`);

/** Roll parameters of every configured instrument. */
export function readRollParameters(): Map<string, RollParameters> {
  const [, ...rows] = lines("csvconfig/rollconfig.csv");
  return new Map(
    rows.map((row) => {
      const [instrument, hold, rollOffset, carry, priced, expiry] = row.split(",");
      const parameters = rollParameters({
        holdCycle: hold!,
        pricedCycle: priced!,
        rollOffsetDays: Number(rollOffset),
        carryOffset: Number(carry),
        approximateExpiryOffset: Number(expiry),
      });
      return [instrument!, parameters];
    }),
  );
}
