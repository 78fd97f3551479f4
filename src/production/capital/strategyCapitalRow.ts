import { ContangoError } from "../../errors/contangoError.js";
import type { StrategyName } from "../../instruments/codes.js";
import { Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";

/** A share of total capital that is to be noted. */
export interface CapitalShare {
  readonly strategy: StrategyName;
  /** False where the strategy is no longer one of the configured ones. */
  readonly listed: boolean;
  readonly capital: number;
  /** Wall time of the total that it is a share of. */
  readonly time: number;
  /** Wall time of the run. */
  readonly now: number;
}

/** A row to add to the capital of a strategy. */
export interface NextRow {
  readonly time: number;
  readonly capital: number;
}

/**
 * The row that notes a share: of the time of the total, where that is later than what is stored, else of the run, where the
 * share has changed without a new total. Undefined where it is noted already.
 *
 * @throws ContangoError `CAPITAL_TIME` where a changed share cannot be noted, as what is stored is as late as the run.
 */
export function nextCapitalRow(stored: Series | undefined, share: CapitalShare): NextRow | undefined {
  const { capital, time, now } = share;
  const last = stored?.at(-1);
  if (!share.listed && (last === undefined || last === 0 || Number.isNaN(last))) return undefined;
  const lastTime = stored === undefined || stored.length === 0 ? Number.NEGATIVE_INFINITY : stored.timeAt(-1);
  if (time > lastTime) return { time, capital };
  if (last === capital) return undefined;
  if (now > lastTime) return { time: now, capital };
  throw new ContangoError(
    "CAPITAL_TIME",
    "capital",
    `the capital of strategy "${share.strategy}" at ${formatTime(lastTime)} is stored as ${last}, which is not before now; see to the clock, or run this again later`,
    { details: { strategy: share.strategy, time: formatTime(lastTime) } },
  );
}

/** The history with one more row. */
export function appendRow(stored: Series | undefined, { time, capital }: NextRow): Series {
  return new Series(
    Float64Array.from([...(stored?.time ?? []), time]),
    Float64Array.from([...(stored?.values ?? []), capital]),
    "capital",
  );
}
