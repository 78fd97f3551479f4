import { type Desk, optimalPositionAt, positionBreaks } from "contango";
import { say, table } from "../print.js";

/** What each strategy holds beside what it wants, and which contracts that is. */
export async function printPositions(desk: Desk): Promise<void> {
  const { strategyPositions, optimalPositions, contractPositions, fills } = desk.data;
  const leftAlone = desk.config.get("stale_instruments");
  const rows = [];
  for (const key of await optimalPositions.list()) {
    const optimal = optimalPositionAt(await optimalPositions.get(key, { last: 1 }));
    if (optimal.kind !== "buffered" || leftAlone.includes(key.instrument)) continue;
    const held = await strategyPositions.read(key, { last: 1 });
    rows.push({
      strategy: key.strategy,
      instrument: key.instrument,
      held: held?.at(-1) ?? 0,
      "lower buffer": optimal.lower,
      "upper buffer": optimal.upper,
      contract: optimal.referenceContract,
      price: optimal.referencePrice,
    });
  }
  table(rows, { "lower buffer": 2, "upper buffer": 2 });
  const contracts = [];
  for (const key of await contractPositions.list()) {
    const position = (await contractPositions.get(key, { last: 1 })).at(-1);
    if (position !== 0) contracts.push(`${position} ${key.instrument}/${key.contract}`);
  }
  say(`  Contracts: ${contracts.join(", ") || "none"}.`);
  const all = [...(await fills.all()).values()];
  const byHand = all.filter(({ source }) => source === "hand").length;
  say(`  Fills: ${all.length - byHand} picked up from the broker, ${byHand} recorded by hand.`);
  const { message } = await positionBreaks(desk);
  say(`  Books and broker: ${message}.`);
}
