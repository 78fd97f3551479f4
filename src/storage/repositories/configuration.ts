import { type RollParameters, rollParameters } from "../../contracts/rollParameters.js";
import { type Instrument, type InstrumentClassification, instrument } from "../../instruments/instrument.js";
import { COLLECTIONS } from "../libraries.js";
import type { RecordDocument, RecordValue } from "../recordStore.js";
import type { Batch, Storage } from "../storage.js";
import { type CheckedRecordRepository, type RecordRepository, recordRepository } from "./recordRepository.js";
import { missing } from "./seriesRepository.js";

/** Numbers as stores keep them, in whichever kind; a blank is `blank`. */
const numberOf = (value: RecordValue | undefined, blank = 0): number =>
  value === undefined || value === null || value === "" ? blank : Number(value);

const textOf = (value: RecordValue | undefined): string => (typeof value === "string" ? value : "");

/** Roll parameters under the column names of the reference's table. */
export function rollParameterRepository(storage: Storage): CheckedRecordRepository<RollParameters> {
  return recordRepository(storage, {
    what: "roll parameters",
    collection: COLLECTIONS.rollParameters,
    encode: (given: RollParameters) => {
      const parameters = rollParameters(given);
      return {
        HoldRollCycle: parameters.holdCycle,
        RollOffsetDays: parameters.rollOffsetDays,
        CarryOffset: parameters.carryOffset,
        PricedRollCycle: parameters.pricedCycle,
        ExpiryOffset: parameters.approximateExpiryOffset,
      };
    },
    decode: (document) =>
      rollParameters({
        holdCycle: textOf(document.HoldRollCycle),
        pricedCycle: textOf(document.PricedRollCycle),
        rollOffsetDays: numberOf(document.RollOffsetDays),
        carryOffset: numberOf(document.CarryOffset, -1),
        approximateExpiryOffset: numberOf(document.ExpiryOffset),
      }),
  });
}

/** Instruments under the column names of the reference's tables; spread cost and finer classes lie in collections of their own. */
export function instrumentRepository(storage: Storage): RecordRepository<Instrument> {
  const spreads = recordRepository(storage, {
    what: "spread costs",
    collection: COLLECTIONS.spreadCosts,
    encode: (cost: number): RecordDocument => ({ cost_price_units: cost }),
    decode: (document) => numberOf(document.cost_price_units, Number.NaN),
  });
  const instruments = recordRepository(storage, {
    what: "instruments",
    collection: COLLECTIONS.instruments,
    encode: instrumentDocument,
    decode: instrumentOf,
  });
  const classes = recordRepository(storage, {
    what: "instrument classes",
    collection: COLLECTIONS.instrumentClasses,
    encode: ({ assetClass, ...value }: InstrumentClassification & { readonly assetClass: string }) =>
      classDocument(value, assetClass),
    decode: (document) => ({ ...classOf(document), assetClass: textOf(document.AssetClass) }),
  });
  const read = async (code: string): Promise<Instrument | undefined> => {
    const [found, spreadCost, finer] = await Promise.all([
      instruments.read(code),
      spreads.read(code),
      classes.read(code),
    ]);
    return found && joined(found, spreadCost, finer);
  };
  const joined = (
    found: Instrument,
    spreadCost = Number.NaN,
    finer?: InstrumentClassification & { readonly assetClass: string },
  ): Instrument => {
    if (finer === undefined) return { ...found, spreadCost };
    const { assetClass: _, ...classification } = finer;
    return { ...found, spreadCost, classification };
  };
  const together = (batch: Batch | undefined, writes: (batch: Batch) => Promise<void>): Promise<void> =>
    batch === undefined ? storage.atomically(writes) : writes(batch);
  return {
    read,
    list: () => instruments.list(),
    all: async (equals) => {
      const [found, costs, finer] = await Promise.all([
        instruments.all(equals),
        spreads.all(),
        classes.all(),
      ]);
      return new Map([...found].map(([code, one]) => [code, joined(one, costs.get(code), finer.get(code))]));
    },
    get: async (code) => (await read(code)) ?? missing("instruments", code),
    write: (code, given, batch) =>
      together(batch, async (writes) => {
        const value = instrument({ ...given, code });
        await instruments.write(code, value, writes);
        if (Number.isNaN(value.spreadCost)) await spreads.delete(code, writes);
        else await spreads.write(code, value.spreadCost, writes);
        if (value.classification === undefined) await classes.delete(code, writes);
        else await classes.write(code, { ...value.classification, assetClass: value.assetClass }, writes);
      }),
    delete: (code, batch) =>
      together(batch, async (writes) => {
        await instruments.delete(code, writes);
        await spreads.delete(code, writes);
        await classes.delete(code, writes);
      }),
  };
}

function instrumentDocument(value: Instrument): RecordDocument {
  return {
    Description: value.description,
    Pointsize: value.pointSize,
    Currency: value.currency,
    AssetClass: value.assetClass,
    PerBlock: value.commission.perBlock,
    Percentage: value.commission.percentage,
    PerTrade: value.commission.perTrade,
    Region: value.region,
  };
}

function instrumentOf(document: RecordDocument, code: string): Instrument {
  return instrument({
    code,
    description: textOf(document.Description),
    pointSize: numberOf(document.Pointsize, Number.NaN),
    currency: textOf(document.Currency),
    assetClass: textOf(document.AssetClass),
    region: textOf(document.Region),
    commission: {
      perBlock: numberOf(document.PerBlock),
      percentage: numberOf(document.Percentage),
      perTrade: numberOf(document.PerTrade),
    },
  });
}

function classDocument(value: InstrumentClassification, assetClass: string): RecordDocument {
  return {
    AssetClass: assetClass,
    SubClass: value.subClass,
    SubSubClass: value.subSubClass,
    Style: value.style,
    Country: value.country,
    Duration: Number.isNaN(value.duration) ? null : value.duration,
    Description: value.description,
  };
}

function classOf(document: RecordDocument): InstrumentClassification {
  return {
    subClass: textOf(document.SubClass),
    subSubClass: textOf(document.SubSubClass),
    style: textOf(document.Style),
    country: textOf(document.Country),
    duration: numberOf(document.Duration, Number.NaN),
    description: textOf(document.Description),
  };
}
