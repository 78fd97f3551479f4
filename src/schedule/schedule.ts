/** Days of the week, as crontab and systemd call them. */
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Options of a process as a schedule and a command line can say them: texts of letters, digits and `. _ : + / -`. */
export type EntryOptions = Readonly<Record<string, boolean | number | string | readonly string[]>>;

/** When a process runs. Times are `HH:MM` of wall time. */
export interface ScheduleEntry {
  /** The process's name: `updateFxPrices`. */
  readonly process: string;
  /** It starts at this time, or as soon after it as can be. */
  readonly start: string;
  /** It does not start at or after this time (default: midnight). */
  readonly stop?: string;
  /** Minutes from one start to the next; without it, it runs once a day. */
  readonly every?: number;
  /**
   * Minutes after which it runs again, as often as it fits its window, where it failed or the broker did not answer for some
   * of its items; without it, it waits for its next start. What comes after it waits until then.
   */
  readonly retry?: number;
  /** Default: Monday to Friday. */
  readonly days?: readonly Weekday[];
  /** Processes that have to have ended well on the same day before it starts. */
  readonly after?: readonly string[];
  /** What the process is called with, besides what every process takes: `{ mail: true }`. */
  readonly options?: EntryOptions;
}

/** When the processes of a desk run, in the order in which those of one time start. */
export interface Schedule {
  /** IANA zone of the times; default: the desk's. */
  readonly timezone?: string;
  readonly entries: readonly ScheduleEntry[];
}

/**
 * A day and night as pysystemtrade's authors suggest them: capital through the day, FX in the morning, prices and backtests
 * after the close, then backups and cleaning in the dead time before midnight. Trades to do are mailed in the evening; those of
 * automatic strategies, of which a desk may have none, are sent through the next day.
 */
export const SUGGESTED_SCHEDULE: Schedule = {
  entries: [
    { process: "startupChecks", start: "00:05" },
    { process: "updateTotalCapital", start: "01:00", stop: "19:50", every: 120 },
    { process: "updateStrategyCapital", start: "01:10", stop: "19:55", every: 120 },
    { process: "updateFxPrices", start: "06:00", stop: "19:50", retry: 30 },
    { process: "morningMail", start: "06:45" },
    { process: "pickUpFills", start: "07:00", stop: "19:50", every: 30 },
    { process: "executeTrades", start: "07:15", stop: "19:50", every: 60 },
    { process: "clearBrokerClientIds", start: "20:00" },
    { process: "updateSampledContracts", start: "20:10", stop: "22:30", retry: 15 },
    { process: "updateHistoricalPrices", start: "20:30", stop: "22:30", retry: 15 },
    { process: "updateMultipleAdjustedPrices", start: "20:50", after: ["updateHistoricalPrices"] },
    { process: "runBacktests", start: "21:00", after: ["updateMultipleAdjustedPrices"] },
    { process: "positionBreaks", start: "21:20", stop: "22:30", retry: 15 },
    { process: "tradesToDo", start: "21:30", after: ["runBacktests"], options: { mail: true } },
    { process: "rollReport", start: "21:45" },
    { process: "backupToCsv", start: "23:00" },
    { process: "storeSnapshot", start: "23:20" },
    { process: "truncateEchoFiles", start: "23:30" },
    { process: "cleanLogs", start: "23:35" },
    { process: "deleteOldBacktests", start: "23:40" },
    { process: "clearBrokerClientIds", start: "23:45" },
  ],
};
