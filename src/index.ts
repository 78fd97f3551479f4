/**
 * Systematic futures trading in production. The root holds the pure domain (series, contracts, prices, rolls, capital,
 * positions), configuration, and storage over any engine; engines, charts and test helpers have sub-paths of their own.
 *
 * @module
 */

// capital
export {
  type AccountPandlOptions,
  type AccountPercentOptions,
  accountPandl,
  accountPandlPercent,
} from "./capital/accountPandl.js";
export { allocateByWeight, type NamedNumbers } from "./capital/allocateByWeight.js";
export {
  type Allocation,
  type AllocationFunction,
  type AllocationOptions,
  type AllocationRequest,
  allocateCapital,
  type NamedAmounts,
  weightedAllocation,
} from "./capital/allocation.js";
export {
  type CapitalAmounts,
  depositOrWithdraw,
  initialiseCapital,
  modifyCapital,
} from "./capital/changeCapital.js";
export {
  CAPITAL_METHODS,
  type CapitalBase,
  type CapitalMethod,
  type Compounded,
  capitalMethod,
  compound,
  fixedCapital,
  fullCompounding,
  halfCompounding,
} from "./capital/compounding.js";
export { type CapitalDeletion, deleteAllCapital, deleteCapitalSince } from "./capital/deleteCapital.js";
export { CapitalLedger, type CapitalRow, currentCapital } from "./capital/ledger.js";
export { CAPITAL_COLUMNS, ledgerFrame, ledgerFromFrame } from "./capital/ledgerFrame.js";
export { minorUnitPlaces } from "./capital/minorUnits.js";
export { Decimal, type MoneyLike, money } from "./capital/money.js";
export {
  type CapitalUpdate,
  type CapitalUpdateOptions,
  updateCapitalFromBroker,
} from "./capital/updateCapital.js";
export { BACKTEST_SETTINGS, type BacktestConfig } from "./config/backtestSettings.js";
// configuration
export { Config, type ConfigExplanation, type ConfigSetting, configOf } from "./config/config.js";
export type {
  AllocationConfig,
  AutoRollConfig,
  ConfigValues,
  DefaultedConfig,
  SamplingFrequency,
  StrategyConfig,
} from "./config/configValues.js";
export { DEFAULT_CONFIG } from "./config/defaults.js";
export { type LoadConfigOptions, loadConfig } from "./config/readConfig.js";
// contracts
export { type ContractId, contractId, contractParts } from "./contracts/contractId.js";
export { type ContractKey, contractKey, parseContractKey } from "./contracts/contractKey.js";
export {
  contractLetterName,
  MONTH_LETTERS,
  monthLetter,
  nextInCycle,
  previousInCycle,
  type RollCycle,
  rollCycle,
} from "./contracts/rollCycle.js";
export {
  approximateExpiry,
  carryContract,
  desiredRollDate,
  nextHeldContract,
  nextPricedContract,
  previousHeldContract,
  previousPricedContract,
  type RollParameters,
  type RollParametersInput,
  rollParameters,
  sameRollParameters,
} from "./contracts/rollParameters.js";
// errors
export type { ErrorCode } from "./errors/codes.js";
export {
  ContangoError,
  type ContangoErrorOptions,
  type ErrorDetails,
  isContangoError,
} from "./errors/contangoError.js";
// instruments
export {
  type Branded,
  type CurrencyCode,
  type FxPair,
  type InstrumentCode,
  instrumentCode,
  type StrategyName,
  splitFxPair,
} from "./instruments/codes.js";
export {
  type Commission,
  type Instrument,
  type InstrumentClassification,
  type InstrumentValues,
  instrument,
} from "./instruments/instrument.js";
// positions
export type {
  BufferedPosition,
  DynamicPosition,
  OptimalPosition,
  OptimalPositionKind,
  RawPosition,
  SimplePosition,
} from "./positions/optimalPosition.js";
export {
  optimalPositionAt,
  optimalPositionColumns,
  optimalPositionFrame,
  optimalPositionKind,
} from "./positions/optimalPositionFrame.js";
export {
  type Buffer,
  isPositionBroken,
  positionBuffer,
  requiredPosition,
  tradeRequired,
} from "./positions/requiredPosition.js";
export {
  type ByInstrument,
  type RequiredTrade,
  type RequiredTrades,
  requiredTrades,
  type UnmanagedPosition,
} from "./positions/requiredTrades.js";
// prices
export { type BackAdjustMethod, type BackAdjustOptions, backAdjust } from "./prices/backAdjust.js";
export { type CleaningOptions, cleanBars, type DroppedBars } from "./prices/cleanBars.js";
export { type ContractPriceSet, contractPriceSet, splitContractPrices } from "./prices/contractPriceSet.js";
export {
  CONTRACT_PRICE_COLUMNS,
  type ContractPrices,
  contractPrices,
  contractPricesFrame,
} from "./prices/contractPrices.js";
export { FX_QUOTE_CURRENCY, fxPrices, storedFxPairs } from "./prices/fxPrices.js";
export { type FillingOptions, mergeFillingGaps } from "./prices/mergeFillingGaps.js";
export { mergeIntradayAndDaily } from "./prices/mergeIntradayAndDaily.js";
export { mergeNewer, type NewerMerge } from "./prices/mergeNewer.js";
export {
  MULTIPLE_PRICE_COLUMNS,
  type MultiplePrices,
  multiplePrices,
  multiplePricesFrame,
  PRICE_COLUMNS,
  type PriceColumn,
} from "./prices/multiplePrices.js";
export { multiplePricesFromCalendar } from "./prices/multiplePricesFromCalendar.js";
export {
  appendMultiplePrices,
  dropTrailingMissing,
  type MultiplePricesRow,
} from "./prices/multiplePricesRows.js";
export {
  type ColumnUpdate,
  type MultiplePricesUpdate,
  updateMultiplePrices,
} from "./prices/multiplePricesUpdate.js";
export {
  ROLL_CALENDAR_COLUMNS,
  type RollCalendar,
  type RollCalendarRow,
  rollCalendar,
  rollCalendarFrame,
  rollCalendarFromRows,
} from "./prices/rollCalendar.js";
export {
  type AdjustedRollCalendar,
  adjustRollCalendar,
  type CalendarNote,
} from "./prices/rollCalendarAdjust.js";
export { approximateRollCalendar } from "./prices/rollCalendarApproximate.js";
export { type CalendarProblem, checkRollCalendar } from "./prices/rollCalendarChecks.js";
export { inferRollCalendar } from "./prices/rollCalendarInfer.js";
export { type PhantomRollOptions, withPhantomRoll } from "./prices/rollCalendarPhantom.js";
export { DEFAULT_MAX_SPIKE, findSpike, type Spike, type SpikeOptions, spikeText } from "./prices/spikes.js";
export { type AdjustedPricesUpdate, updateAdjustedPrices } from "./prices/updateAdjustedPrices.js";
// rolls
export { inferLastPrice } from "./rolls/inferLastPrice.js";
export {
  type PricedContractRoll,
  type PricedContractRollOptions,
  rollPricedContract,
} from "./rolls/rollPricedContract.js";
// series
export { type Aligned, alignInner, alignOuter } from "./series/align.js";
export {
  abs,
  add,
  clip,
  combine,
  divide,
  map,
  multiply,
  type Operand,
  subtract,
} from "./series/arithmetic.js";
export type { Frequency } from "./series/bins.js";
export { cumulativeSum, diff, shift } from "./series/change.js";
export {
  type BoolColumn,
  boolColumn,
  type Cell,
  type Column,
  type ColumnKind,
  type FloatColumn,
  floatColumn,
  type IntColumn,
  intColumn,
  type StringColumn,
  stringColumn,
  type TimeColumn,
  timeColumn,
} from "./series/column.js";
export type { ColumnValues } from "./series/columnOf.js";
export { frame, type Numbers, series, type Times } from "./series/construct.js";
export { dropMissing } from "./series/dropMissing.js";
export { type EwmOptions, ewmMean, ewmStandardDeviation } from "./series/ewm.js";
export { backwardFill, forwardFill } from "./series/fill.js";
export { Frame, type FrameMeta, type Json } from "./series/frame.js";
export {
  count,
  firstValue,
  lastValue,
  max,
  mean,
  median,
  min,
  quantile,
  standardDeviation,
  sum,
  type Values,
} from "./series/reduce.js";
export { asOf, reindex, type TimeIndex } from "./series/reindex.js";
export type { RepairOptions } from "./series/repair.js";
export { type BinValue, resample, resampleBusinessDays } from "./series/resample.js";
export { rollingMax, rollingMin } from "./series/rollingExtremes.js";
export { rollingMean, rollingStandardDeviation, rollingSum } from "./series/rollingMoments.js";
export { rollingMedian, rollingQuantile } from "./series/rollingQuantile.js";
export type { RollingWindow } from "./series/rollingWindow.js";
export { roundHalfEven } from "./series/rounding.js";
export { type RowValues, rowMean, rowMedian, rowSum } from "./series/rowReduce.js";
export { indexAtOrAfter, indexAtOrBefore, valueAsOf } from "./series/search.js";
export { Series } from "./series/series.js";
export { between, head, tail } from "./series/slice.js";
export { toFrame } from "./series/toFrame.js";
// storage
export { compose, type StorePair } from "./storage/compose.js";
export type { CopiedPart, CopyReport } from "./storage/copyReport.js";
export {
  type CopyOptions,
  type CopyProgress,
  type CopySelection,
  copyStorage,
} from "./storage/copyStorage.js";
export type { Host, ProcessIdentity } from "./storage/host.js";
export type { Lease, LeaseOptions } from "./storage/leases.js";
export { COLLECTIONS, type DataKind, dataKind, LIBRARIES } from "./storage/libraries.js";
export { memoryEngine } from "./storage/memory/engine.js";
export { openStorage, type StorageOptions } from "./storage/openStorage.js";
export {
  type Collection,
  Int32,
  type RecordChange,
  type RecordDocument,
  type RecordKey,
  type RecordPage,
  type RecordQuery,
  type RecordStore,
  type RecordValue,
} from "./storage/recordStore.js";
export {
  type ContractPriceKey,
  type StrategyInstrument,
  TOTAL_CAPITAL,
} from "./storage/repositories/keys.js";
export type { RecordRepository } from "./storage/repositories/recordRepository.js";
export { type Repositories, repositories } from "./storage/repositories/repositories.js";
export type { RowRange, SeriesRepository } from "./storage/repositories/seriesRepository.js";
export type { StorageRoutes } from "./storage/routing.js";
export type {
  ExpectedVersion,
  ReadOptions,
  SeriesChange,
  SeriesInfo,
  SeriesStore,
  SeriesVersion,
  StagedSeries,
  StoredFrame,
} from "./storage/seriesStore.js";
export type { Batch, Change, Storage, StorageEngine } from "./storage/storage.js";
// time
export { DAY, HOUR, SECOND } from "./time/civil.js";
export { isClosingTime, midnightToClose, NOTIONAL_CLOSE } from "./time/close.js";
export { formatDay, formatTime, type TimeLike, toTime, toTimeEnd } from "./time/text.js";
