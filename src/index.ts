/**
 * Systematic futures trading in production. The root holds the pure domain (series, contracts, prices, rolls, capital,
 * positions), configuration, and storage over any engine; engines, charts and test helpers have sub-paths of their own.
 *
 * @module
 */

// backtest
export type { Account, GroupAccount } from "./backtest/accounts/account.js";
export { type AccountView, accountCurve } from "./backtest/accounts/accountCurve.js";
export { accountStatistics } from "./backtest/accounts/accountStatistics.js";
export { type BufferOptions, bufferedPosition } from "./backtest/accounts/bufferedPosition.js";
export { calendarYearReturns } from "./backtest/accounts/calendarYearReturns.js";
export type { CashCosts } from "./backtest/accounts/cashCosts.js";
export { type CurveComparison, compareCurves } from "./backtest/accounts/compareCurves.js";
export { costDeflator } from "./backtest/accounts/costDeflator.js";
export { type ChargedTrade, costOfTrade, type TradingTerms } from "./backtest/accounts/costOfTrade.js";
export { cumulative, drawdown } from "./backtest/accounts/drawdown.js";
export { type ForecastAccountOptions, forecastAccount } from "./backtest/accounts/forecastAccount.js";
export { type AccountFrequency, periodsPerYear } from "./backtest/accounts/frequency.js";
export { groupAccount } from "./backtest/accounts/groupAccount.js";
export { type GroupStatistics, groupStatistics } from "./backtest/accounts/groupStatistics.js";
export type { FillOptions } from "./backtest/accounts/heldPosition.js";
export {
  type AccountCosts,
  type InstrumentAccountOptions,
  instrumentAccount,
} from "./backtest/accounts/instrumentAccount.js";
export { quantRatioLower, quantRatioUpper } from "./backtest/accounts/quantRatio.js";
export { rollingAnnualStandardDeviation } from "./backtest/accounts/rollingDeviation.js";
export { type ForecastAccounts, ruleAccount, ruleAccounts } from "./backtest/accounts/ruleAccounts.js";
export { type InstrumentShare, type RuleWeights, ruleWeights } from "./backtest/accounts/ruleWeights.js";
export type { SharpeCosts } from "./backtest/accounts/sharpeCostPandl.js";
export {
  annualSharpeCost,
  pooledByLength,
  type SharpeCostPerTradeOptions,
  sharpeCostPerTrade,
} from "./backtest/accounts/sharpeCosts.js";
export { type SimulatedAccountOptions, simulatedAccount } from "./backtest/accounts/simulatedAccount.js";
export {
  type SimulatedOrder,
  type SimulatedOrders,
  simulateOrders,
} from "./backtest/accounts/simulateOrders.js";
export { type Statistics, statistics } from "./backtest/accounts/statistics.js";
export { STATISTIC_NAMES, statisticsText } from "./backtest/accounts/statisticsText.js";
export { type SubsystemAccountOptions, subsystemAccount } from "./backtest/accounts/subsystemAccount.js";
export { turnover } from "./backtest/accounts/turnover.js";
export { weightedAccount } from "./backtest/accounts/weightedAccount.js";
export { type Cache, createCache } from "./backtest/cache.js";
export type {
  BacktestConfig,
  BacktestSetting,
  CorrelationEstimateConfig,
  DataReferenceConfig,
  DiversificationEstimateConfig,
  ForecastMappingConfig,
  ForecastScalarEstimateConfig,
  GroupedWeightsConfig,
  MomentEstimateConfig,
  RiskOverlayConfig,
  SmallSystemConfig,
  TradingRuleBlock,
  VolatilityConfig,
  WeightEstimateConfig,
  WeightGroupConfig,
  WeightsConfig,
} from "./backtest/config/backtestConfig.js";
export { type BacktestSettingsOptions, backtestSettings } from "./backtest/config/backtestSettings.js";
export { type CheckedInstruments, checkAgainstData } from "./backtest/config/checkAgainstData.js";
export { DEFAULT_BACKTEST_CONFIG } from "./backtest/config/defaultBacktestConfig.js";
export { effectiveBacktestConfig } from "./backtest/config/effectiveBacktestConfig.js";
export { instrumentRules, ofInstrument } from "./backtest/config/instrumentRules.js";
export type { KeyPath, PlaceOf, SourcePlace } from "./backtest/config/place.js";
export type {
  BacktestSettings,
  CapitalMultiplierMethod,
  CorrelationEstimate,
  DateMethod,
  DiversificationEstimate,
  ForecastMapping,
  ForecastScalarEstimate,
  ForecastWeights,
  GroupedWeights,
  InputReference,
  InstrumentWeights,
  MomentEstimate,
  RiskOverlay,
  RuleVariation,
  SmallSystem,
  VolatilitySettings,
  WeightEstimate,
  WeightGroup,
  WeightMethod,
  Weights,
} from "./backtest/config/settings.js";
export { notTradedInstruments, systemInstruments } from "./backtest/config/systemInstruments.js";
export type { BacktestData, InstrumentData } from "./backtest/data.js";
export type { DatedCorrelation } from "./backtest/dynamic/correlation.js";
export { covarianceMatrix } from "./backtest/dynamic/covariance.js";
export type { Decision, OptimisationDiagnostics, OptimisationFailure } from "./backtest/dynamic/decision.js";
export {
  type DynamicPositions,
  type DynamicSettings,
  type DynamicSystem,
  dynamicPositions,
} from "./backtest/dynamic/dynamicPositions.js";
export {
  type InstrumentToOptimise,
  type OptimisedPosition,
  type OptimisedPositions,
  optimisePositions,
} from "./backtest/dynamic/optimisePositions.js";
export type { OptimiserSettings } from "./backtest/dynamic/optimiserSettings.js";
export type { MissingInput } from "./backtest/dynamic/optimiseUniverse.js";
export { portfolioWeights, type SeriesByInstrument } from "./backtest/dynamic/portfolioWeights.js";
export { type PortfolioToMeasure, riskMeasures } from "./backtest/dynamic/riskMeasures.js";
export { riskOverlayScalar } from "./backtest/dynamic/riskOverlay.js";
export { trackingError } from "./backtest/dynamic/trackingError.js";
export { type CostOfTrading, costPerUnitWeight } from "./backtest/dynamic/tradingCosts.js";
export { type ContractValue, valuePerContract } from "./backtest/dynamic/valuePerContract.js";
export type { AssetEstimates } from "./backtest/estimation/assetEstimates.js";
export { type BinnedReturns, binReturns, stackedNetReturns } from "./backtest/estimation/binnedReturns.js";
export { type BootstrapOptions, bootstrap } from "./backtest/estimation/bootstrap.js";
export {
  type CorrelationDataOptions,
  forecastCorrelationData,
  returnsCorrelationData,
} from "./backtest/estimation/correlationData.js";
export { correlationEstimates } from "./backtest/estimation/correlationEstimates.js";
export {
  type CorrelationMatrix,
  correlationAt,
  type PeriodCorrelation,
} from "./backtest/estimation/correlationMatrix.js";
export type { NetReturnsOptions } from "./backtest/estimation/dailyChanges.js";
export {
  type DiversificationOptions,
  diversificationMultiplier,
  diversificationOf,
} from "./backtest/estimation/diversification.js";
export { type EstimateWeightsOptions, estimateWeights } from "./backtest/estimation/estimateWeights.js";
export {
  type EstimatedValues,
  exportConfiguration,
  type FixedConfiguration,
} from "./backtest/estimation/exportConfiguration.js";
export {
  type FittingPeriod,
  type FittingPeriodOptions,
  fittingPeriods,
} from "./backtest/estimation/fittingPeriods.js";
export { fixedConfigurationYaml } from "./backtest/estimation/fixedConfigurationYaml.js";
export { fitForecastMapping } from "./backtest/estimation/forecastMappingFit.js";
export { estimateForecastScalar, type ForecastScalarOptions } from "./backtest/estimation/forecastScalar.js";
export {
  type ForecastScalingError,
  forecastScalingErrors,
} from "./backtest/estimation/forecastScalingErrors.js";
export type {
  AssetReturns,
  ReturnsAndCosts,
  ReturnsSummaries,
  ReturnsSummary,
} from "./backtest/estimation/grossReturns.js";
export { type HandcraftOptions, handcraft } from "./backtest/estimation/handcraft.js";
export {
  type OnePeriodOptions,
  onePeriod,
  type ShrinkageOptions,
  shrinkage,
} from "./backtest/estimation/meanVariance.js";
export type { StackedData } from "./backtest/estimation/stackedData.js";
export { alignForecasts } from "./backtest/forecasts/alignForecasts.js";
export { attenuateForecast, attenuation } from "./backtest/forecasts/attenuation.js";
export { combineForecasts, multiplyByDiversification } from "./backtest/forecasts/combineForecasts.js";
export { mapForecast } from "./backtest/forecasts/mapForecast.js";
export {
  capForecast,
  type ForecastLimits,
  scaleAndCap,
  scaleForecast,
} from "./backtest/forecasts/scaleForecast.js";
export { actualBuffers, actualPosition } from "./backtest/portfolio/actualPosition.js";
export {
  actualCapital,
  type CapitalMultiplier,
  capitalMultiplier,
} from "./backtest/portfolio/capitalMultiplier.js";
export { equalWeights } from "./backtest/portfolio/equalWeights.js";
export { fitWeights } from "./backtest/portfolio/fitWeights.js";
export { groupedWeights } from "./backtest/portfolio/groupedWeights.js";
export {
  blockValue,
  instrumentCurrencyVolatility,
  instrumentValueVolatility,
} from "./backtest/portfolio/instrumentVolatility.js";
export { normaliseWeights } from "./backtest/portfolio/normaliseWeights.js";
export { notionalPosition } from "./backtest/portfolio/notionalPosition.js";
export {
  type PositionBufferOptions,
  type PositionBuffers,
  positionBuffers,
} from "./backtest/portfolio/positionBuffers.js";
export { smoothWeights } from "./backtest/portfolio/smoothWeights.js";
export {
  averagePosition,
  dailyCashVolatilityTarget,
  longOnlyPosition,
  subsystemPosition,
} from "./backtest/portfolio/subsystemPosition.js";
export { weightsInTime } from "./backtest/portfolio/weightsInTime.js";
export { createRawData, type RawData, type RawDataOptions } from "./backtest/rawdata/createRawData.js";
export { DATA_REFERENCES, type DataReference } from "./backtest/rawdata/dataReferences.js";
export type { InputArguments } from "./backtest/rawdata/inputArguments.js";
export {
  type Factor,
  type FactorAverage,
  RAW_DATA,
  type RawDataEntry,
  type RawDataName,
} from "./backtest/rawdata/names.js";
export { robustVolatility } from "./backtest/rawdata/robustVolatility.js";
export { volatility } from "./backtest/rawdata/volatility.js";
export {
  exponentialVolatility,
  mixedVolatility,
  simpleVolatility,
} from "./backtest/rawdata/volatilityEstimators.js";
export { accel } from "./backtest/rules/accel.js";
export { applyRule } from "./backtest/rules/applyRule.js";
export { longBias, shortBias } from "./backtest/rules/bias.js";
export { breakout } from "./backtest/rules/breakout.js";
export { BUILT_IN_RULES, type BuiltInRule } from "./backtest/rules/builtInRules.js";
export { carry, relativeCarry } from "./backtest/rules/carry.js";
export { crossSectionalMeanReversion } from "./backtest/rules/crossSectionalMeanReversion.js";
export { ewmac, ewmacOwnVolatility } from "./backtest/rules/ewmac.js";
export { type ConditionedInputs, conditionedFactor, factorRule } from "./backtest/rules/factorRule.js";
export { meanReversionWings } from "./backtest/rules/meanReversionWings.js";
export { relativeMomentum } from "./backtest/rules/relativeMomentum.js";
export type {
  NamedArguments,
  RuleArgument,
  RuleArguments,
  RuleInputs,
  TradingRule,
} from "./backtest/rules/rule.js";
export { type ClassicSystem, classicSystem } from "./backtest/system/classicSystem.js";
export { type DynamicBacktest, dynamicBacktest } from "./backtest/system/dynamicSystem.js";
export type { ExplainedStep, Explanation } from "./backtest/system/explain.js";
export {
  EXPORTED_SETTINGS,
  type ExportedSetting,
  exportEstimates,
} from "./backtest/system/exportEstimates.js";
export {
  backtestInstruments,
  forgetForecasts,
  type InstrumentBacktest,
  type RunOptions,
  runBacktest,
  sizeInstruments,
} from "./backtest/system/runBacktest.js";
export {
  type BacktestSnapshot,
  backtestSnapshot,
  type SnapshotOptions,
  snapshotOf,
} from "./backtest/system/snapshot.js";
// production
export type {
  AccountSnapshot,
  AccountSource,
  AccountValue,
  BarFrequency,
  Broker,
  BrokerPosition,
  BrokerRequest,
  ContractPriceSource,
  ContractSource,
  Execution,
  ExecutionSource,
  FxPriceSource,
  PositionSource,
  PriceRequest,
  TradeRequest,
  TradeSource,
} from "./broker/broker.js";
export { nextClientId } from "./broker/clientIds.js";
export { functionPriceSource, type PriceFunction } from "./broker/sources/functionPriceSource.js";
export { type OrderedSource, orderedSource, type SourcedBars } from "./broker/sources/orderedSource.js";
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
export { type PandlTableOptions, pandlTable } from "./capital/pandlTable.js";
export {
  type CapitalUpdate,
  type CapitalUpdateOptions,
  updateCapitalFromBroker,
} from "./capital/updateCapital.js";
export { BACKTEST_SETTINGS } from "./config/backtestSettings.js";
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
export type { Environment } from "./config/environment.js";
export {
  type LoadBacktestConfigOptions,
  type LoadedBacktestConfig,
  loadBacktestConfig,
} from "./config/loadBacktestConfig.js";
export { type LoadConfigOptions, loadConfig } from "./config/readConfig.js";
export { type Contract, daysToExpiry, isExpired, midnight } from "./contracts/contract.js";
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
export { nodeClock } from "./desk/nodeClock.js";
export { type DeskOptions, openDesk } from "./desk/openDesk.js";
export { EXIT_CODES, type RunScriptOptions, runScript } from "./desk/runScript.js";
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
export { capitalTool } from "./interactive/capitalTool.js";
export { type CheckFxPricesOptions, checkFxPrices } from "./interactive/checkFxPrices.js";
export { type CheckPricesOptions, checkPrices } from "./interactive/checkPrices.js";
export {
  type ReviewedRows,
  type ReviewOptions,
  reviewSpikes,
  type SpikeAnswer,
  type SpikeDecision,
  type SpikeQuestion,
  type SpikeReview,
} from "./interactive/checks/reviewSpikes.js";
export { spikeAnswer, spikeQuestion } from "./interactive/checks/spikeAnswer.js";
export {
  type ExplainStateOptions,
  explainState,
  type KeptState,
  knownStrategies,
  listBacktests,
  openBacktest,
  type StateValue,
} from "./interactive/diagnostics/backtestStates.js";
export { strategyCapitalHistory, totalCapitalHistory } from "./interactive/diagnostics/capitalHistory.js";
export {
  type InstrumentFact,
  instrumentContracts,
  instrumentDetails,
} from "./interactive/diagnostics/instrumentDetails.js";
export { keptMails } from "./interactive/diagnostics/keptMails.js";
export type { Listing } from "./interactive/diagnostics/listing.js";
export { openAttention } from "./interactive/diagnostics/openAttention.js";
export {
  contractPositionHistory,
  optimalPositionHistory,
  strategyPositionHistory,
} from "./interactive/diagnostics/positionHistories.js";
export { recentDecisions } from "./interactive/diagnostics/recentDecisions.js";
export { type RecentFillsOptions, recentFills } from "./interactive/diagnostics/recentFills.js";
export { type RecentLogOptions, recentLog } from "./interactive/diagnostics/recentLog.js";
export {
  pricedContracts,
  type RecentContractPricesOptions,
  recentAdjustedPrices,
  recentContractPrices,
  recentFxPrices,
  recentMultiplePrices,
} from "./interactive/diagnostics/recentPrices.js";
export { type RecentRun, type RecentRunsOptions, recentRuns } from "./interactive/diagnostics/recentRuns.js";
export { diagnostics } from "./interactive/diagnostics.js";
export { type RollToolMode, type RollToolOptions, rollTool } from "./interactive/rollTool.js";
export type { ToolItem } from "./interactive/toolRun.js";
// launchers
export {
  type BacktestRun,
  type BacktestState,
  type BacktestStateId,
  type BacktestStates,
  DAYS_TO_KEEP_STATES,
  type DeletedState,
} from "./launchers/backtestStates.js";
export type { LauncherDesk, LauncherProgress } from "./launchers/desk.js";
export { type FileBacktestStatesOptions, fileBacktestStates } from "./launchers/files/backtestStates.js";
export { type KeptBacktest, keepBacktest } from "./launchers/keepBacktest.js";
export type { Launcher, LauncherArguments } from "./launchers/launcher.js";
export { type LoadBacktestDataOptions, loadBacktestData } from "./launchers/loadBacktestData.js";
export { memoryBacktestStates } from "./launchers/memory/backtestStates.js";
export {
  type InstrumentOutcome,
  type LauncherOutcome,
  type LauncherProblem,
  type LauncherResult,
  launcherOutcome,
} from "./launchers/outcome.js";
export { type ReferencePrice, referencePrice } from "./launchers/referencePrice.js";
export { type LauncherRegistry, launcherRegistry } from "./launchers/registry.js";
export { classicLauncher, runClassicSystem } from "./launchers/runClassicSystem.js";
export { dynamicLauncher, rawStrategyName, runDynamicSystem } from "./launchers/runDynamicSystem.js";
export { runLauncher } from "./launchers/runLauncher.js";
export { storePositions, type WantedPosition } from "./launchers/storePositions.js";
export { type StrategyCapital, strategyCapital } from "./launchers/strategyCapital.js";
export {
  type BuildSystem,
  type StoreWanted,
  type SystemRun,
  systemLauncher,
} from "./launchers/systemLauncher.js";
export { type ConsoleLogOptions, consoleLog } from "./log/consoleLog.js";
export { createLog, type LogOptions } from "./log/createLog.js";
export { type DeleteLogsOptions, deleteLogsBefore } from "./log/deleteLogsBefore.js";
export { type FileLogOptions, fileLog } from "./log/fileLog.js";
export {
  LOG_ATTRIBUTES,
  LOG_LEVELS,
  type Log,
  type LogAttribute,
  type LogAttributes,
  type LogEntry,
  type Logger,
  type LogLevel,
  type LogSink,
} from "./log/logger.js";
export type { LogListing } from "./log/logListing.js";
export { type MailSinkOptions, mailSink } from "./log/mailSink.js";
export { type LogFilter, type ReadLogOptions, readLog } from "./log/readLog.js";
export { type RecordLogOptions, recordLog } from "./log/recordLog.js";
export { createMailbox, type MailboxOptions } from "./mail/createMailbox.js";
export type { KeptMail, Mail, MailAttachment, Mailbox, Mailer, MailOutcome } from "./mail/mailer.js";
export { mailerFromConfig } from "./mail/mailerFromConfig.js";
export { isThisMachine, type SmtpOptions, smtpMailer } from "./mail/smtpMailer.js";
export {
  type ContractTrade,
  contractsToTrade,
  type RollPosition,
  reducingPart,
  rollStateToTrade,
  rollTrades,
} from "./positions/contractsToTrade.js";
export type { Fill } from "./positions/fill.js";
// positions
export type {
  BufferedPosition,
  CustomPosition,
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
  brokerBreaks,
  type ContractPositions,
  type PositionBreak,
  strategyBreaks,
} from "./positions/positionBreaks.js";
export { applyFills, lastPosition, type PositionChange } from "./positions/positionHistory.js";
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
export {
  type InstrumentTrades,
  instrumentTrades,
  largestHolder,
  type PlannedTrade,
  ROLL_STRATEGY,
  referencePriceIn,
  type StrategyTrade,
  type WaitingTrade,
} from "./positions/tradePlan.js";
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
export { type AccountWorth, accountValue } from "./production/accountValue.js";
export { type AddInstrumentOptions, addInstrument } from "./production/addInstrument.js";
export { type AttentionEntry, readAttention } from "./production/attention.js";
export { type AttributeFillOptions, attributeFill } from "./production/attributeFill.js";
export { type AuditEntry, type AuditQuery, putAudit, readAudit } from "./production/audit.js";
export { type AutoRollOptions, autoRoll } from "./production/autoRoll.js";
export type { BackupItem } from "./production/backup/backupItem.js";
export type { RestoredItem } from "./production/backup/restoreItem.js";
export { type BackupToCsvOptions, backupToCsv } from "./production/backupToCsv.js";
export { type CancelFillOptions, cancelFill } from "./production/cancelFill.js";
export type { CapitalChange, CapitalChangeOptions } from "./production/capital/changeLedger.js";
export { type MarginRow, readMargin, TOTAL_MARGIN } from "./production/capital/margin.js";
export { type CapitalHistory, capitalHistory } from "./production/capitalHistory.js";
export { type ChangeRollParametersOptions, changeRollParameters } from "./production/changeRollParameters.js";
export {
  adjustForFlow,
  DELETE_EVERYTHING,
  deleteCapital,
  initialiseTotalCapital,
  modifyTotalCapital,
  type UpdateCapitalNowOptions,
  updateCapitalNow,
} from "./production/changeTotalCapital.js";
export {
  type CleanLogsItem,
  type CleanLogsOptions,
  cleanLogs,
  DAYS_TO_KEEP_LOGS,
} from "./production/cleanLogs.js";
export { type ClearBrokerClientIdsOptions, clearBrokerClientIds } from "./production/clearBrokerClientIds.js";
export type { Clock } from "./production/clock.js";
export {
  type CrossCheckItem,
  type CrossCheckPricesOptions,
  crossCheckPrices,
} from "./production/crossCheckPrices.js";
export type { DataName } from "./production/dataNames.js";
export {
  type DeletedBacktestItem,
  type DeleteOldBacktestsOptions,
  deleteOldBacktests,
} from "./production/deleteOldBacktests.js";
export type { Desk } from "./production/desk.js";
export { type ExecuteTradesOptions, executeTrades } from "./production/executeTrades.js";
export type { DeskFiles } from "./production/files.js";
export type { CheckItem } from "./production/housekeeping/checkItem.js";
export { type ClientId, takeClientId, usedClientIds } from "./production/housekeeping/clientIds.js";
export { type ImportFillsOptions, importFills } from "./production/importFills.js";
export {
  dayText,
  type InitialisedItem,
  type InitialiseInstrumentOptions,
  type InitialiseOptions,
  initialisedItem,
  rowsText,
} from "./production/initialise/initialisedItem.js";
export { adjustedPricesStep, initialiseAdjustedPrices } from "./production/initialiseAdjustedPrices.js";
export {
  contractPricesStep,
  type InitialiseContractPricesOptions,
  initialiseContractPrices,
} from "./production/initialiseContractPrices.js";
export { type InitialiseFromFolderOptions, initialiseFromFolder } from "./production/initialiseFromFolder.js";
export { fxStep, type InitialiseFxOptions, initialiseFx } from "./production/initialiseFx.js";
export { initialiseInstruments, instrumentsStep } from "./production/initialiseInstruments.js";
export {
  type InitialiseMultiplePricesOptions,
  initialiseMultiplePrices,
  multiplePricesStep,
} from "./production/initialiseMultiplePrices.js";
export {
  type InitialiseRollCalendarsOptions,
  initialiseRollCalendars,
  rollCalendarsStep,
} from "./production/initialiseRollCalendars.js";
export { initialiseRollParameters, rollParametersStep } from "./production/initialiseRollParameters.js";
export {
  type MorningMailItem,
  type MorningMailOptions,
  type MorningReport,
  morningMail,
  morningMailText,
} from "./production/morningMail.js";
export type { FailedItem, Outcome, OutcomeItem, Severity } from "./production/outcome.js";
export { type PickUpFillsOptions, pickUpFills } from "./production/pickUpFills.js";
export { type PositionBreakItem, positionBreaks } from "./production/positionBreaks.js";
export type { FillItem } from "./production/positions/fillItem.js";
export type { FillTableLayout } from "./production/positions/fillTable.js";
export type { TradeProblem, TradeToDo } from "./production/positions/planTrades.js";
export type { ExecutedItem } from "./production/positions/sendTrades.js";
export type { PickUpItem } from "./production/positions/takeExecutions.js";
export type { InstrumentChoice } from "./production/prices/chosenInstruments.js";
export type { ClosesComparison, LargestDifference } from "./production/prices/compareCloses.js";
export {
  type ContractAnswers,
  type ContractTrouble,
  contractTrouble,
  type HistoricalPricesItem,
  type InstrumentPricesItem,
  instrumentItem,
  type SettledContract,
} from "./production/prices/historicalItems.js";
export type { SampledChanges } from "./production/prices/sampledChanges.js";
export {
  defineProcess,
  type Process,
  type ProcessDefinition,
  type ProcessOptions,
  type ProcessProgress,
  type ProcessResult,
} from "./production/process.js";
export { ALL_PROCESSES, DAY_PROCESSES } from "./production/processes.js";
export { type RecordFillOptions, recordFill } from "./production/recordFill.js";
export {
  type RemovedItem,
  type RemoveInstrumentOptions,
  removeInstrument,
} from "./production/removeInstrument.js";
export { type RestoreFromCsvOptions, restoreFromCsv } from "./production/restoreFromCsv.js";
export { autoRollRule } from "./production/roll/autoRollRule.js";
export {
  type RollInformationOptions,
  rollInformation,
  rollInstruments,
} from "./production/rollInformation.js";
export { type RollInstrumentOptions, rollInstrument } from "./production/rollInstrument.js";
export { type RollReportOptions, rollReport } from "./production/rollReport.js";
export { type BacktestItem, type RunBacktestsOptions, runBacktests } from "./production/runBacktests.js";
export { type RunDayOptions, runDay } from "./production/runDay.js";
export { type RunRecord, readRuns } from "./production/runs.js";
export { type SetRollStateOptions, setRollState } from "./production/setRollState.js";
export { type SettleAttentionOptions, settleAttention } from "./production/settleAttention.js";
export { type StartupChecksOptions, startupChecks } from "./production/startupChecks.js";
export {
  type DeskStatus,
  type ProcessStatus,
  type StalePrices,
  type StatusOptions,
  status,
} from "./production/status.js";
export {
  DAYS_TO_KEEP_SNAPSHOTS,
  listSnapshots,
  type SnapshotItem,
  type StoreSnapshotOptions,
  storeSnapshot,
} from "./production/storeSnapshot.js";
export { type TradesToDoOptions, type TradeToDoItem, tradesToDo } from "./production/tradesToDo.js";
export {
  ECHO_LINES,
  type EchoFileItem,
  type TruncateEchoFilesOptions,
  truncateEchoFiles,
} from "./production/truncateEchoFiles.js";
export { type UndoRollOptions, undoRoll } from "./production/undoRoll.js";
export {
  type FxPricesItem,
  type UpdateFxPricesOptions,
  updateFxPrices,
} from "./production/updateFxPrices.js";
export {
  type UpdateHistoricalPricesOptions,
  updateHistoricalPrices,
} from "./production/updateHistoricalPrices.js";
export {
  type MultipleAdjustedItem,
  type UpdateMultipleAdjustedPricesOptions,
  updateMultipleAdjustedPrices,
} from "./production/updateMultipleAdjustedPrices.js";
export {
  type SampledContractsItem,
  type UpdateSampledContractsOptions,
  updateSampledContracts,
} from "./production/updateSampledContracts.js";
export { type StrategyCapitalItem, updateStrategyCapital } from "./production/updateStrategyCapital.js";
export {
  type TotalCapitalItem,
  type UpdateTotalCapitalOptions,
  updateTotalCapital,
} from "./production/updateTotalCapital.js";
export type { WallTime } from "./production/wallTimeOption.js";
export type { EachOptions, Work } from "./production/work.js";
export { type Lines, linePrompter, withDefault, yesOrNo } from "./prompt/linePrompter.js";
export { type MenuEntry, menu } from "./prompt/menu.js";
export {
  type NumberBounds,
  nameIn,
  numberWithin,
  orNothing,
  type ParseAnswer,
  wholeNumberWithin,
} from "./prompt/parseAnswers.js";
export { TIME_FORMS, type TimeAnswerOptions, timeAnswer } from "./prompt/parseTime.js";
export type { AskOptions, Choice, Prompter } from "./prompt/prompter.js";
export { type TerminalPrompterOptions, terminalPrompter } from "./prompt/terminal/terminalPrompter.js";
export { checkRollStateChange, correctedRollState, permittedSuggestion } from "./rolls/changeRollState.js";
export { relativeVolumes, smoothedVolume } from "./rolls/contractVolumes.js";
export { type CurrentContracts, currentContracts } from "./rolls/currentContracts.js";
// rolls
export { inferLastPrice } from "./rolls/inferLastPrice.js";
export { expiryOf, type RollDates, rollDateOf, rollsBehind, wholeDaysUntil } from "./rolls/rollDates.js";
export { daysToAct, type RollInformation, rollInformationOf } from "./rolls/rollInformation.js";
export {
  type PricedContractRoll,
  type PricedContractRollOptions,
  rollPricedContract,
} from "./rolls/rollPricedContract.js";
export {
  type RollStep,
  rollSeveralTimes,
  type SeveralRolls,
  type SeveralRollsOptions,
} from "./rolls/rollSeveralTimes.js";
export { type RollData, type RollPicture, rollSituation } from "./rolls/rollSituation.js";
export {
  FIRST_ROLL_STATE,
  isRolling,
  isRollState,
  nextRollStates,
  ROLL_STATES,
  type RollState,
  rollGeneratesOrders,
  rollsBothContracts,
} from "./rolls/rollState.js";
export { type AutoRollRule, type RollSituation, suggestRollState } from "./rolls/suggestRollState.js";
export { crontab, type RunnerOptions } from "./schedule/crontab.js";
export { type RunScheduleOptions, runSchedule } from "./schedule/runSchedule.js";
export {
  type EntryOptions,
  type Schedule,
  type ScheduleEntry,
  SUGGESTED_SCHEDULE,
  WEEKDAYS,
  type Weekday,
} from "./schedule/schedule.js";
export { type GeneratedFile, systemdUnits } from "./schedule/systemdUnits.js";
export { windowsTasks } from "./schedule/windowsTasks.js";
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
export { rollingKurtosis, rollingSkew } from "./series/rollingShape.js";
export type { RollingWindow } from "./series/rollingWindow.js";
export { roundHalfEven } from "./series/rounding.js";
export { type RowValues, rowMean, rowMedian, rowSum } from "./series/rowReduce.js";
export { indexAtOrAfter, indexAtOrBefore, valueAsOf } from "./series/search.js";
export { Series } from "./series/series.js";
export { between, head, tail } from "./series/slice.js";
export { toFrame } from "./series/toFrame.js";
export type {
  BackedUp,
  Backup,
  BackupOptions,
  BackupReader,
  BackupWriter,
  MirrorReport,
} from "./storage/backup.js";
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
export type { CheckedRecordRepository, RecordRepository } from "./storage/repositories/recordRepository.js";
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
export { fromLongDate, toLongDate } from "./time/longDate.js";
export { formatDay, formatTime, type TimeLike, toTime, toTimeEnd } from "./time/text.js";
export { timeZone, UTC, type Zone } from "./time/zone.js";
