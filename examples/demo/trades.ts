import {
  type ClassicSystem,
  type OptimalPosition,
  optimalPositionAt,
  type RequiredTrade,
  requiredTrades,
} from "contango";
import { type Demo, STRATEGY } from "./context.js";
import { say, table } from "./print.js";

/** Business days since the positions that are taken to be held. */
const MONTH = 21;

/** Reads the stored buffers, prints the trades that bring positions a month old into them, and gives those trades. */
export async function printTrades({ data }: Demo, system: ClassicSystem): Promise<readonly RequiredTrade[]> {
  const held: Record<string, number> = { BUND: 2 };
  const optimal = new Map<string, OptimalPosition>();
  for (const code of system.instruments) {
    held[code] = system.bufferedPosition(code).at(-1 - MONTH) || 0;
    const stored = await data.optimalPositions.read({ strategy: STRATEGY, instrument: code }, { last: 1 });
    if (stored !== undefined) optimal.set(code, optimalPositionAt(stored));
  }
  const { trades, unmanaged } = requiredTrades(optimal, held);
  table(
    trades.map(({ instrument, lower, upper, actual, required, trade }) => ({
      instrument,
      held: actual,
      "lower buffer": lower,
      "upper buffer": upper,
      wanted: required,
      trade: tradeText(trade),
      ...reference(optimal.get(instrument)!),
    })),
    { "lower buffer": 2, "upper buffer": 2 },
  );
  say("A trade is made to the nearer bound, rounded to whole contracts, from positions outside the buffer.");
  for (const { instrument, actual } of unmanaged)
    say(`  ${instrument}: ${actual} held, but no optimal position is stored: left alone.`);
  return trades;
}

export const tradeText = (trade: number): string =>
  trade === 0 ? "" : trade > 0 ? `buy ${trade}` : `sell ${-trade}`;

const reference = (position: OptimalPosition) =>
  position.kind === "buffered"
    ? { contract: position.referenceContract, price: position.referencePrice }
    : { contract: "", price: "" };
