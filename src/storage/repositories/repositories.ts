import type { CapitalLedger } from "../../capital/ledger.js";
import { ledgerFrame, ledgerFromFrame } from "../../capital/ledgerFrame.js";
import type { Contract } from "../../contracts/contract.js";
import type { ContractKey } from "../../contracts/contractKey.js";
import type { RollParameters } from "../../contracts/rollParameters.js";
import type { FxPair, InstrumentCode, StrategyName } from "../../instruments/codes.js";
import type { Instrument } from "../../instruments/instrument.js";
import type { Fill } from "../../positions/fill.js";
import { checkOptimalPositions } from "../../positions/optimalPositionFrame.js";
import { contractPrices } from "../../prices/contractPrices.js";
import { multiplePrices } from "../../prices/multiplePrices.js";
import { rollCalendar } from "../../prices/rollCalendar.js";
import type { RollState } from "../../rolls/rollState.js";
import type { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import { LIBRARIES } from "../libraries.js";
import type { Storage } from "../storage.js";
import { instrumentRepository, rollParameterRepository } from "./configuration.js";
import { contractRepository } from "./contracts.js";
import { fillRepository } from "./fills.js";
import { type ContractPriceKey, type StrategyInstrument, TOTAL_CAPITAL } from "./keys.js";
import { byName, contractSymbols, frames, globalCapital, oneColumn, strategySymbols } from "./layouts.js";
import type { CheckedRecordRepository, RecordRepository } from "./recordRepository.js";
import { rollStateRepository } from "./rollStates.js";
import { type SeriesRepository, seriesRepository } from "./seriesRepository.js";

/** Every kind of data that a desk keeps, each read and written under the name that a trader gives it. */
export interface Repositories {
  /** Instruments with their costs. */
  readonly instruments: RecordRepository<Instrument>;
  readonly rollParameters: CheckedRecordRepository<RollParameters>;
  /** Contracts by key, `CORN/20241200` ({@link contractKey}). */
  readonly contracts: CheckedRecordRepository<Contract>;
  /** By instrument. */
  readonly rollStates: CheckedRecordRepository<RollState>;
  /** Fills by id. */
  readonly fills: CheckedRecordRepository<Fill>;
  /** Frames with columns current_contract, next_contract, carry_contract; a row is a roll. */
  readonly rollCalendars: SeriesRepository<InstrumentCode, Frame>;
  /** Spot rates: dollars for one unit of the first currency. */
  readonly fxPrices: SeriesRepository<FxPair, Series>;
  /** Frames with columns OPEN, HIGH, LOW, FINAL, VOLUME. */
  readonly contractPrices: SeriesRepository<ContractPriceKey, Frame>;
  /** Frames with columns PRICE, CARRY, FORWARD and their contracts. */
  readonly multiplePrices: SeriesRepository<InstrumentCode, Frame>;
  readonly adjustedPrices: SeriesRepository<InstrumentCode, Series>;
  /** The ledger of total capital; its only key is {@link TOTAL_CAPITAL}. */
  readonly totalCapital: SeriesRepository<typeof TOTAL_CAPITAL, CapitalLedger>;
  /** Capital of a strategy, in the base currency. */
  readonly strategyCapital: SeriesRepository<StrategyName, Series>;
  /** Frames of one row a night; `optimalPositionAt` reads a row. */
  readonly optimalPositions: SeriesRepository<StrategyInstrument, Frame>;
  /** Contracts that a strategy holds. */
  readonly strategyPositions: SeriesRepository<StrategyInstrument, Series>;
  /** Contracts held, whichever strategy wanted them. */
  readonly contractPositions: SeriesRepository<ContractKey, Series>;
}

/**
 * The data of a storage by kind.
 *
 * @example
 * const data = repositories(storage);
 * await data.multiplePrices.get("CORN", { last: 5 });
 */
export function repositories(storage: Storage): Repositories {
  const instrument = byName<InstrumentCode>();
  return {
    instruments: instrumentRepository(storage),
    rollParameters: rollParameterRepository(storage),
    contracts: contractRepository(storage),
    rollStates: rollStateRepository(storage),
    fills: fillRepository(storage),
    rollCalendars: seriesRepository(storage, {
      what: "roll calendars",
      library: LIBRARIES.rollCalendars,
      ...instrument,
      ...frames(rollCalendar),
    }),
    fxPrices: seriesRepository(storage, {
      what: "FX prices",
      library: LIBRARIES.fxPrices,
      ...byName<FxPair>(),
      ...oneColumn("price"),
    }),
    contractPrices: seriesRepository(storage, {
      what: "contract prices",
      library: LIBRARIES.contractPrices,
      ...contractSymbols,
      ...frames(contractPrices),
    }),
    multiplePrices: seriesRepository(storage, {
      what: "multiple prices",
      library: LIBRARIES.multiplePrices,
      ...instrument,
      ...frames(multiplePrices),
    }),
    adjustedPrices: seriesRepository(storage, {
      what: "adjusted prices",
      library: LIBRARIES.adjustedPrices,
      ...instrument,
      ...oneColumn("price"),
    }),
    totalCapital: seriesRepository(storage, {
      what: "capital rows",
      library: LIBRARIES.capital,
      ...globalCapital(TOTAL_CAPITAL),
      encode: (ledger: CapitalLedger) => ledgerFrame(ledger),
      decode: ledgerFromFrame,
    }),
    strategyCapital: seriesRepository(storage, {
      what: "capital rows",
      library: LIBRARIES.capital,
      ...byName<StrategyName>((name) => name !== TOTAL_CAPITAL),
      ...oneColumn("capital"),
    }),
    optimalPositions: seriesRepository(storage, {
      what: "optimal positions",
      library: LIBRARIES.optimalPositions,
      ...strategySymbols,
      ...frames(checkOptimalPositions),
    }),
    strategyPositions: seriesRepository(storage, {
      what: "positions",
      library: LIBRARIES.strategyPositions,
      ...strategySymbols,
      ...oneColumn("position"),
    }),
    contractPositions: seriesRepository(storage, {
      what: "positions",
      library: LIBRARIES.contractPositions,
      ...contractSymbols,
      ...oneColumn("position"),
    }),
  };
}
