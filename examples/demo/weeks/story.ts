import { currentContracts, DAY, type Desk, HOUR, referencePrice } from "contango";
import type { BrokerFault, Market } from "contango/testing";
import type { TradedInstrument } from "../context.js";
import { continuedMarket, daysMove, withJump } from "./market.js";

/** Trading days that are simulated. */
const DAYS = 20;
/** Instruments that are traded in them at most. */
const MOST = 8;

/** Which of the days, from 0, brings what. */
const PLOT = { withdrawal: 3, badPrice: 5, outage: 8, shock: 11, deposit: 14 } as const;

/** What happens in the simulated weeks, apart from what the market does by itself. */
export interface Story {
  readonly instruments: readonly TradedInstrument[];
  /** Instruments in the store that are left alone. */
  readonly others: readonly string[];
  readonly market: Market;
  /** What goes wrong at the broker. */
  readonly faults: readonly BrokerFault[];
  /** Midnights of the trading days. */
  readonly days: readonly number[];
  readonly withdrawal: { readonly day: number; readonly amount: number };
  /** Money that comes without a word to the desk. */
  readonly deposit: { readonly day: number; readonly amount: number };
  /** A price that never was, for a day, in one contract. */
  readonly badPrice: { readonly day: number; readonly instrument: string; readonly contract: string };
  /** A day on which all prices of an instrument really jump. */
  readonly shock: { readonly day: number; readonly instrument: string };
}

/** The weeks after an evening: the first instrument gets the bad price, the last one the shock. */
export async function writeStory(
  desk: Desk,
  candidates: readonly TradedInstrument[],
  evening: number,
): Promise<Story> {
  const instruments = (await stillTraded(desk, candidates, evening)).slice(0, MOST);
  const codes = instruments.map(({ code }) => code);
  const days = businessDaysAfter(evening);
  const on = (what: keyof typeof PLOT): number => days[PLOT[what]]!;
  const [first, last] = [codes[0]!, codes.at(-1)!];
  const multiple = await desk.data.multiplePrices.get(first, { last: 1 });
  const badPrice = { day: on("badPrice"), instrument: first, contract: currentContracts(multiple).priced };
  const shock = { day: on("shock"), instrument: last };
  const calm = await continuedMarket(desk, codes, days.at(-1)! + 7 * DAY);
  return {
    instruments,
    others: (await desk.data.multiplePrices.list()).filter((code) => !codes.includes(code)),
    market: withJump(calm, last, shock.day, await daysMove(desk, last, 20)),
    faults: [
      {
        kind: "spike",
        ...badPrice,
        from: badPrice.day,
        to: badPrice.day,
        factor: await daysMove(desk, first, 25),
      },
      { kind: "disconnected", from: on("outage") + 14 * HOUR, to: on("outage") + 30 * HOUR },
    ],
    days,
    withdrawal: { day: on("withdrawal"), amount: 25_000 },
    deposit: { day: on("deposit"), amount: 90_000 },
    badPrice,
    shock,
  };
}

/** Those whose prices go on until about the evening. */
async function stillTraded(
  { data }: Desk,
  instruments: readonly TradedInstrument[],
  evening: number,
): Promise<readonly TradedInstrument[]> {
  const traded: TradedInstrument[] = [];
  for (const one of instruments) {
    const last = referencePrice(await data.multiplePrices.get(one.code));
    if (last !== undefined && last.price > 0 && last.time > evening - 5 * DAY) traded.push(one);
  }
  return traded;
}

function businessDaysAfter(evening: number): readonly number[] {
  const days: number[] = [];
  for (let day = Math.floor(evening / DAY) * DAY + DAY; days.length < DAYS; day += DAY) {
    if (![0, 6].includes(new Date(day).getUTCDay())) days.push(day);
  }
  return days;
}
