import { type Desk, type TradeToDoItem, tradesToDo } from "contango";
import { say, table } from "../print.js";

/** What is to be traded tomorrow, and by whom. */
export async function printTrades(desk: Desk): Promise<readonly TradeToDoItem[]> {
  const { items } = await tradesToDo(desk);
  const trades = items.filter((item): item is TradeToDoItem => "automation" in item);
  if (trades.length === 0) say("  None: every position is within its buffer.");
  else table(trades.map(tradeRow));
  return trades;
}

export const tradeRow = ({
  strategy,
  instrument,
  contract,
  trade,
  referencePrice,
  automation,
}: TradeToDoItem) => ({
  strategy,
  instrument,
  contract,
  trade: trade > 0 ? `buy ${trade}` : `sell ${-trade}`,
  "at about": referencePrice,
  by: automation === "automatic" ? "executeTrades" : "hand",
});
