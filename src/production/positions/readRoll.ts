import type { InstrumentCode } from "../../instruments/codes.js";
import type { RollPosition } from "../../positions/contractsToTrade.js";
import { lastPosition } from "../../positions/positionHistory.js";
import { multiplePrices } from "../../prices/multiplePrices.js";
import type { RollState } from "../../rolls/rollState.js";
import type { Desk } from "../desk.js";

/** How many of the last rows are looked at for prices of both contracts at the same time. */
const ROWS = 30;

/** A roll, and what its contracts differ by. */
export interface PricedRoll extends RollPosition {
  /** Price of the forward contract less that of the priced one, when both last had one; NaN where they never had. */
  readonly difference: number;
}

/** What the roll of an instrument has come to. Undefined where the multiple prices do not name both contracts. */
export async function readRoll(
  { data }: Pick<Desk, "data">,
  instrument: InstrumentCode,
  state: RollState,
): Promise<PricedRoll | undefined> {
  const frame = await data.multiplePrices.read(instrument, { last: ROWS });
  if (frame === undefined || frame.length === 0) return undefined;
  const prices = multiplePrices(frame);
  const labelAt = (column: "PRICE_CONTRACT" | "FORWARD_CONTRACT", row: number): string | undefined =>
    prices[column].dictionary[prices[column].values[row]!];
  const last = frame.length - 1;
  const [priced, forward] = [labelAt("PRICE_CONTRACT", last), labelAt("FORWARD_CONTRACT", last)];
  if (priced === undefined || forward === undefined) return undefined;
  let difference = Number.NaN;
  for (let row = last; row >= 0 && Number.isNaN(difference); row--) {
    if (labelAt("PRICE_CONTRACT", row) !== priced || labelAt("FORWARD_CONTRACT", row) !== forward) break;
    difference = prices.FORWARD[row]! - prices.PRICE[row]!;
  }
  const key = { instrument, contract: priced };
  const pricedPosition = lastPosition(await data.contractPositions.read(key, { last: 1 }));
  return { state, priced, forward, pricedPosition, difference };
}
