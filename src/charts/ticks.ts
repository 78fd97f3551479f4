/*
 * Functions of this file also run inside the page: their source is written into it. Each must stand alone, using
 * nothing but its arguments and what every browser has.
 */

export interface NumberTicks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/** A number with thousands separators, a true minus sign and so many decimals; very large or small ones as 1.2e−9. */
export function numberLabel(value: number, decimals: number): string {
  if (Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  const plain = size === 0 || (size < 1e15 && decimals <= 9);
  const text = plain
    ? size.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    : String(Number(size.toPrecision(6))).replace("-", "−");
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/**
 * About `count` round numbers (1, 2 or 5 times a power of ten apart) from `low` to `high`, with labels of equal
 * decimals; large ones in m, bn or tn.
 */
export function numberTicks(
  low: number,
  high: number,
  count: number,
  label: (value: number, decimals: number) => string,
): NumberTicks {
  const rough = (high - low) / Math.max(1, count);
  const power = Math.floor(Math.log10(rough));
  const mantissa = rough / 10 ** power;
  // The nearest of 1, 2, 5 and 10, measured as ratios.
  const nearest =
    mantissa < Math.SQRT2 ? 1 : mantissa < Math.sqrt(10) ? 2 : mantissa < Math.sqrt(50) ? 5 : 10;
  const [leading, exponent] = nearest === 10 ? [1, power + 1] : [nearest, power];
  // 10 ** -exponent is exact where 10 ** exponent is not: 3 * 0.1 is not 0.3, 3 / 10 is.
  const at = (multiple: number): number =>
    exponent < 0 ? (multiple * leading) / 10 ** -exponent : multiple * leading * 10 ** exponent;
  const step = at(1);
  const values: number[] = [];
  for (let multiple = Math.ceil(low / step - 1e-9); at(multiple) <= high + step * 1e-9; multiple++) {
    values.push(at(multiple));
    if (values.length > 100) break;
  }
  const largest = Math.max(...values.map(Math.abs), 0);
  const scales: [number, string][] = [
    [1e12, "tn"],
    [1e9, "bn"],
    [1e6, "m"],
  ];
  const [divisor, suffix] = scales.find(
    ([size]) => largest >= (size === 1e6 ? 1e7 : size) && largest < 1e16 && step >= size / 100,
  ) ?? [1, ""];
  const decimals = Math.max(0, -Math.floor(Math.log10((step / divisor) * 1.0000001)));
  const labels = values.map((value) =>
    value === 0 ? "0" : label(value / divisor, Math.min(decimals, 20)) + suffix,
  );
  return { values, labels };
}

export interface TimeTick {
  /** Epoch milliseconds of wall time. */
  readonly time: number;
  readonly label: string;
  /** What the label leaves out (the year, or the date), where it changes and on the first tick. */
  readonly context: string;
}

/** About `count` round moments from `low` to `high` (epoch milliseconds of wall time), from seconds to centuries apart. */
export function timeTicks(low: number, high: number, count: number): TimeTick[] {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const day = 24 * hour;
  const month = 30.44 * day;
  const year = 365.25 * day;
  // Ticks may come a little closer than asked for, rather than twice as far apart.
  const rough = (0.8 * (high - low)) / Math.max(1, count);
  const clock = [1, 5, 15, 30]
    .map((n) => n * second)
    .concat([1, 5, 15, 30].map((n) => n * minute))
    .concat([1, 3, 6, 12].map((n) => n * hour))
    .concat([1, 2, 7, 14].map((n) => n * day));
  const step = clock.find((candidate) => candidate >= rough);
  const months = [1, 3, 6].find((n) => n * month >= rough);
  const power = 10 ** Math.max(0, Math.floor(Math.log10(rough / year)));
  const years = [1, 2, 5, 10].map((n) => n * power).find((n) => n * year >= rough) ?? 10 * power;
  const monthNames = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const two = (n: number): string => String(n).padStart(2, "0");

  const times: number[] = [];
  if (step !== undefined) {
    // 1970-01-05 was a Monday, where weeks start.
    const origin = step >= 7 * day ? 4 * day : 0;
    for (let time = Math.ceil((low - origin) / step) * step + origin; time <= high; time += step)
      times.push(time);
  } else {
    const stride = months ?? years * 12;
    const start = new Date(low);
    let index = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / stride) * stride;
    for (; times.length <= 200; index += stride) {
      const moment = new Date(0);
      moment.setUTCFullYear(Math.floor(index / 12), ((index % 12) + 12) % 12, 1);
      const time = moment.getTime();
      if (!(time <= high)) break;
      if (time >= low) times.push(time);
    }
  }
  let previous = "";
  return times.map((time) => {
    const date = new Date(time);
    const y = String(date.getUTCFullYear());
    const dayLabel = `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}`;
    const time24 = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
    const [label, full] =
      step === undefined
        ? months === undefined
          ? [y, ""]
          : [monthNames[date.getUTCMonth()]!, y]
        : step >= day
          ? [dayLabel, y]
          : [step >= minute ? time24 : `${time24}:${two(date.getUTCSeconds())}`, `${dayLabel} ${y}`];
    const context = full === previous ? "" : full;
    previous = full;
    return { time, label, context };
  });
}

/** The date of a moment, and its clock where `unit` (milliseconds between rows) is less than a day. */
export function momentLabel(time: number, unit: number): string {
  const text = new Date(time).toISOString().replace("T", " ");
  return text.slice(0, unit >= 86_400_000 ? -14 : unit >= 60_000 ? -8 : -5);
}
