import type { StrategyName } from "../instruments/codes.js";
import { numberText } from "../series/series.js";
import { formatTime } from "../time/text.js";
import type { OutcomeItem } from "./outcome.js";
import {
  contractOfTrade,
  PLAN_READS,
  planTrades,
  type TradeProblem,
  type TradeToDo,
} from "./positions/planTrades.js";
import { tradeTable } from "./positions/tradeTable.js";
import { defineProcess, type ProcessOptions } from "./process.js";

export interface TradesToDoOptions extends ProcessOptions {
  /** Default: every strategy of `strategy_list`. */
  readonly strategies?: readonly StrategyName[];
  /** True: the table is mailed, if there is anything in it for a person to trade. */
  readonly mail?: boolean;
}

/** A trade to do. */
export interface TradeToDoItem extends OutcomeItem, TradeToDo {
  readonly status: "trade" | "roll";
}

/**
 * Says which trades bring the strategies from what they hold to what they want, in which contract by the roll state, and which
 * trades a roll asks for. Stores nothing. Positions that are held and that no strategy has a wish for are listed too.
 *
 * @example
 * const { items } = await tradesToDo(desk);
 * await tradesToDo(desk, { mail: true });
 */
export const tradesToDo = defineProcess<TradeToDoItem | TradeProblem, TradesToDoOptions>({
  name: "tradesToDo",
  title: "Trades to do",
  options: ["strategies", "mail"],
  reads: PLAN_READS,
  writes: [],
  run: async ({ desk, time, dryRun }, { strategies, mail = false }) => {
    const { trades, problems } = await planTrades(desk, time, strategies);
    const items = [...trades.map(tradeItem), ...problems];
    const forPerson = trades.some(({ automation }) => automation !== "automatic");
    if (mail && !dryRun && forPerson) {
      await desk.mail.send({ subject: "Trades to do", text: tradeTable(trades, problems, time) }, "report");
    }
    const message =
      trades.length === 0
        ? "no trades to do"
        : `${trades.length} ${trades.length === 1 ? "trade" : "trades"} to do`;
    return { items, complete: strategies === undefined, message };
  },
});

function tradeItem(trade: TradeToDo): TradeToDoItem {
  const side = trade.trade > 0 ? "buy" : "sell";
  const why = trade.kind === "roll" ? "to roll" : `wanted ${formatTime(trade.time).slice(0, 16)}`;
  const price = Number.isNaN(trade.referencePrice) ? "" : ` at about ${numberText(trade.referencePrice)}`;
  const who = trade.automation === "automatic" ? "; executeTrades hands it to the broker" : "";
  return {
    ...trade,
    name: `${trade.strategy} ${contractOfTrade(trade)}`,
    status: trade.kind === "roll" ? "roll" : "trade",
    severity: "ok",
    message: `${side} ${Math.abs(trade.trade)}${price}, ${why}${who}`,
  };
}
