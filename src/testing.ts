export { assertSameFrame } from "./testing/assertFrame.js";
export type { ConformanceCase, ConformanceSkip } from "./testing/conformance.js";
export { type FaultyFiles, type FileFault, faultyFiles } from "./testing/faultyFiles.js";
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
export { seriesStoreConformance } from "./testing/seriesStoreConformance.js";
export { type StorageUnderTest, storageConformance } from "./testing/storageConformance.js";
