import { contractId } from "../../contracts/contractId.js";
import { ContangoError } from "../../errors/contangoError.js";
import { instrumentCode } from "../../instruments/codes.js";
import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import type { ContractPriceKey, StrategyInstrument } from "./keys.js";
import type { SeriesLayout } from "./seriesRepository.js";

type Symbols<Key> = Pick<SeriesLayout<Key, never>, "symbol" | "key">;
type Codec<Value> = Pick<SeriesLayout<never, Value>, "encode" | "decode">;

/** The key is the symbol. */
export const byName = <Key extends string>(
  includes: (name: string) => boolean = () => true,
): Symbols<Key> => ({
  symbol: (key) => (includes(key) ? key : wrongKey(key)),
  key: (symbol) => (includes(symbol) ? (symbol as Key) : undefined),
});

/** One symbol in a library that holds others too. */
export const globalCapital = <Key extends string>(name: Key): Symbols<Key> => ({
  symbol: (key) => (key === name ? name : wrongKey(key)),
  key: (symbol) => (symbol === name ? name : undefined),
});

function wrongKey(key: string): never {
  throw new ContangoError(
    "STORE_ROUTE",
    "storage",
    `"${key}" is not the name of anything in this repository`,
    {
      details: { key },
    },
  );
}

/** `CORN#20240300`, or `Day@CORN#20240300` for one frequency. */
export const contractSymbols: Symbols<ContractPriceKey> = {
  symbol: ({ instrument, contract, frequency }) =>
    `${frequency === undefined ? "" : `${frequency}@`}${instrumentCode(instrument)}#${contractId(contract)}`,
  key: (symbol) => {
    const match = /^(?:(Day|Hour)@)?([^@#]+)#(\d{8})$/.exec(symbol);
    if (match === null) return undefined;
    const [, frequency, instrument = "", contract = ""] = match;
    return {
      instrument,
      contract,
      ...(frequency === undefined ? {} : { frequency: frequency as "Day" | "Hour" }),
    };
  },
};

/** `strategy INSTRUMENT`; a strategy's name may hold blanks, an instrument's code does not. */
export const strategySymbols: Symbols<StrategyInstrument> = {
  symbol: ({ strategy, instrument }) => `${strategy} ${instrumentCode(instrument)}`,
  key: (symbol) => {
    const blank = symbol.lastIndexOf(" ");
    return blank <= 0 ? undefined : { strategy: symbol.slice(0, blank), instrument: symbol.slice(blank + 1) };
  },
};

/** Frames as they are, if `check` finds the columns that it needs. */
export const frames = (check: (frame: Frame) => unknown): Codec<Frame> => ({
  encode: (frame) => {
    check(frame);
    return frame;
  },
  decode: (frame) => frame,
});

/** A series as a frame of one column; what is read may have called it otherwise. */
export const oneColumn = (name: string): Codec<Series> => ({
  encode: (series) => new Frame(series.time, { [name]: floatColumn(series.values) }),
  decode: (frame) => frame.series(frame.names[0] ?? name).named(name),
});
