/**
 * `npm run tonight -- ACCOUNT_VALUE`: takes the account's value (default 500,000) into capital, allocates it, runs the launcher
 * of every strategy in `strategy_list`, and prints what to trade from the positions held.
 */
import {
  allocateCapital,
  CapitalLedger,
  DAYS_TO_KEEP_STATES,
  optimalPositionAt,
  requiredTrades,
  runLauncher,
  series,
  TOTAL_CAPITAL,
  updateCapitalFromBroker,
} from "contango";
import { type Desk, withDesk } from "./desk.js";
import { launchers } from "./launchers.js";

/** What you hold, in contracts, by strategy; edit it, or read it from wherever you keep it. */
const HELD: Readonly<Record<string, Readonly<Record<string, number>>>> = {};

const accountValue = Number(process.argv[2] ?? 500_000);

await withDesk(async (desk) => {
  await takeCapital(desk);
  for (const strategy of Object.keys(desk.config.get("strategy_list"))) {
    const outcome = await runLauncher(strategy, desk, launchers);
    console.log(String(outcome));
    if (outcome.status === "partly" || outcome.status === "refused") process.exitCode = 1;
    await printTrades(desk, strategy);
  }
  await desk.states.deleteOlderThan(DAYS_TO_KEEP_STATES, desk.now());
});

/** Total capital after today's account value, shared out among the strategies. Nothing is stored where it is refused. */
async function takeCapital({ config, data, storage, now }: Desk): Promise<void> {
  const ledger = (await data.totalCapital.read(TOTAL_CAPITAL)) ?? new CapitalLedger();
  const update = updateCapitalFromBroker(ledger, now(), accountValue, {
    method: config.get("production_capital_method"),
  });
  if (update.status === "refused") {
    console.error(`${update.message}. Look at the account; then repeat with a higher limit.`);
    process.exit(1);
  }
  const { strategy_weights } = config.get("strategy_capital_allocation");
  const { capital } = allocateCapital(update.row.total, {
    strategies: Object.keys(config.get("strategy_list")),
    currency: config.get("base_currency"),
    settings: strategy_weights === undefined ? {} : { strategy_weights },
  });
  await storage.atomically(async (batch) => {
    await data.totalCapital.write(TOTAL_CAPITAL, update.ledger, batch);
    for (const [strategy, amount] of capital) {
      const row = series([update.row.time], [amount.toNumber()], { name: "capital" });
      await data.strategyCapital.append(strategy, row, batch);
    }
  });
}

/** Trades into the buffers of a strategy. Positions of your own kind are traded by code of your own. */
async function printTrades({ data }: Desk, strategy: string): Promise<void> {
  const optimal = new Map();
  for (const key of await data.optimalPositions.list()) {
    if (key.strategy !== strategy) continue;
    const position = optimalPositionAt(await data.optimalPositions.get(key, { last: 1 }));
    if (position.kind !== "custom") optimal.set(key.instrument, position);
  }
  const { trades, unmanaged } = requiredTrades(optimal, HELD[strategy] ?? {});
  if (trades.length > 0)
    console.table(
      trades.map((row) => ({ ...row, lower: row.lower.toFixed(2), upper: row.upper.toFixed(2) })),
    );
  for (const { instrument, actual } of unmanaged)
    console.log(`${instrument}: ${actual} held without an optimal position.`);
}
