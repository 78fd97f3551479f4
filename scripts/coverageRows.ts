/** A row of the list of what pysystemtrade's production documentation promises, and where contango does it. */
export interface CoverageRow {
  readonly row: number;
  readonly feature: string;
  /** Exports that do it. */
  readonly functions: readonly string[];
  /** `docs/page.md#section`, whose examples run with the tests, or a script below `examples/`, which a test starts. */
  readonly example: string;
  /** What a store or broker that is not there yet will add, behind the same port. */
  readonly completedBy?: string;
}

const MONGO = "the MongoDB store";
const IB = "Interactive Brokers";

export const COVERAGE_ROWS: readonly CoverageRow[] = [
  {
    row: 1,
    feature: "Prices, desired trades, execution, accounting: the four parts",
    functions: ["updateHistoricalPrices", "runBacktests", "tradesToDo", "updateTotalCapital"],
    example: "examples/demo/run.ts",
    completedBy: "order management",
  },
  {
    row: 2,
    feature: "Environment variables and folders",
    functions: ["loadConfig"],
    example: "docs/setting-up.md",
  },
  {
    row: 3,
    feature: "FX prices from CSV into the store",
    functions: ["initialiseFx"],
    example: "docs/setting-up.md",
  },
  {
    row: 4,
    feature: "Instrument configuration from CSV",
    functions: ["initialiseInstruments"],
    example: "docs/setting-up.md",
  },
  {
    row: 5,
    feature: "Roll parameters from CSV",
    functions: ["initialiseRollParameters"],
    example: "docs/setting-up.md",
  },
  {
    row: 6,
    feature: "Roll calendars from multiple prices",
    functions: ["initialiseRollCalendars", "inferRollCalendar"],
    example: "docs/setting-up.md",
  },
  {
    row: 7,
    feature: "History of contract prices from elsewhere",
    functions: ["initialiseContractPrices"],
    example: "docs/setting-up.md",
  },
  {
    row: 8,
    feature: "Multiple prices from contract prices and a roll calendar",
    functions: ["initialiseMultiplePrices", "multiplePricesFromCalendar"],
    example: "docs/setting-up.md",
  },
  {
    row: 9,
    feature: "Back-adjusted prices from multiple prices",
    functions: ["initialiseAdjustedPrices", "backAdjust"],
    example: "docs/setting-up.md",
  },
  {
    row: 10,
    feature: "Estimates of a backtest as fixed configuration",
    functions: ["exportEstimates", "fixedConfigurationYaml"],
    example: "docs/estimation.md",
  },
  {
    row: 11,
    feature: "Three levels of automation",
    functions: ["tradesToDo", "recordFill", "pickUpFills", "executeTrades"],
    example: "docs/production-capital-and-positions.md",
    completedBy: "order management",
  },
  {
    row: 12,
    feature: "Database and broker on other machines",
    functions: ["loadConfig", "openDesk"],
    example: "docs/setting-up.md",
    completedBy: `${MONGO} and ${IB}`,
  },
  {
    row: 13,
    feature: "A backup machine and fail-over",
    functions: ["storeSnapshot", "restoreSnapshot"],
    example: "docs/backup-machine.md",
  },
  {
    row: 14,
    feature: "Several systems on one machine",
    functions: ["openStorage", "openDesk"],
    example: "docs/several-systems.md",
  },
  {
    row: 15,
    feature: "A private repo for strategies and configuration",
    functions: ["openDesk", "runScript"],
    example: "docs/private-repo.md",
  },
  {
    row: 16,
    feature: "The broker gives prices, account values, fills; each may come by hand",
    functions: ["openDesk", "recordFill"],
    example: "docs/price-processes.md",
    completedBy: IB,
  },
  {
    row: 17,
    feature: "Several sources of prices, with fallback and cross-check",
    functions: ["crossCheckPrices", "orderedSource"],
    example: "docs/price-processes.md",
  },
  {
    row: 18,
    feature: "Kinds of data, each stored where it is wanted",
    functions: ["openStorage", "repositories"],
    example: "docs/storage.md",
    completedBy: MONGO,
  },
  {
    row: 19,
    feature: "Snapshot of the database, and restore",
    functions: ["storeSnapshot", "restoreSnapshot"],
    example: "docs/backup-and-housekeeping.md",
    completedBy: MONGO,
  },
  {
    row: 20,
    feature: "Backup of everything to CSV, and restore",
    functions: ["backupToCsv", "restoreFromCsv"],
    example: "docs/backup-and-housekeeping.md",
  },
  {
    row: 21,
    feature: "Echo files",
    functions: ["crontab", "systemdUnits", "windowsTasks"],
    example: "docs/running.md",
  },
  {
    row: 22,
    feature: "Echo files cut to their last 20,000 lines",
    functions: ["truncateEchoFiles"],
    example: "docs/backup-and-housekeeping.md",
  },
  {
    row: 23,
    feature: "A logger of five levels; critical prints and mails",
    functions: ["createLog"],
    example: "docs/logging-and-mail.md",
  },
  {
    row: 24,
    feature: "Ten log attributes, setup and label",
    functions: ["createLog"],
    example: "docs/logging-and-mail.md",
  },
  {
    row: 25,
    feature: "Log queries by attribute and look-back",
    functions: ["readLog"],
    example: "docs/logging-and-mail.md",
  },
  {
    row: 26,
    feature: "Log entries deleted after 365 days",
    functions: ["cleanLogs"],
    example: "docs/backup-and-housekeeping.md",
  },
  {
    row: 27,
    feature: "Mail",
    functions: ["smtpMailer", "createMailbox"],
    example: "docs/logging-and-mail.md",
  },
  {
    row: 28,
    feature: "Roll report, mailed and ad hoc",
    functions: ["rollReport", "rollInformation"],
    example: "docs/rolling.md",
  },
  {
    row: 29,
    feature: "A script calls one function; questions come after the start",
    functions: ["runScript", "terminalPrompter"],
    example: "docs/running.md",
  },
  {
    row: 30,
    feature: "FX prices updated, spikes refused",
    functions: ["updateFxPrices"],
    example: "docs/price-processes.md",
  },
  { row: 31, feature: "What a spike is", functions: ["findSpike"], example: "docs/prices-and-rolls.md" },
  {
    row: 32,
    feature: "Sampled contracts and their expiries",
    functions: ["updateSampledContracts"],
    example: "docs/price-processes.md",
  },
  {
    row: 33,
    feature: "Contract prices updated, daily and intraday",
    functions: ["updateHistoricalPrices"],
    example: "docs/price-processes.md",
  },
  {
    row: 34,
    feature: "Multiple and adjusted prices updated",
    functions: ["updateMultipleAdjustedPrices"],
    example: "docs/price-processes.md",
  },
  {
    row: 35,
    feature: "Manual check of contract prices",
    functions: ["checkPrices"],
    example: "docs/interactive-tools.md",
  },
  {
    row: 36,
    feature: "Manual check of FX prices",
    functions: ["checkFxPrices"],
    example: "docs/interactive-tools.md",
  },
  {
    row: 37,
    feature: "Interactive roll of adjusted prices",
    functions: ["rollTool", "rollInstrument"],
    example: "docs/rolling.md",
  },
  {
    row: 38,
    feature: "Overnight backtests store optimal positions and buffers",
    functions: ["runBacktests"],
    example: "docs/launchers.md",
  },
  {
    row: 39,
    feature: "Total capital from the broker's account value, 10% at most",
    functions: ["updateTotalCapital"],
    example: "docs/production-capital-and-positions.md",
  },
  {
    row: 40,
    feature: "Capital initialised by the first run",
    functions: ["updateTotalCapital"],
    example: "docs/production-capital-and-positions.md",
  },
  { row: 41, feature: "The capital tool", functions: ["capitalTool"], example: "docs/capital-tool.md" },
  {
    row: 42,
    feature: "Defaults of the first capital values",
    functions: ["initialiseCapital", "capitalTool"],
    example: "docs/capital-tool.md",
  },
  {
    row: 43,
    feature: "Full, half and fixed compounding",
    functions: ["updateCapitalFromBroker"],
    example: "docs/capital.md",
  },
  {
    row: 44,
    feature: "Capital catches up after days without a run",
    functions: ["updateTotalCapital"],
    example: "docs/production-capital-and-positions.md",
  },
  {
    row: 45,
    feature: "A forgotten withdrawal",
    functions: ["capitalTool", "deleteCapitalSince", "depositOrWithdraw"],
    example: "docs/capital-tool.md",
  },
  {
    row: 46,
    feature: "Capital lowered or raised with profits left alone",
    functions: ["capitalTool", "modifyCapital"],
    example: "docs/capital-tool.md",
  },
  {
    row: 47,
    feature: "Method or base changed at any time",
    functions: ["updateCapitalFromBroker", "capitalTool"],
    example: "docs/capital-tool.md",
  },
  {
    row: 48,
    feature: "Capital shared out among strategies",
    functions: ["updateStrategyCapital", "weightedAllocation"],
    example: "docs/production-capital-and-positions.md",
  },
  {
    row: 49,
    feature: "History of strategy capital",
    functions: ["updateStrategyCapital", "diagnostics"],
    example: "docs/production-capital-and-positions.md",
  },
  {
    row: 50,
    feature: "The risk target comes from the backtest's configuration",
    functions: ["loadBacktestConfig"],
    example: "docs/backtest-configuration.md",
  },
  {
    row: 51,
    feature: "FX prices at a glance",
    functions: ["recentFxPrices"],
    example: "docs/interactive-tools.md",
  },
  {
    row: 52,
    feature: "Contract, multiple and adjusted prices at a glance",
    functions: ["recentContractPrices", "recentMultiplePrices", "recentAdjustedPrices"],
    example: "docs/interactive-tools.md",
  },
  {
    row: 53,
    feature: "A stored backtest opened again",
    functions: ["fileBacktestStates", "diagnostics"],
    example: "docs/launchers.md",
  },
  {
    row: 54,
    feature: "Old backtests deleted",
    functions: ["deleteOldBacktests"],
    example: "docs/backup-and-housekeeping.md",
  },
  {
    row: 55,
    feature: "Broker client ids cleared",
    functions: ["clearBrokerClientIds"],
    example: "docs/backup-and-housekeeping.md",
    completedBy: IB,
  },
  {
    row: 56,
    feature: "Advice on scheduling",
    functions: ["SUGGESTED_SCHEDULE"],
    example: "docs/running.md#when-to-run-what",
  },
  {
    row: 57,
    feature: "The suggested schedule",
    functions: ["SUGGESTED_SCHEDULE", "runSchedule"],
    example: "docs/running.md",
  },
  {
    row: 58,
    feature: "Cron, Windows tasks, one long-lived process, or by hand",
    functions: ["crontab", "systemdUnits", "windowsTasks", "runSchedule"],
    example: "docs/running.md",
  },
  {
    row: 59,
    feature: "Which file sets a value",
    functions: ["loadConfig", "Config"],
    example: "docs/configuration.md",
  },
  {
    row: 60,
    feature: "The list of strategies",
    functions: ["runBacktests", "runLauncher"],
    example: "docs/launchers.md",
  },
  {
    row: 61,
    feature: "What a launcher is called with",
    functions: ["launcherRegistry", "runLauncher"],
    example: "docs/launchers.md",
  },
  {
    row: 62,
    feature: "Backtests stored by strategy and time",
    functions: ["fileBacktestStates", "keepBacktest"],
    example: "docs/launchers.md",
  },
  {
    row: 63,
    feature: "What each process reads and writes",
    functions: ["ALL_PROCESSES"],
    example: "docs/running.md",
  },
  {
    row: 64,
    feature: "The desk, passed to every function",
    functions: ["openDesk"],
    example: "docs/running.md",
  },
  {
    row: 65,
    feature: "The base currency",
    functions: ["updateTotalCapital"],
    example: "docs/production-capital-and-positions.md",
  },
];
