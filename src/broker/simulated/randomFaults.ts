import type { ContractId } from "../../contracts/contractId.js";
import { lowerBound } from "../../series/search.js";
import type { Market } from "../../testing/market.js";
import { refuse } from "../../testing/marketRefusal.js";
import { marketCloses } from "../../testing/marketSpot.js";
import { type RandomStream, randomStream } from "../../testing/randomStream.js";
import { DAY, dayOf } from "../../time/civil.js";
import { formatDay, type TimeLike, toTime, toTimeEnd } from "../../time/text.js";
import type { BrokerFault, FaultKind } from "./brokerFault.js";
import { FAULT_KINDS } from "./faultKinds.js";
import { REQUEST_KINDS } from "./requestKinds.js";

export interface RandomFaultsOptions {
  readonly seed: number | string;
  readonly market: Market;
  /** First and last day on which a fault begins. */
  readonly from: TimeLike;
  readonly to: TimeLike;
  /** How many; or give `ratePerDay`. */
  readonly count?: number;
  /** How many begin on a business day, on average. */
  readonly ratePerDay?: number;
  /** Default all but `silent`, which needs questions with a signal, and `lostExecutions`, which nothing puts right. */
  readonly kinds?: readonly FaultKind[];
}

/**
 * A fault script drawn from a seed: the kinds in turn, each on a random day at a random instrument, contract or pair that has a
 * bar then. Every fault ends after a few days; half of the bars that can be put right are. In order of time.
 *
 * @throws ContangoError `MARKET_PARAMETER` where neither or both of `count` and `ratePerDay` are given, a number is out of
 * range, or nothing trades in the span; `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * randomFaults({ seed: 1, market, from: "2019-06", to: "2019-12", ratePerDay: 0.5 });
 */
export function randomFaults(options: RandomFaultsOptions): BrokerFault[] {
  const { seed, market, kinds = USUAL_KINDS } = options;
  const days = marketCloses(toTime(options.from), toTimeEnd(options.to)).map(dayOf);
  const count = countOf(options, days.length);
  if (count > 0 && kinds.length === 0) throw refuse("there were no kinds of faults; name some");
  const random = randomStream(`${seed}/broker faults`);
  const faults: { readonly day: number; readonly fault: BrokerFault }[] = [];
  for (let number = 0; number < count; number++) {
    const { day, bar } = someBar(market, days, random);
    faults.push({ day, fault: someFault(kinds[number % kinds.length]!, day, bar, random) });
  }
  return faults.sort((a, b) => a.day - b.day).map(({ fault }) => fault);
}

const USUAL_KINDS = FAULT_KINDS.filter((kind) => kind !== "silent" && kind !== "lostExecutions");

function countOf({ count, ratePerDay }: RandomFaultsOptions, days: number): number {
  if ((count === undefined) === (ratePerDay === undefined)) {
    throw refuse("give the faults either a count or a rate per day");
  }
  const wanted = count ?? Math.round((ratePerDay ?? 0) * days);
  if (Number.isSafeInteger(wanted) && wanted >= 0) return wanted;
  throw refuse(`there were to be ${wanted} faults; give a number of zero or more`);
}

interface ContractBar {
  readonly instrument: string;
  readonly contract: ContractId;
}

const MOST_TRIES = 1000;

/** A bar that the market has on one of some days. */
function someBar(
  market: Market,
  days: Float64Array,
  random: RandomStream,
): { day: number; bar: ContractBar } {
  const codes = [...market.instruments.keys()];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const day = days[random.below(days.length)]!;
    const instrument = codes[random.below(codes.length)]!;
    const trading = [...market.instruments.get(instrument)!.contracts.values()].filter(
      ({ prices: { time } }) => {
        const at = time[lowerBound(time, day * DAY)];
        return at !== undefined && dayOf(at) === day;
      },
    );
    const one = trading[random.below(Math.max(1, trading.length))];
    if (one !== undefined) return { day, bar: { instrument, contract: one.contract } };
  }
  throw refuse("nothing trades on these days, so that nothing can go wrong; name others");
}

function someFault(kind: FaultKind, day: number, bar: ContractBar, random: RandomStream): BrokerFault {
  const span = (days: number): { from: string; to: string } => ({
    from: formatDay(day),
    to: formatDay(day + days - 1),
  });
  const corrected = random.uniform() < 0.5 ? { correctedAfter: 1 + random.below(3) } : {};
  const days = 1 + random.below(3);
  const { instrument } = bar;
  switch (kind) {
    case "missing":
      return { kind, ...span(1), ...bar };
    case "late":
      return { kind, ...span(1), ...bar, days };
    case "spike":
      return { kind, ...span(1), ...bar, ...corrected, factor: SPIKES[random.below(SPIKES.length)]! };
    case "zero":
      return { kind, ...span(1), ...bar, ...corrected };
    case "negative":
      return { kind, ...span(1), ...bar, ...corrected };
    case "unit":
      return { kind, ...span(days), instrument, factor: random.uniform() < 0.5 ? 100 : 0.01 };
    case "partial":
      return { kind, ...span(1), ...bar, ...corrected, share: 0.25 * (1 + random.below(3)) };
    case "notFound":
      return random.uniform() < 0.5 ? { kind, ...span(days), ...bar } : { kind, ...span(days), instrument };
    case "disconnected":
      return random.uniform() < 0.5
        ? { kind, ...span(1) }
        : { kind, ...span(1), requests: [REQUEST_KINDS[random.below(REQUEST_KINDS.length)]!] };
    case "pacing":
      return { kind, ...span(1), every: 2 + random.below(20) };
    case "permission":
    case "silent":
      return { kind, ...span(days), instrument };
    case "garbled":
      return { kind, ...span(1), instrument, how: random.uniform() < 0.5 ? "duplicated" : "unsorted" };
    case "pointSize":
      return { kind, ...span(days), instrument, factor: random.uniform() < 0.5 ? 10 : 0.1 };
    case "expiry":
      return { kind, ...span(days), ...bar, days: random.uniform() < 0.5 ? 1 : -1 };
    case "lostExecutions":
      return { kind, ...span(1) };
  }
}

const SPIKES = [10, 0.1, 2, 1.25];
