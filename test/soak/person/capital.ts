import type { CurrencyCode } from "../../../src/instruments/codes.js";
import { adjustForFlow, updateCapitalNow } from "../../../src/production/changeTotalCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { randomStream } from "../../../src/testing/randomStream.js";
import type { World } from "../world.js";

/** What a person has told, and has forgotten to tell, of money brought and taken. */
export interface Flows {
  /** All that was told, in the base currency. */
  told: number;
  /** Brought or taken, and not told yet. */
  forgotten: number | undefined;
  counts: { told: number; forgotten: number; believed: number };
}

export const noFlows = (): Flows => ({
  told: 0,
  forgotten: undefined,
  counts: { told: 0, forgotten: 0, believed: 0 },
});

/** Brings or takes some money on some days, and mostly tells the desk. */
export async function moveMoney(world: World, flows: Flows, day: number): Promise<void> {
  const random = randomStream(`${world.scene.seed}/flow/${day}`);
  const chance = random.uniform();
  const last = (await world.desk.data.totalCapital.read("__global_capital", { last: 1 }))?.last;
  if (last === undefined || flows.forgotten !== undefined || chance >= 0.08) return;
  const forgets = chance < 0.02;
  const currency = forgets ? "USD" : ["USD", "EUR", "GBP"][random.below(3)]!;
  const share = forgets ? 0.15 : 0.005 + 0.02 * random.uniform();
  const sign = random.uniform() < 0.5 ? 1 : -1;
  const rate = await rateOf(world, currency);
  const amount = sign * Math.round((share * last.broker.toNumber()) / rate);
  for (const broker of [world.broker, world.truth]) {
    if (amount > 0) broker.deposit(amount, currency);
    else broker.withdraw(-amount, currency);
  }
  if (forgets) {
    flows.forgotten = amount;
    flows.counts.forgotten++;
  } else {
    flows.counts.told++;
    await tell(world, flows, amount * rate);
  }
}

/** Sees to a change of the account value that was not believed. */
export async function settleCapital(world: World, flows: Flows): Promise<void> {
  const outcome = world.outcomes.findLast(({ process }) => process === "updateTotalCapital");
  if (!outcome?.items.some(({ status }) => status === "refused")) return;
  world.clock.advance(60_000);
  if (flows.forgotten !== undefined) await tell(world, flows, flows.forgotten);
  flows.forgotten = undefined;
  world.clock.advance(60_000);
  const { status } = await updateTotalCapital(world.desk);
  if (status !== "attention") return;
  world.clock.advance(60_000);
  await updateCapitalNow(world.desk, { limit: Number.POSITIVE_INFINITY });
  await updateTotalCapital(world.desk);
  flows.counts.believed++;
}

async function tell({ desk, clock }: World, flows: Flows, amount: number): Promise<void> {
  clock.advance(1000);
  await adjustForFlow(desk, { amount });
  flows.told += amount;
}

/** Dollars for a unit, as the desk last knew. */
export async function rateOf({ desk }: World, currency: CurrencyCode): Promise<number> {
  if (currency === "USD") return 1;
  const rates = await desk.data.fxPrices.get(`${currency}USD`, { last: 20 });
  return rates.values.findLast((rate) => !Number.isNaN(rate))!;
}
