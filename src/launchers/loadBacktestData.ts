import type { BacktestData, InstrumentData } from "../backtest/data.js";
import { ContangoError } from "../errors/contangoError.js";
import type { CurrencyCode, FxPair, InstrumentCode } from "../instruments/codes.js";
import type { Instrument } from "../instruments/instrument.js";
import { storedFxPairs } from "../prices/fxPrices.js";
import { dropMissing } from "../series/dropMissing.js";
import type { Series } from "../series/series.js";
import type { Repositories } from "../storage/repositories/repositories.js";
import { concurrently } from "./concurrently.js";

export interface LoadBacktestDataOptions {
  readonly progress?: (instrument: InstrumentCode, done: number, total: number) => void;
}

/**
 * Reads from the store what a backtest needs: instruments with their costs, adjusted and multiple prices, rolls a year, FX prices.
 *
 * @param instruments undefined: every one that has adjusted prices.
 * @throws ContangoError `BACKTEST_DATA` naming everything that the store does not have, and what to do; `STORE_IO` and the
 * like as the store.
 * @example
 * const system = classicSystem(await loadBacktestData(desk.data, ["CORN", "US10"], "USD"), settings);
 */
export async function loadBacktestData(
  data: Repositories,
  instruments: readonly InstrumentCode[] | undefined,
  baseCurrency: CurrencyCode,
  { progress }: LoadBacktestDataOptions = {},
): Promise<BacktestData> {
  const codes = [...new Set(instruments ?? (await data.adjustedPrices.list()))].sort();
  if (codes.length === 0) {
    throw lacking(["no instrument has adjusted prices"]);
  }
  let done = 0;
  const found = await concurrently(codes, async (code) => {
    const read = await readInstrument(data, code);
    progress?.(code, ++done, codes.length);
    return read;
  });
  const known = found.flatMap(({ data: one }) => one ?? []);
  const fx = await readFx(data, known, baseCurrency);
  const lacks = [...found.flatMap(({ lacks }) => lacks), ...fx.lacks];
  if (lacks.length > 0) throw lacking(lacks);
  return {
    instruments: new Map(known.map((one) => [one.instrument.code, one])),
    fxPrices: fx.prices,
  };
}

interface Found {
  readonly data: InstrumentData | undefined;
  /** What the store does not have, and what to do. */
  readonly lacks: readonly string[];
}

async function readInstrument(data: Repositories, code: InstrumentCode): Promise<Found> {
  const [instrument, rolls, { adjustedPrice, multiplePrices }] = await Promise.all([
    data.instruments.read(code),
    data.rollParameters.read(code),
    readPrices(data, code),
  ]);
  const lacks = [
    ...(instrument === undefined ? [`${code} has no instrument configuration`] : []),
    ...(rolls === undefined ? [`${code} has no roll parameters`] : []),
    ...(isEmpty(adjustedPrice) ? [`${code} has no adjusted prices`] : []),
    ...(isEmpty(multiplePrices) ? [`${code} has no multiple prices`] : []),
  ];
  if (lacks.length > 0) return { data: undefined, lacks };
  const rollsPerYear = rolls!.holdCycle.length;
  return {
    data: {
      instrument: instrument!,
      adjustedPrice: adjustedPrice!,
      multiplePrices: multiplePrices!,
      rollsPerYear,
    },
    lacks,
  };
}

/** Adjusted and multiple prices of one moment: a roll writes both. */
async function readPrices({ adjustedPrices, multiplePrices }: Repositories, code: InstrumentCode) {
  const versions = async (): Promise<string> => {
    const infos = await Promise.all([adjustedPrices.info(code), multiplePrices.info(code)]);
    return infos.map((info) => info?.version).join();
  };
  for (;;) {
    const before = await versions();
    const [adjusted, multiple] = await Promise.all([adjustedPrices.read(code), multiplePrices.read(code)]);
    if ((await versions()) === before) return { adjustedPrice: adjusted, multiplePrices: multiple };
  }
}

async function readFx(
  data: Repositories,
  instruments: readonly InstrumentData[],
  baseCurrency: CurrencyCode,
): Promise<{ readonly prices: ReadonlyMap<FxPair, Series>; readonly lacks: readonly string[] }> {
  const users = new Map<FxPair, Instrument>();
  for (const { instrument } of instruments) {
    for (const pair of storedFxPairs(`${instrument.currency}${baseCurrency}`))
      if (!users.has(pair)) users.set(pair, instrument);
  }
  const prices = new Map<FxPair, Series>();
  const lacks: string[] = [];
  await concurrently(
    [...users].sort(([a], [b]) => (a < b ? -1 : 1)),
    async ([pair, { code, currency }]) => {
      const stored = await data.fxPrices.read(pair);
      const price = stored && dropMissing(stored);
      if (isEmpty(price))
        lacks.push(
          `${pair} has no FX prices (${code} trades in ${currency}, the base currency is ${baseCurrency})`,
        );
      else prices.set(pair, price!);
    },
  );
  return { prices, lacks };
}

const isEmpty = (rows: { readonly length: number } | undefined): boolean =>
  rows === undefined || rows.length === 0;

const lacking = (lacks: readonly string[]): ContangoError =>
  new ContangoError(
    "BACKTEST_DATA",
    "launchers",
    `the store lacks what the backtest needs: ${lacks.join("; ")}. Load it, or take the instruments out of the backtest's configuration`,
    { details: { lacks } },
  );
