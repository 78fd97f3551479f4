export type {
  AnswerPlace,
  BarFault,
  BarPlace,
  BrokerFault,
  Corrected,
  FaultKind,
  FaultSpan,
  RefusalFault,
  TermsFault,
} from "./broker/simulated/brokerFault.js";
export type { AcceptedTrade, CashTransfer, SimulatedBrokerState } from "./broker/simulated/deals.js";
export { FAULT_KINDS } from "./broker/simulated/faultKinds.js";
export { type RandomFaultsOptions, randomFaults } from "./broker/simulated/randomFaults.js";
export type { RequestCounts, RequestKind } from "./broker/simulated/requestKinds.js";
export {
  type SimulatedBroker,
  type SimulatedBrokerOptions,
  simulatedBroker,
} from "./broker/simulated/simulatedBroker.js";
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
export type { BrokerUnderTest } from "./testing/brokerCase.js";
export { brokerConformance } from "./testing/brokerConformance.js";
export { type CapturedLog, type CaptureLogOptions, captureLog } from "./testing/captureLog.js";
export type { ConformanceCase, ConformanceSkip } from "./testing/conformance.js";
export { type FaultyFiles, type FileFault, faultyFiles } from "./testing/faultyFiles.js";
export { type FixedClock, fixedClock } from "./testing/fixedClock.js";
export { loadMarket } from "./testing/loadMarket.js";
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
export {
  type ContinuedInstrument,
  type ContinueMarketOptions,
  continueMarket,
} from "./testing/marketContinued.js";
export type { MarketContract } from "./testing/marketContracts.js";
export type { MarketFault } from "./testing/marketFaults.js";
export type { MarketHoliday, MarketHolidays } from "./testing/marketHolidays.js";
export { type HoursWanted, hourlyBars } from "./testing/marketHours.js";
export type { MarketInstrumentInput } from "./testing/marketInstruments.js";
export type { MarketSession } from "./testing/marketSessions.js";
export { USUAL_INSTRUMENTS } from "./testing/marketUsualInstruments.js";
export { memoryFiles } from "./testing/memoryFiles.js";
export { type Outbox, outbox } from "./testing/outbox.js";
export { type RandomStream, randomStream } from "./testing/randomStream.js";
export { type RecordedAccess, recordingStorage } from "./testing/recordingStorage.js";
export { recordStoreConformance } from "./testing/recordStoreConformance.js";
export { type RuleLookAheadOptions, ruleLookAhead } from "./testing/ruleLookAhead.js";
export {
  type ScriptedAnswer,
  type ScriptedAnswers,
  type ScriptedPrompter,
  scriptedPrompter,
} from "./testing/scriptedPrompter.js";
export { seriesStoreConformance } from "./testing/seriesStoreConformance.js";
export { type StorageUnderTest, storageConformance } from "./testing/storageConformance.js";
export { systemOutputs } from "./testing/systemOutputs.js";
export { type TestDesk, type TestDeskOptions, testDesk } from "./testing/testDesk.js";
