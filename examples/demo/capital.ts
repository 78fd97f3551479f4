import {
  allocateCapital,
  CapitalLedger,
  depositOrWithdraw,
  formatTime,
  initialiseCapital,
  series,
  TOTAL_CAPITAL,
  updateCapitalFromBroker,
} from "contango";
import { type Demo, STRATEGY } from "./context.js";
import { say, table } from "./print.js";

/** A fortnight in the life of an account: [day, broker's account value, withdrawal made that day]. */
const ACCOUNT: readonly (readonly [day: string, broker: number, withdrawn?: number])[] = [
  ["2023-08-17", 503_250],
  ["2023-08-18", 498_100],
  ["2023-08-21", 517_900],
  ["2023-08-22", 489_300, 25_000],
  ["2023-08-23", 495_750],
  ["2023-08-24", 402_000],
  ["2023-08-25", 501_200],
];

/** Keeps capital through some account values, stores the ledger, and shares the capital out between two strategies. */
export async function keepCapital({ storage, data }: Demo): Promise<void> {
  let ledger = initialiseCapital(new CapitalLedger(), "2023-08-16 01:00", { broker: 500_000 });
  const rows = [];
  for (const [day, broker, withdrawn] of ACCOUNT) {
    if (withdrawn !== undefined) ledger = depositOrWithdraw(ledger, `${day} 00:30`, -withdrawn);
    const update = updateCapitalFromBroker(ledger, `${day} 01:00`, broker, { method: "half" });
    ledger = update.ledger;
    const now = ledger.last!;
    rows.push({
      day,
      "broker value": broker,
      outcome:
        withdrawn === undefined
          ? update.status
          : `${update.status}, after a withdrawal of ${withdrawn.toLocaleString("en")}`,
      "total capital": now.total.toNumber(),
      maximum: now.maximum.toNumber(),
      "accumulated P&L": now.accumulated.toNumber(),
    });
    if (update.status === "refused") say(`  refused: ${update.message}`);
  }
  table(rows);

  const total = ledger.last!.total;
  const { capital } = allocateCapital(total, {
    strategies: [STRATEGY, "discretionary"],
    settings: { strategy_weights: { [STRATEGY]: 50, discretionary: 50 } },
  });
  await storage.atomically(async (batch) => {
    await data.totalCapital.write(TOTAL_CAPITAL, ledger, batch);
    for (const [strategy, amount] of capital) {
      const row = series([ledger.last!.time], [amount.toNumber()], { name: "capital" });
      await data.strategyCapital.write(strategy, row, batch);
    }
  });
  const shares = [...capital].map(([strategy, amount]) => `${strategy} ${amount.toFixed(2)}`).join(", ");
  say(`Half each: ${shares} (total ${total.toFixed(2)}, ${formatTime(ledger.last!.time)}).`);
}
