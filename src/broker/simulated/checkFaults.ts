import { ContangoError } from "../../errors/contangoError.js";
import { lowerBound } from "../../series/search.js";
import type { Market } from "../../testing/market.js";
import { DAY, dayOf } from "../../time/civil.js";
import { formatTime } from "../../time/text.js";
import type { BrokerFault } from "./brokerFault.js";
import { FAULT_KINDS, isBarFault } from "./faultKinds.js";
import { type Timed, timed } from "./faultTimes.js";
import type { RequestKind } from "./requestKinds.js";

/**
 * The faults of a script with their times read.
 *
 * @throws ContangoError `MARKET_PARAMETER` for one that cannot be: of something the market does not have, of days on which
 * it has no bar, of a number out of range; `TIME_TEXT`, `TIME_VALUE`.
 */
export function checkFaults(market: Market, faults: readonly BrokerFault[]): readonly Timed[] {
  return faults.map((fault, at) => {
    const read = timed(fault);
    const wrong =
      wrongKind(fault) ??
      wrongSpan(read) ??
      wrongPlace(market, fault) ??
      wrongNumber(fault) ??
      wrongMix(fault) ??
      noBar(market, read);
    if (wrong === undefined) return read;
    throw new ContangoError("MARKET_PARAMETER", "simulated broker", `fault ${at} (${fault.kind}) ${wrong}`, {
      details: { fault: at, kind: fault.kind },
    });
  });
}

/** The parts of any fault, where it has them. */
interface AnyFault {
  readonly kind: string;
  readonly instrument?: string;
  readonly contract?: string;
  readonly pair?: string;
  readonly requests?: readonly RequestKind[];
  readonly frequency?: string;
  readonly legitimate?: boolean;
  readonly correctedAfter?: number;
  readonly days?: number;
  readonly factor?: number;
  readonly every?: number;
  readonly share?: number;
}

function wrongKind({ kind }: BrokerFault): string | undefined {
  return FAULT_KINDS.includes(kind) ? undefined : `is of no kind; the kinds are ${FAULT_KINDS.join(", ")}`;
}

function wrongSpan({ from, to }: Timed): string | undefined {
  return from <= to ? undefined : `ends at ${formatTime(to)}, before it begins at ${formatTime(from)}`;
}

function wrongPlace(market: Market, { instrument, contract, pair, requests }: AnyFault): string | undefined {
  if (pair !== undefined && instrument !== undefined) return `names both ${instrument} and ${pair}; name one`;
  if (contract !== undefined && instrument === undefined) return `names ${contract}, but no instrument`;
  if (pair !== undefined && !market.fx.has(pair)) return `is of ${pair}, which the market does not have`;
  if (instrument === undefined) return undefined;
  const about = market.instruments.get(instrument);
  if (about === undefined) return `is of ${instrument}, which the market does not have`;
  if (contract !== undefined && !about.contracts.has(contract)) {
    return `is of ${instrument}/${contract}, which the market does not have`;
  }
  const strange = requests?.find((kind) => !ABOUT_INSTRUMENT.includes(kind));
  return strange === undefined
    ? undefined
    : `is of ${instrument}, but ${strange} is not asked of an instrument`;
}

const ABOUT_INSTRUMENT: readonly RequestKind[] = [
  "contracts",
  "expiry",
  "pointSize",
  "dailyPrices",
  "hourlyPrices",
  "trade",
];

function wrongNumber(fault: BrokerFault): string | undefined {
  const { days, factor, every, share, correctedAfter }: AnyFault = fault;
  const whole = (value: number): boolean => Number.isSafeInteger(value);
  if (factor !== undefined && !(factor > 0 && factor < Number.POSITIVE_INFINITY && factor !== 1)) {
    return `had the factor ${factor}; give a number above zero other than 1`;
  }
  if (fault.kind === "expiry" && !(whole(fault.days) && fault.days !== 0)) {
    return `was ${fault.days} days; give a whole number other than 0`;
  }
  if (fault.kind !== "expiry" && days !== undefined && !(whole(days) && days > 0)) {
    return `was ${days} days; give a whole number above zero`;
  }
  if (correctedAfter !== undefined && !(whole(correctedAfter) && correctedAfter > 0)) {
    return `was corrected after ${correctedAfter} days; give a whole number above zero`;
  }
  if (every !== undefined && !(whole(every) && every > 1)) {
    return `was for every ${every}. question; give a whole number above 1`;
  }
  if (share !== undefined && !(share > 0 && share < 1)) {
    return `was ${share} of the session; give a number between 0 and 1`;
  }
  return undefined;
}

function wrongMix(fault: BrokerFault): string | undefined {
  const { kind, pair, frequency, legitimate, correctedAfter, requests }: AnyFault = fault;
  if (pair !== undefined && (kind === "partial" || kind === "negative"))
    return `cannot be of the pair ${pair}`;
  if (kind === "partial" && frequency === "Hour") return "cannot be of hourly bars";
  if (legitimate === true && (correctedAfter !== undefined || frequency !== undefined)) {
    return "is legitimate; then it is in all bars, and never corrected";
  }
  if (requests?.length === 0) return "is for no questions; name some, or leave them out for all";
  const strange = kind === "garbled" ? requests?.find((one) => !/Prices$/.test(one)) : undefined;
  return strange === undefined ? undefined : `can be of prices only, not ${strange}`;
}

/** A fault of bars that no bar has would never show. */
function noBar(market: Market, fault: Timed): string | undefined {
  if (!isBarFault(fault)) return undefined;
  const { instrument, contract, pair } = fault;
  const [first, end] = [dayOf(fault.from) * DAY, (dayOf(fault.to) + 1) * DAY];
  const has = (time: Float64Array): boolean => (time[lowerBound(time, first)] ?? Infinity) < end;
  const found =
    pair === undefined
      ? [...market.instruments.values()].some(
          (about) =>
            (instrument ?? about.instrument.code) === about.instrument.code &&
            [...about.contracts.values()].some(
              (one) => (contract ?? one.contract) === one.contract && has(one.prices.time),
            ),
        )
      : has(market.fx.get(pair)!.time);
  return found
    ? undefined
    : `is of no bar: there is none from ${formatTime(fault.from)} to ${formatTime(fault.to)}`;
}
