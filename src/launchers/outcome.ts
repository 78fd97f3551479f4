import type { ErrorCode } from "../errors/codes.js";
import { type ContangoError, isContangoError } from "../errors/contangoError.js";
import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { OptimalPosition } from "../positions/optimalPosition.js";
import { printsAs } from "../series/printsAs.js";
import type { BacktestStateId } from "./backtestStates.js";
import { outcomeText } from "./outcomeText.js";

/** Something that a person should know. */
export interface LauncherProblem {
  readonly code: ErrorCode;
  /** What was wrong and what to do. */
  readonly message: string;
}

/** What a launcher did for one instrument. */
export type InstrumentOutcome =
  | {
      /** `unchanged`: the same was stored already, of the same moment. */
      readonly status: "stored" | "unchanged";
      readonly instrument: InstrumentCode;
      readonly position: OptimalPosition;
      /** Worth knowing, though it was stored. */
      readonly note?: string | undefined;
    }
  | ({ readonly status: "refused"; readonly instrument: InstrumentCode } & LauncherProblem);

/** What a launcher did. In a REPL it prints as a table. */
export interface LauncherOutcome {
  readonly strategy: StrategyName;
  /** Wall time with which everything is stored. */
  readonly time: number;
  /**
   * `stored`: every instrument is as it should be; `unchanged`: it was so already; `partly`: some are refused; `refused`:
   * nothing is stored.
   */
  readonly status: "stored" | "unchanged" | "partly" | "refused";
  /** Capital that the strategy ran with, in the base currency; undefined where it has none. */
  readonly capital: number | undefined;
  readonly instruments: readonly InstrumentOutcome[];
  /** The backtest that was kept; undefined where none was. */
  readonly state: BacktestStateId | undefined;
  /** What a person should know besides what is said of each instrument. */
  readonly problems: readonly LauncherProblem[];
}

/** What a launcher knows when it is done. */
export interface LauncherResult extends Pick<LauncherOutcome, "strategy" | "time"> {
  readonly capital?: number | undefined;
  readonly instruments?: readonly InstrumentOutcome[];
  readonly state?: BacktestStateId | undefined;
  readonly problems?: readonly LauncherProblem[];
}

/**
 * The outcome of a launcher from what it did for each instrument.
 *
 * @example
 * return launcherOutcome({ strategy, time, instruments: await storePositions(desk, strategy, time, positions) });
 */
export function launcherOutcome(result: LauncherResult): LauncherOutcome {
  const { strategy, time, capital, instruments = [], state, problems = [] } = result;
  const outcome: LauncherOutcome = {
    strategy,
    time,
    status: statusOf(instruments),
    capital,
    instruments,
    state,
    problems,
  };
  return printsAs(outcome, () => outcomeText(outcome));
}

function statusOf(instruments: readonly InstrumentOutcome[]): LauncherOutcome["status"] {
  const has = (status: InstrumentOutcome["status"]): boolean =>
    instruments.some((instrument) => instrument.status === status);
  if (has("refused")) return has("stored") || has("unchanged") ? "partly" : "refused";
  if (has("stored")) return "stored";
  return has("unchanged") ? "unchanged" : "refused";
}

/** An error as a problem, its message without the prefix. Errors that are not contango's are thrown on. */
export function problemOf(error: unknown): LauncherProblem {
  if (!isContangoError(error)) throw error;
  return { code: error.code, message: plainMessage(error) };
}

const plainMessage = ({ message, component }: ContangoError): string =>
  message.replace(`[contango] [${component}] `, "");
