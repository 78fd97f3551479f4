import type { BarFrequency } from "../../broker/broker.js";
import { type ContractId, contractId } from "../../contracts/contractId.js";
import type { FxPair, InstrumentCode } from "../../instruments/codes.js";
import { fxPrices, storedFxPairs } from "../../prices/fxPrices.js";
import type { Desk } from "../../production/desk.js";
import { checkOptions } from "../../production/processOptions.js";
import type { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import { ROWS, stored } from "./stored.js";

/**
 * The last spot rates of a pair. Only pairs against the dollar are stored; others are made from them, `EURGBP` say.
 *
 * @throws ContangoError `FX_PAIR`; `STORE_MISSING` with the pair that may have been meant; `SERIES_PARAMETER`.
 * @example
 * await recentFxPrices(desk, "GBPUSD", 5);
 */
export async function recentFxPrices(
  { data, now }: Desk,
  pair: FxPair,
  last: number = ROWS,
): Promise<Series> {
  const names = storedFxPairs(pair);
  const rates = await Promise.all(
    names.map(async (name) => {
      const rows = await data.fxPrices.read(name, names.length === 1 ? { last } : {});
      return [name, await stored(rows, "FX prices", name, data.fxPrices.list)] as const;
    }),
  );
  return lastRows(fxPrices(new Map(rates), pair, { until: now() }), last);
}

/** A contract whose prices to show. */
export interface RecentContractPricesOptions {
  /** Default: hourly and daily bars merged. */
  readonly frequency?: BarFrequency;
}

/**
 * The last bars of a contract.
 *
 * @throws ContangoError `INSTRUMENT_CODE`, `CONTRACT_ID`; `STORE_MISSING` with the contract that may have been meant;
 * `SERIES_PARAMETER`; `PROCESS_OPTION` for an option that it does not have.
 * @example
 * await recentContractPrices(desk, "CORN", "202412", 5, { frequency: "Hour" });
 */
export async function recentContractPrices(
  desk: Desk,
  instrument: InstrumentCode,
  contract: ContractId,
  last: number = ROWS,
  options: RecentContractPricesOptions = {},
): Promise<Frame> {
  checkOptions({ name: "recentContractPrices", takes: ["frequency"] }, options);
  const { frequency } = options;
  const id = contractId(contract);
  const key = { instrument, contract: id, ...(frequency === undefined ? {} : { frequency }) };
  return stored(
    await desk.data.contractPrices.read(key, { last }),
    `${frequency === undefined ? "" : `${frequency} `}prices`,
    `${instrument}/${id}`,
    async () => {
      const keys = await desk.data.contractPrices.list();
      return keys
        .filter((one) => one.frequency === frequency)
        .map((one) => `${one.instrument}/${one.contract}`);
    },
  );
}

/** Contracts of an instrument that have prices, in order. */
export async function pricedContracts(
  desk: Desk,
  instrument: InstrumentCode,
): Promise<readonly ContractId[]> {
  const keys = await desk.data.contractPrices.list();
  return [
    ...new Set(keys.filter((key) => key.instrument === instrument).map(({ contract }) => contract)),
  ].sort();
}

/**
 * The last multiple prices of an instrument.
 *
 * @throws ContangoError `STORE_MISSING` with the instrument that may have been meant; `SERIES_PARAMETER`.
 * @example
 * await recentMultiplePrices(desk, "CORN");
 */
export async function recentMultiplePrices(
  { data: { multiplePrices } }: Desk,
  instrument: InstrumentCode,
  last: number = ROWS,
): Promise<Frame> {
  const rows = await multiplePrices.read(instrument, { last });
  return stored(rows, "multiple prices", instrument, multiplePrices.list);
}

/**
 * The last back-adjusted prices of an instrument.
 *
 * @throws ContangoError `STORE_MISSING` with the instrument that may have been meant; `SERIES_PARAMETER`.
 * @example
 * await recentAdjustedPrices(desk, "CORN");
 */
export async function recentAdjustedPrices(
  { data: { adjustedPrices } }: Desk,
  instrument: InstrumentCode,
  last: number = ROWS,
): Promise<Series> {
  const rows = await adjustedPrices.read(instrument, { last });
  return stored(rows, "adjusted prices", instrument, adjustedPrices.list);
}

const lastRows = (series: Series, last: number): Series => series.rows(Math.max(0, series.length - last));
