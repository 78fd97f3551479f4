import type { InstrumentCode } from "../../instruments/codes.js";
import { optimalPositionAt } from "../../positions/optimalPositionFrame.js";
import { positionBuffer, tradeRequired } from "../../positions/requiredPosition.js";
import type { Desk } from "../desk.js";

/** Positions that strategies of `strategy_list` want in an instrument in which nothing is held, one sentence each, without its point. */
export async function wantedPositions(
  { data, config }: Desk,
  instrument: InstrumentCode,
): Promise<readonly string[]> {
  const strategies = new Set(Object.keys(config.get("strategy_list")));
  const wanted: string[] = [];
  for (const key of await data.optimalPositions.list()) {
    if (key.instrument !== instrument || !strategies.has(key.strategy)) continue;
    const history = await data.optimalPositions.read(key, { last: 1 });
    if (history === undefined || history.length === 0) continue;
    const optimal = optimalPositionAt(history);
    if (optimal.kind === "raw" || optimal.kind === "custom") continue;
    const trade = tradeRequired(positionBuffer(optimal, instrument), 0, instrument);
    if (trade !== 0) wanted.push(`strategy ${key.strategy} wants to hold ${trade}`);
  }
  return wanted;
}
