import { faultScript } from "../../../src/broker/simulated/faultScript.js";
import { lastPrices } from "../../../src/broker/simulated/lastPrice.js";
import type { Fill } from "../../../src/positions/fill.js";
import { type Flows, rateOf } from "../person/capital.js";
import { CASH } from "../scene.js";
import type { World } from "../world.js";
import { hold } from "./fail.js";

const CENT = 0.01;

/** Accumulated profit is what the account value has moved by, but for money that was brought and taken. */
export async function checkLedger({ desk }: World, flows: Flows): Promise<void> {
  const ledger = await desk.data.totalCapital.read("__global_capital");
  if (ledger?.last === undefined) return;
  const [first, last] = [ledger.rows[0]!, ledger.last];
  const profit = last.broker.minus(first.broker).minus(flows.told).toNumber();
  const accumulated = last.accumulated.toNumber();
  hold(
    Math.abs(accumulated - profit) < CENT,
    () => `accumulated P&L is ${accumulated}, the account made ${profit}`,
  );
  for (const row of ledger.rows)
    hold(!row.total.lessThan(0), () => `total capital fell to ${row.total.toFixed()}`);
}

/** The account value that was just taken is what the fills in the books make of the money in the account. */
export async function checkAccountValue(world: World, fills: readonly Fill[]): Promise<void> {
  const { desk, scene, broker } = world;
  const worth = new Map<string, number>(Object.entries(CASH));
  const add = (currency: string, amount: number): void => {
    worth.set(currency, (worth.get(currency) ?? 0) + amount);
  };
  for (const { currency, amount } of broker.state().transfers) add(currency, amount);
  const lastPrice = lastPrices(scene.market, faultScript(scene.market, []));
  const held = new Map<string, Fill & { quantity: number }>();
  for (const fill of fills) {
    const { pointSize, currency } = scene.market.instruments.get(fill.instrument)!.instrument;
    add(currency, -fill.quantity * fill.price * pointSize - (fill.commission ?? 0));
    const key = `${fill.instrument}/${fill.contract}`;
    held.set(key, { ...fill, quantity: (held.get(key)?.quantity ?? 0) + fill.quantity });
  }
  for (const { instrument, contract, quantity } of held.values()) {
    if (quantity === 0) continue;
    const { pointSize, currency } = scene.market.instruments.get(instrument)!.instrument;
    add(currency, quantity * lastPrice({ instrument, contract }, desk.now()) * pointSize);
  }
  let value = 0;
  for (const [currency, amount] of worth) value += amount * (await rateOf(world, currency));
  const row = (await desk.data.totalCapital.get("__global_capital", { last: 1 })).last!;
  const told = row.broker.toNumber();
  hold(
    Math.abs(told - value) < worth.size * CENT,
    () => `the account value is ${told}, and the books make ${value}`,
  );
}
