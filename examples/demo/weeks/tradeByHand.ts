import { type Execution, isContangoError, recordFill, type TradeToDoItem, tradesToDo } from "contango";
import type { Simulation } from "./simulation.js";

/** A person trades at the broker what strategies want that do not trade by themselves, and records the fills. */
export async function tradeByHand(simulation: Simulation): Promise<void> {
  const { desk, diary } = simulation;
  const { items } = await tradesToDo(desk);
  const trades = items
    .filter((item) => "automation" in item)
    .filter(({ automation }) => automation === "manual");
  try {
    for (const trade of trades) await record(simulation, trade, await atBroker(simulation, trade));
  } catch (error) {
    if (!isContangoError(error, "BROKER_DISCONNECTED")) throw error;
    diary.note("no broker", `${trades.length} trades by hand have to wait`);
  }
}

/** Labelled with the strategy, so that it is known whose the trade is. */
async function atBroker({ desk, broker }: Simulation, trade: TradeToDoItem): Promise<Execution> {
  const { name, instrument, contract, strategy } = trade;
  const now = desk.clock.now();
  const id = `hand ${now} ${name}`;
  await broker.trades.trade({ id, instrument, contract, quantity: trade.trade, reference: strategy });
  return (await broker.executions.executions(now)).find((execution) => execution.id.endsWith(id))!;
}

async function record(
  { desk }: Simulation,
  { kind, strategy }: TradeToDoItem,
  done: Execution,
): Promise<void> {
  // Rolls carry a label of their own, by which `pickUpFills` takes them.
  if (kind === "roll") return;
  const { instrument, contract, quantity, price, commission = 0, currency } = done;
  const time = desk.wallTime(done.time);
  await recordFill(desk, { strategy, instrument, contract, quantity, price, time, commission, currency });
}
