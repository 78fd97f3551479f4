import { functionPriceSource } from "../../src/broker/sources/functionPriceSource.js";
import { contractPricesFrame } from "../../src/prices/contractPrices.js";
import { frame } from "../../src/series/construct.js";
import type { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { type ScriptedAnswers, scriptedPrompter } from "../../src/testing/scriptedPrompter.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../src/testing/testDesk.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { NOTIONAL_CLOSE } from "../../src/time/close.js";
import { toTime } from "../../src/time/text.js";

/** The first day of stored prices. */
const FIRST = toTime("2024-01-01");

export const closeOf = (day: number): number => FIRST + day * DAY + NOTIONAL_CLOSE;

/** So many days of prices that move by one each, then these. */
export const closes = (days: number, then: readonly number[] = [], from = 0): Series => {
  const values = [...Array.from({ length: days }, (_, day) => 400 + (day % 2)), ...then];
  return new Series(
    Float64Array.from(values, (_, day) => closeOf(from + day)),
    Float64Array.from(values),
    "price",
  );
};

export function barsOf({ time, values }: Series): Frame {
  const beside = (by: number): Float64Array => values.map((value) => value + by);
  return contractPricesFrame({
    time,
    OPEN: beside(-0.5),
    HIGH: beside(1),
    LOW: beside(-1),
    FINAL: values,
    VOLUME: values.map((_, row) => 1000 + row),
  });
}

/** Hourly bars of a day, at 10:00, 11:00 …. */
export function hoursOf(day: number, values: readonly number[]): Frame {
  const time = Float64Array.from(values, (_, hour) => FIRST + day * DAY + (10 + hour) * HOUR);
  return barsOf(new Series(time, Float64Array.from(values)));
}

/** What the sources have, by `CORN/20241200` or `CORN/20241200 Hour`, and by `GBPUSD`. */
export type Sourced = Record<string, Frame | Series | Error>;

export interface PricesDeskOptions extends Pick<TestDeskOptions, "config" | "storage" | "readOnly"> {
  readonly source?: Sourced;
}

/** How many days of every contract and pair are stored. */
export const STORED_DAYS = 30;

/** A desk, on the evening of day 33, whose sources have these prices. */
export async function sourcedDesk({
  source = {},
  config,
  ...rest
}: PricesDeskOptions = {}): Promise<TestDesk> {
  const answer = (name: string): Frame | Series | undefined => {
    const found = source[name];
    if (found instanceof Error) throw found;
    return found;
  };
  return testDesk({
    ...rest,
    now: closeOf(33) + HOUR / 2,
    config: { intraday_frequency: "D", price_sources: { default: ["file"] }, ...config },
    priceSources: {
      file: functionPriceSource("file", ({ instrument, contract }, frequency) => {
        const name = `${instrument}/${contract}`;
        return answer(frequency === "Day" ? name : `${name} ${frequency}`) as Frame | undefined;
      }),
    },
    fxSource: {
      name: "bank",
      fxPairs: async () => ["EURUSD", "GBPUSD", "EURGBP"],
      fxPrices: async (pair) => (answer(pair) ?? closes(0)) as Series,
    },
  });
}

/**
 * The same with two sampled contracts of CORN, one that is not sampled, and two pairs in its store, each with 30 days of
 * prices.
 */
export async function pricesDesk(options: PricesDeskOptions = {}): Promise<TestDesk> {
  const desk = await sourcedDesk(options);
  await storePrices(desk);
  return desk;
}

/** The desk with somebody who answers so. */
export function answering(desk: TestDesk, answers: ScriptedAnswers) {
  const prompt = scriptedPrompter(answers);
  return { ...desk, prompt };
}

async function storePrices({ data }: TestDesk): Promise<void> {
  const names = ["PRICE", "CARRY", "FORWARD"] as const;
  const contracts = { PRICE: "20240300", CARRY: "20240500", FORWARD: "20240500" };
  const { time } = closes(STORED_DAYS);
  const columns = names.flatMap((name) => [
    [name, Float64Array.from(time, () => 400)] as const,
    [`${name}_CONTRACT`, Array.from(time, () => contracts[name])] as const,
  ]);
  await data.multiplePrices.write("CORN", frame(time, new Map<string, Float64Array | string[]>(columns)));
  for (const [contract, sampling] of [
    ["20240300", true],
    ["20240500", true],
    ["20240700", false],
  ] as const) {
    const key = { instrument: "CORN", contract };
    const expiry = toTime(`${contract.slice(0, 4)}-${contract.slice(4, 6)}-14`);
    await data.contracts.write(`CORN/${contract}`, { ...key, expiry, sampling });
    await data.contractPrices.write({ ...key, frequency: "Day" }, barsOf(closes(STORED_DAYS)));
    await data.contractPrices.write(key, barsOf(closes(STORED_DAYS)));
  }
  for (const pair of ["GBPUSD", "EURUSD"]) {
    await data.fxPrices.write(pair, closes(STORED_DAYS).named("price"));
  }
}
