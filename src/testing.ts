export { assertSameFrame } from "./testing/assertFrame.js";
export { backtestDataOf, type InstrumentDataOptions, instrumentData } from "./testing/backtestInstruments.js";
export {
  fxRate,
  type GappingPriceOptions,
  gappingPrice,
  type MadePriceOptions,
  type RangingPriceOptions,
  rangingPrice,
  type TrendingPriceOptions,
  trendingPrice,
} from "./testing/backtestPrices.js";
export {
  type CarryOptions,
  carryPrices,
  type RollJump,
  type RollJumpOptions,
  rollJump,
} from "./testing/backtestRolls.js";
export type { ConformanceCase, ConformanceSkip } from "./testing/conformance.js";
export { type FaultyFiles, type FileFault, faultyFiles } from "./testing/faultyFiles.js";
export { findLookAhead, type LookAheadOptions } from "./testing/lookAhead.js";
export type { LookAhead, RunOutputs } from "./testing/lookAheadCompare.js";
export { dataUntil } from "./testing/lookAheadCuts.js";
export type { LookAheadReport } from "./testing/lookAheadReport.js";
export {
  generateMarket,
  type Market,
  type MarketOfInstrument,
  type MarketOptions,
} from "./testing/market.js";
export type { MarketContract } from "./testing/marketContracts.js";
export type { MarketFault } from "./testing/marketFaults.js";
export type { MarketInstrumentInput } from "./testing/marketInstruments.js";
export { USUAL_INSTRUMENTS } from "./testing/marketUsualInstruments.js";
export { type RandomStream, randomStream } from "./testing/randomStream.js";
export { recordStoreConformance } from "./testing/recordStoreConformance.js";
export { type RuleLookAheadOptions, ruleLookAhead } from "./testing/ruleLookAhead.js";
export { seriesStoreConformance } from "./testing/seriesStoreConformance.js";
export { type StorageUnderTest, storageConformance } from "./testing/storageConformance.js";
export { systemOutputs } from "./testing/systemOutputs.js";
