import { floatColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";

/** What to do with prices to have them in our units. */
export interface PriceScale {
  /** What to multiply prices by; volumes stay as they are. */
  readonly multiplier?: number;
  /** True: a price p is 1/p, after the multiplication. */
  readonly inverse?: boolean;
}

/** What a column of prices holds when they are inverted: the highest price is the lowest then. */
const INVERTED: Readonly<Record<string, string>> = { HIGH: "LOW", LOW: "HIGH" };

/**
 * A frame of prices in our units: every float64 column but VOLUME is scaled. Of inverted prices HIGH is made of LOW and LOW
 * of HIGH, and a price of zero has no inverse and is missing.
 *
 * @example
 * scaledPrices(bars, { multiplier: 0.01 });
 */
export function scaledPrices(frame: Frame, { multiplier = 1, inverse = false }: PriceScale): Frame {
  if (multiplier === 1 && !inverse) return frame;
  const madeOf = (name: string): string => (inverse ? (INVERTED[name] ?? name) : name);
  const scaled = (value: number): number => {
    const price = value * multiplier;
    if (!inverse) return price;
    return price === 0 ? Number.NaN : 1 / price;
  };
  const given = [...frame.columns.keys()];
  const names = given.every((name) => frame.columns.has(madeOf(name))) ? given : given.map(madeOf);
  const columns = names.map((name) => {
    const column = frame.columns.get(madeOf(name))!;
    const isPrice = column.kind === "float64" && name !== "VOLUME";
    return [name, isPrice ? floatColumn(column.values.map(scaled)) : column] as const;
  });
  return new Frame(frame.time, new Map(columns), frame.meta);
}
