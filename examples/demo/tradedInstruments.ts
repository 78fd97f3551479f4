import { type Instrument, type Repositories, storedFxPairs } from "contango";
import { BASE_CURRENCY, type TradedInstrument } from "./context.js";
import { say } from "./print.js";

/** Instruments that can be traded: with multiple prices, and everything that a backtest needs besides. */
export async function tradedInstruments(data: Repositories): Promise<TradedInstrument[]> {
  const pairs = new Set(await data.fxPrices.list());
  const traded: TradedInstrument[] = [];
  for (const code of await data.multiplePrices.list()) {
    const instrument = await data.instruments.read(code);
    const rollParameters = await data.rollParameters.read(code);
    const lacking = [
      ...(instrument === undefined ? ["instrument configuration"] : lackingTerms(instrument, pairs)),
      ...(rollParameters === undefined ? ["roll parameters"] : []),
    ];
    if (lacking.length > 0) say(`  ${code} is left out: it has prices, but no ${lacking.join(", no ")}.`);
    else traded.push({ code, instrument: instrument! });
  }
  return traded;
}

function lackingTerms({ spreadCost, currency }: Instrument, pairs: ReadonlySet<string>): string[] {
  return [
    ...(Number.isNaN(spreadCost) ? ["spread cost"] : []),
    ...storedFxPairs(`${currency}${BASE_CURRENCY}`)
      .filter((pair) => !pairs.has(pair))
      .map((pair) => `FX prices ${pair}`),
  ];
}
