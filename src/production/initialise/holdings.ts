import type { InstrumentCode } from "../../instruments/codes.js";
import type { Repositories } from "../../storage/repositories/repositories.js";

/** Positions that are held in an instrument, one sentence each, without its point. */
export async function holdings(data: Repositories, instrument: InstrumentCode): Promise<readonly string[]> {
  const held: string[] = [];
  for (const key of await data.contractPositions.list()) {
    if (key.instrument !== instrument) continue;
    const position = (await data.contractPositions.read(key, { last: 1 }))?.at(-1) ?? 0;
    if (position !== 0) held.push(`${position} of ${instrument}/${key.contract} are held`);
  }
  for (const key of await data.strategyPositions.list()) {
    if (key.instrument !== instrument) continue;
    const position = (await data.strategyPositions.read(key, { last: 1 }))?.at(-1) ?? 0;
    if (position !== 0) held.push(`strategy ${key.strategy} holds ${position}`);
  }
  return held;
}
