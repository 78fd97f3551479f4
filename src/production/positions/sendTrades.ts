import type { TradeSource } from "../../broker/broker.js";
import { type ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import { ROLL_STRATEGY } from "../../positions/tradePlan.js";
import { dayOf } from "../../time/civil.js";
import { formatDay, formatTime } from "../../time/text.js";
import { errorText } from "../errorText.js";
import type { OutcomeItem } from "../outcome.js";
import { patiently } from "../prices/patiently.js";
import type { Work } from "../work.js";
import type { TradeToDo } from "./planTrades.js";
import {
  deleteSentTrade,
  filledSince,
  isOverdue,
  putSentTrade,
  readSentTrade,
  type SentTrade,
} from "./sentTrades.js";

/** What became of the trades of one strategy in one instrument. */
export interface ExecutedItem extends OutcomeItem {
  /**
   * `sent`: the broker has them; `planned`: it would get them, were this no dry run; `in flight`: those sent before are not filled
   * yet; `unfilled`: they should be by now; `unknown`: the broker did not say that it has them, and the optimal position is another
   * since; `done`: what this optimal position asked for was sent before; `refused`: the books are
   * not sure of the position, or the broker will not do it.
   */
  readonly status: "sent" | "planned" | "in flight" | "unfilled" | "unknown" | "done" | "refused";
  readonly trades: readonly Pick<SentTrade, "id" | "contract" | "quantity">[];
}

/** Trades of one strategy in one instrument, and what was sent before. */
export interface TradeGroup {
  readonly name: string;
  readonly strategy: StrategyName;
  readonly instrument: InstrumentCode;
  /** To be done now. */
  readonly trades: readonly TradeToDo[];
  /** Those of this instrument that are not filled yet. */
  readonly open: readonly SentTrade[];
  /** Why nothing may be traded in this instrument; undefined where it may. */
  readonly doubt: string | undefined;
}

/** Errors by which a broker says that it will not do a trade. */
const REFUSALS: readonly string[] = ["BROKER_REFUSED", "BROKER_NOT_FOUND", "BROKER_PERMISSION"];

/**
 * Hands the trades of a group to the broker. They are noted in one commit first, under ids that depend only on the strategy, the
 * contract and the optimal position, and handed over then; one that is noted and that the broker may not have is handed over
 * again under the same id, which the broker does once. While one is not filled, no other is sent.
 *
 * @throws what the broker throws; a trade that it refused is forgotten, and those that were to follow it.
 */
export async function sendGroup(work: Work, source: TradeSource, group: TradeGroup): Promise<ExecutedItem> {
  const { name, strategy, trades, open, doubt } = group;
  const item = { name, trades: open } as const;
  const own = open.filter((trade) => trade.strategy === strategy);
  if (doubt !== undefined) {
    if (own.length > 0) return inFlight(work, name, own);
    const message = `${doubt}; nothing is traded until that is settled`;
    return { ...item, status: "refused", severity: "attention", message };
  }
  const lost = trades.flatMap((trade) =>
    own.filter(({ id, status }) => status === "noted" && id === tradeId(trade)),
  );
  if (lost.length > 0) return sent(work, source, group, lost);
  if (own.length > 0) return inFlight(work, name, own);
  const rolls = open.filter((trade) => strategy === ROLL_STRATEGY || trade.strategy === ROLL_STRATEGY);
  if (rolls.length > 0) return inFlight(work, name, rolls);
  const fresh: SentTrade[] = [];
  for (const trade of trades) {
    const id = tradeId(trade);
    if ((await readSentTrade(work.desk.storage, id)) === undefined) fresh.push(await asSent(work, id, trade));
  }
  if (fresh.length === 0) {
    const message = "what its optimal position asks for was sent before; what is left waits for the next one";
    return { ...item, status: "done", severity: "ok", message };
  }
  await work.commit((batch) => {
    for (const trade of fresh) putSentTrade(batch, trade, undefined);
  });
  return sent(work, source, group, fresh);
}

/** The id of a trade: of the optimal position that asks for it; of the day, for a roll. */
function tradeId({ kind, strategy, instrument, contract, time }: TradeToDo): string {
  const stamp = kind === "roll" ? `roll ${formatDay(dayOf(time))}` : formatTime(time);
  return `${strategy}/${instrument}/${contract}/${stamp}`;
}

async function asSent(
  { desk }: Work,
  id: string,
  { strategy, instrument, contract, trade }: TradeToDo,
): Promise<SentTrade> {
  const time = desk.clock.now();
  const filledBefore = await filledSince(desk.storage, { strategy, instrument, contract }, time);
  return { id, strategy, instrument, contract, quantity: trade, time, filledBefore, status: "noted" };
}

async function sent(
  work: Work,
  source: TradeSource,
  { name }: TradeGroup,
  trades: readonly SentTrade[],
): Promise<ExecutedItem> {
  const text = trades.map(({ quantity, contract }) => `${quantity} of ${contract}`).join(", ");
  if (work.dryRun) return { name, status: "planned", severity: "ok", message: text, trades };
  for (const [place, trade] of trades.entries()) {
    const refusal = await handOver(work, source, trade, trades.slice(place));
    if (refusal === undefined) continue;
    const what = `the broker refuses ${trade.quantity} of ${trade.contract}: ${errorText(refusal)}`;
    const message = `${what}; see to that, it is handed over anew by the next run`;
    const subject = `Trade refused: ${name}`;
    return {
      name,
      status: "refused",
      severity: "attention",
      subject,
      message,
      trades: trades.slice(0, place),
    };
  }
  return { name, status: "sent", severity: "ok", message: text, trades };
}

/**
 * @param notHanded the trade and those after it, which are forgotten with it where the broker refuses it.
 * @returns the refusal, undefined where there was none.
 */
async function handOver(
  { desk, commit, signal }: Work,
  source: TradeSource,
  trade: SentTrade,
  notHanded: readonly SentTrade[],
): Promise<ContangoError | undefined> {
  const { id, instrument, contract, quantity, strategy } = trade;
  try {
    const request = { id, instrument, contract, quantity, reference: strategy };
    await patiently(desk.clock, signal, () => source.trade(request, { signal }));
  } catch (error) {
    if (!isContangoError(error) || !REFUSALS.includes(error.code)) throw error;
    await commit((batch) => {
      for (const one of notHanded) deleteSentTrade(batch, one);
    });
    return error;
  }
  await commit((batch) => putSentTrade(batch, { ...trade, status: "sent" }, trade));
  return undefined;
}

function inFlight({ desk, time }: Work, name: string, trades: readonly SentTrade[]): ExecutedItem {
  const since = Math.min(...trades.map((trade) => desk.wallTime(trade.time)));
  const text = trades
    .map(({ quantity, contract, strategy }) => `${quantity} of ${contract} for ${strategy}`)
    .join(", ");
  const isUnknown = trades.some(({ status }) => status === "noted");
  const message = `${text}: sent ${formatTime(since)}, not filled yet`;
  if (!isUnknown && !trades.some((trade) => isOverdue(desk, trade, time)))
    return { name, status: "in flight", severity: "ok", message, trades };
  const ids = trades.map(({ id }) => `"${id}"`).join(", ");
  const doubt = isUnknown ? ", and the broker did not say that it has it" : "";
  return {
    name,
    status: isUnknown ? "unknown" : "unfilled",
    severity: "attention",
    subject: `Trades not filled: ${name}`,
    message: `${message}${doubt}; see to it at the broker, and if nothing more comes of it, say so: executeTrades(desk, { forget: [${ids}] })`,
    trades,
  };
}
