import type { ContractKey } from "../../contracts/contractKey.js";
import type { StrategyName } from "../../instruments/codes.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import type { RecordDocument } from "../../storage/recordStore.js";
import type { Batch, Storage } from "../../storage/storage.js";
import { businessDayOf } from "../../time/businessDays.js";
import { dayOf, SECOND } from "../../time/civil.js";
import type { Desk } from "../desk.js";

/** So much may the broker's clock be behind ours: what it says was done before is of another trade. */
const BEHIND = 300 * SECOND;

/** A trade that was handed to the broker, or was about to be. */
export interface SentTrade extends ContractKey {
  /** What the broker knows it by. */
  readonly id: string;
  readonly strategy: StrategyName;
  readonly quantity: number;
  /** When it was noted, epoch milliseconds UTC. */
  readonly time: number;
  /** What the strategy's fills in the contract since five minutes before then added up to: they are of trades before. */
  readonly filledBefore: number;
  /** `noted`: the broker may or may not have it; `filled`; `forgotten`: a person said that nothing more comes of it. */
  readonly status: "noted" | "sent" | "filled" | "forgotten";
}

/** Collects the write of a trade; `before` is what is stored, undefined where nothing is. */
export function putSentTrade(batch: Batch, trade: SentTrade, before: SentTrade | undefined): void {
  const expected = before === undefined ? null : { status: before.status };
  batch.putRecord(COLLECTIONS.sentTrades, documentOf(trade), expected);
}

/** Collects the deletion of a trade that the broker refused. */
export function deleteSentTrade(batch: Batch, { id, status }: SentTrade): void {
  batch.deleteRecord(COLLECTIONS.sentTrades, { id }, { status });
}

export async function readSentTrade({ records }: Storage, id: string): Promise<SentTrade | undefined> {
  const document = await records.get(COLLECTIONS.sentTrades, { id });
  return document === undefined ? undefined : sentTradeOf(document);
}

/** Trades that are not known to be filled, nor forgotten, the oldest first. */
async function readOpenTrades({ records }: Storage): Promise<readonly SentTrade[]> {
  const open: SentTrade[] = [];
  for (const status of ["noted", "sent"] as const) {
    const { documents } = await records.find(COLLECTIONS.sentTrades, { equals: { status } });
    open.push(...documents.map(sentTradeOf));
  }
  return open.sort((a, b) => a.time - b.time);
}

/** Open trades by what the fills in the books say: those that are done, and those of which more is to come. */
export async function settledTrades(
  storage: Storage,
): Promise<{ readonly done: readonly SentTrade[]; readonly open: readonly SentTrade[] }> {
  const [done, open]: [SentTrade[], SentTrade[]] = [[], []];
  for (const trade of await readOpenTrades(storage)) {
    const filled = (await filledSince(storage, trade, trade.time)) - trade.filledBefore;
    const isFilled = filled * Math.sign(trade.quantity) >= Math.abs(trade.quantity);
    (isFilled ? done : open).push(trade);
  }
  return { done, open };
}

/** True where a trade should be filled by now (wall time): it was sent more than a business day ago. */
export function isOverdue({ wallTime }: Pick<Desk, "wallTime">, { time }: SentTrade, now: number): boolean {
  return businessDayOf(dayOf(now)) - businessDayOf(dayOf(wallTime(time))) > 1;
}

/** What a strategy's fills in a contract add up to since five minutes before a moment (epoch milliseconds UTC). */
export async function filledSince(
  { records }: Storage,
  { strategy, instrument, contract }: Pick<SentTrade, "strategy" | "instrument" | "contract">,
  time: number,
): Promise<number> {
  const { documents } = await records.find(COLLECTIONS.fills, {
    equals: { strategy_name: strategy, instrument_code: instrument, contract_date: contract },
    range: { field: "time", from: new Date(time - BEHIND) },
  });
  return documents.reduce((sum, { quantity }) => sum + Number(quantity), 0);
}

const documentOf = ({
  strategy,
  instrument,
  contract,
  time,
  filledBefore,
  ...rest
}: SentTrade): RecordDocument => ({
  ...rest,
  strategy_name: strategy,
  instrument_code: instrument,
  contract_date: contract,
  time: new Date(time),
  filled_before: filledBefore,
});

const sentTradeOf = (document: RecordDocument): SentTrade => ({
  id: String(document.id),
  strategy: String(document.strategy_name),
  instrument: String(document.instrument_code),
  contract: String(document.contract_date),
  quantity: Number(document.quantity),
  time: (document.time as Date).getTime(),
  filledBefore: Number(document.filled_before),
  status: document.status as SentTrade["status"],
});
