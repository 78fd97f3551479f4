import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { lowerBound } from "../../series/search.js";
import { DAY, dayOf, HOUR } from "../../time/civil.js";
import { NOTIONAL_CLOSE } from "../../time/close.js";
import type { BarFault } from "./brokerFault.js";
import type { Timed } from "./faultTimes.js";

/** The prices of one bar, and what traded. */
export interface Bar {
  readonly OPEN: number;
  readonly HIGH: number;
  readonly LOW: number;
  readonly FINAL: number;
  readonly VOLUME: number;
}

/** What bars show at a wall time. */
export interface ShownBars {
  readonly bars: Frame;
  readonly wallTime: number;
  /** The hour at which hourly bars end; undefined for daily ones. */
  readonly lastHour?: number;
  /** The bar of the first so much of the session of a day, by its midnight; undefined where nothing is known of it. */
  partial(midnight: number, share: number): Bar | undefined;
}

/** Bars as a script spoils them; those that it leaves alone are not copied. */
export function faultyBars(shown: ShownBars, faults: readonly Timed<BarFault>[]): Frame {
  const { bars } = shown;
  const [first, last] = [bars.time[0], bars.time.at(-1)];
  if (first === undefined || last === undefined) return bars;
  const near = faults.filter(({ from, to }) => from < last + DAY && to > first - DAY);
  if (near.length === 0) return bars;
  const columns = new Map<string, Float64Array>();
  for (const name of bars.names) columns.set(name, bars.floats(name).slice());
  const hidden = new Set<number>();
  for (const fault of near) spoil(fault, shown, columns, hidden);
  const keep = <T extends Float64Array>(values: T): Float64Array =>
    hidden.size === 0 ? values : values.filter((_, row) => !hidden.has(row));
  const kept = [...columns].map(([name, values]) => [name, floatColumn(keep(values))] as const);
  return new Frame(keep(bars.time), new Map(kept), bars.meta);
}

function spoil(
  fault: Timed<BarFault>,
  { bars: { time }, wallTime, lastHour, partial }: ShownBars,
  columns: ReadonlyMap<string, Float64Array>,
  hidden: Set<number>,
): void {
  const end = lowerBound(time, (dayOf(fault.to) + 1) * DAY);
  for (let row = lowerBound(time, dayOf(fault.from) * DAY); row < end; row++) {
    const midnight = dayOf(time[row]!) * DAY;
    const close = midnight + NOTIONAL_CLOSE;
    const final = lastHour === undefined || time[row] === midnight + lastHour * HOUR;
    switch (fault.kind) {
      case "missing":
        hidden.add(row);
        continue;
      case "late":
        if (wallTime < close + fault.days * DAY) hidden.add(row);
        continue;
      case "unit":
        for (const name of PRICES) scale(columns.get(name), row, fault.factor);
        continue;
    }
    if (fault.correctedAfter !== undefined && wallTime >= close + fault.correctedAfter * DAY) continue;
    switch (fault.kind) {
      case "spike":
        if (final) setFinal(columns, row, columns.get("FINAL")![row]! * fault.factor);
        break;
      case "zero":
        if (final) setFinal(columns, row, 0);
        break;
      case "negative":
        if (fault.legitimate === true) mirror(columns, row);
        else if (final) setFinal(columns, row, -Math.abs(columns.get("FINAL")![row]!));
        break;
      case "partial": {
        const bar = lastHour === undefined ? partial(midnight, fault.share ?? 0.5) : undefined;
        if (bar !== undefined) setBar(columns, row, bar);
      }
    }
  }
}

const PRICES = ["OPEN", "HIGH", "LOW", "FINAL"];

type Columns = ReadonlyMap<string, Float64Array>;

function scale(values: Float64Array | undefined, row: number, factor: number): void {
  if (values !== undefined) values[row] = Number((values[row]! * factor).toPrecision(12));
}

/** Another FINAL, and HIGH and LOW that still hold it. */
function setFinal(columns: Columns, row: number, value: number): void {
  const final = Number(value.toPrecision(12));
  columns.get("FINAL")![row] = final;
  const [high, low] = [columns.get("HIGH"), columns.get("LOW")];
  if (high !== undefined && high[row]! < final) high[row] = final;
  if (low !== undefined && low[row]! > final) low[row] = final;
}

/** The bar as far below zero as it was above. */
function mirror(columns: Columns, row: number): void {
  const at = (name: string): number => -columns.get(name)![row]!;
  const bar = { OPEN: at("OPEN"), HIGH: at("LOW"), LOW: at("HIGH"), FINAL: at("FINAL") };
  for (const [name, value] of Object.entries(bar)) columns.get(name)![row] = value;
}

function setBar(columns: Columns, row: number, bar: Bar): void {
  for (const [name, value] of Object.entries(bar)) columns.get(name)![row] = value;
}
