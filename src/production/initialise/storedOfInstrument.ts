import { parseContractKey } from "../../contracts/contractKey.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Repositories } from "../../storage/repositories/repositories.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import type { Batch } from "../../storage/storage.js";

/** One kind of data of an instrument, and how it is removed. */
export interface StoredPart {
  readonly what: string;
  readonly items: number;
  readonly rows: number;
  remove(batch: Batch): Promise<void>;
}

/** What is stored of an instrument, kind by kind; histories of positions only where they are wanted. */
export async function storedOfInstrument(
  data: Repositories,
  instrument: InstrumentCode,
  { histories }: { readonly histories: boolean },
): Promise<readonly StoredPart[]> {
  const of = <Key extends { readonly instrument: InstrumentCode }>(keys: readonly Key[]): readonly Key[] =>
    keys.filter((key) => key.instrument === instrument);
  const contracts = (await data.contracts.list()).filter(
    (key) => parseContractKey(key).instrument === instrument,
  );
  const records = [
    ["configuration", data.instruments],
    ["roll parameters", data.rollParameters],
    ["roll state", data.rollStates],
  ] as const;
  const parts = [
    ...(await Promise.all(
      records.map(async ([what, repository]) => {
        const there = (await repository.read(instrument)) === undefined ? [] : [instrument];
        return recordPart(what, there, repository);
      }),
    )),
    recordPart("contracts", contracts, data.contracts),
    await seriesPart("contract prices", of(await data.contractPrices.list()), data.contractPrices),
    await seriesPart("roll calendar", [instrument], data.rollCalendars),
    await seriesPart("multiple prices", [instrument], data.multiplePrices),
    await seriesPart("adjusted prices", [instrument], data.adjustedPrices),
    ...(histories
      ? [
          await seriesPart(
            "optimal positions",
            of(await data.optimalPositions.list()),
            data.optimalPositions,
          ),
          await seriesPart(
            "strategy positions",
            of(await data.strategyPositions.list()),
            data.strategyPositions,
          ),
          await seriesPart(
            "contract positions",
            of(await data.contractPositions.list()),
            data.contractPositions,
          ),
        ]
      : []),
  ];
  return parts.filter(({ items }) => items > 0);
}

const recordPart = (
  what: string,
  keys: readonly string[],
  repository: { delete(key: string, batch: Batch): Promise<void> },
): StoredPart => ({
  what,
  items: keys.length,
  rows: keys.length,
  remove: async (batch) => {
    for (const key of keys) await repository.delete(key, batch);
  },
});

/** The commit that removes it refuses where another version came since. */
async function seriesPart<Key>(
  what: string,
  keys: readonly Key[],
  repository: { info(key: Key): Promise<SeriesInfo | undefined> },
): Promise<StoredPart> {
  const infos = (await Promise.all(keys.map((key) => repository.info(key)))).filter(
    (info) => info !== undefined,
  );
  return {
    what,
    items: infos.length,
    rows: infos.reduce((sum, { rows }) => sum + rows, 0),
    remove: async (batch) => {
      for (const { library, symbol, version } of infos) batch.deleteSeries(library, symbol, version);
    },
  };
}
