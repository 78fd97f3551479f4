/**
 * `npm run tonight -- ACCOUNT_VALUE`: takes the account's value (default 500,000) into capital, allocates it, runs the trend
 * strategy on every instrument, stores the buffered positions, and prints what to trade from the positions held.
 */
import {
  allocateCapital,
  CapitalLedger,
  fxPrices,
  lastValue,
  multiplePrices,
  optimalPositionAt,
  optimalPositionFrame,
  requiredTrades,
  type Series,
  series,
  storedFxPairs,
  TOTAL_CAPITAL,
  updateCapitalFromBroker,
} from "contango";
import { trendPositions } from "../strategies/trend.js";
import { type Desk, withDesk } from "./desk.js";

const STRATEGY = "trend";
/** What you hold, in contracts; edit it, or read it from wherever you keep it. */
const HELD: Readonly<Record<string, number>> = {};

const accountValue = Number(process.argv[2] ?? 500_000);

await withDesk(async (desk) => {
  const capital = await strategyCapital(desk);
  await storePositions(desk, capital);
  await printTrades(desk);
});

/** Total capital after today's account value, and the strategy's share of it. Nothing is stored where it is refused. */
async function strategyCapital({ config, data, storage }: Desk): Promise<number> {
  const ledger = (await data.totalCapital.read(TOTAL_CAPITAL)) ?? new CapitalLedger();
  const update = updateCapitalFromBroker(ledger, wallTimeNow(), accountValue, {
    method: config.get("production_capital_method"),
  });
  if (update.status === "refused") {
    console.error(`${update.message}. Look at the account; then repeat with a higher limit.`);
    process.exit(1);
  }
  const weights = config.get("strategy_capital_allocation")?.strategy_weights ?? { [STRATEGY]: 100 };
  const { capital } = allocateCapital(update.row.total, {
    strategies: Object.keys(weights),
    currency: config.get("base_currency"),
    settings: { strategy_weights: weights },
  });
  await storage.atomically(async (batch) => {
    await data.totalCapital.write(TOTAL_CAPITAL, update.ledger, batch);
    for (const [strategy, amount] of capital) {
      const row = series([update.row.time], [amount.toNumber()], { name: "capital" });
      await data.strategyCapital.append(strategy, row, batch);
    }
  });
  return capital.get(STRATEGY)?.toNumber() ?? 0;
}

async function storePositions({ config, data, storage }: Desk, capital: number): Promise<void> {
  const codes = await data.adjustedPrices.list();
  const now = wallTimeNow();
  await storage.atomically(async (batch) => {
    for (const code of codes) {
      const instrument = await data.instruments.get(code);
      const adjustedPrice = await data.adjustedPrices.get(code);
      const pair = `${instrument.currency}${config.get("base_currency")}`;
      const stored = new Map<string, Series>();
      for (const name of storedFxPairs(pair)) stored.set(name, await data.fxPrices.get(name));
      const { lower, upper } = trendPositions({
        instrument,
        adjustedPrice,
        fxRate: fxPrices(stored, pair, { until: adjustedPrice.timeAt(-1) }),
        capital: capital / codes.length,
        riskTarget: config.get("percentage_vol_target"),
      });
      const { PRICE, PRICE_CONTRACT } = multiplePrices(await data.multiplePrices.get(code, { last: 100 }));
      const optimal = optimalPositionFrame(now, {
        kind: "buffered",
        lower: lastValue(lower),
        upper: lastValue(upper),
        referencePrice: lastValue(PRICE),
        referenceContract: PRICE_CONTRACT.dictionary[PRICE_CONTRACT.values.at(-1) ?? -1] ?? "",
      });
      await data.optimalPositions.append({ strategy: STRATEGY, instrument: code }, optimal, batch);
    }
  });
}

async function printTrades({ data }: Desk): Promise<void> {
  const optimal = new Map();
  for (const key of await data.optimalPositions.list()) {
    if (key.strategy === STRATEGY) {
      optimal.set(key.instrument, optimalPositionAt(await data.optimalPositions.get(key, { last: 1 })));
    }
  }
  const { trades, unmanaged } = requiredTrades(optimal, HELD);
  console.table(trades.map((row) => ({ ...row, lower: row.lower.toFixed(2), upper: row.upper.toFixed(2) })));
  for (const { instrument, actual } of unmanaged)
    console.log(`${instrument}: ${actual} held without an optimal position.`);
}

/** The machine's wall time, as stored times carry it. */
function wallTimeNow(): number {
  const now = new Date();
  return now.getTime() - now.getTimezoneOffset() * 60_000;
}
