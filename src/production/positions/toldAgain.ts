import { ContangoError } from "../../errors/contangoError.js";
import type { StrategyName } from "../../instruments/codes.js";
import { cancellationId } from "../../positions/cancelledFill.js";
import { sameTrade } from "../../positions/checkFill.js";
import type { Fill } from "../../positions/fill.js";
import type { Desk } from "../desk.js";
import { type FillItem, fillText } from "./fillItem.js";
import { readNearFills } from "./nearFills.js";
import type { Traders } from "./traders.js";
import { unattributedItem } from "./unattributed.js";

/**
 * The item of a fill that a person tells and that is in the books already; nothing is changed.
 *
 * @param strategy whose it was told to be.
 * @throws ContangoError `FILL` where another trade is recorded under its id, or the same for another strategy.
 */
export async function toldAgain(
  desk: Pick<Desk, "data" | "storage" | "wallTime">,
  fill: Fill,
  stored: Fill,
  strategy: StrategyName | undefined,
  traders: Traders,
): Promise<FillItem> {
  const text = fillText(desk, stored);
  const refuse = (what: string): ContangoError =>
    new ContangoError("FILL", "positions", `${fillText(desk, fill)}: ${what}`, {
      details: { fill: fill.id, field: "id" },
    });
  if (!sameTrade(fill, stored)) throw refuse(`another fill is recorded under the id "${fill.id}": ${text}`);
  if (strategy !== undefined && stored.strategy !== undefined && strategy !== stored.strategy) {
    throw refuse(
      `it is recorded already, for strategy "${stored.strategy}"; if this is another trade, give it an id of its own, else say whose it is with attributeFill`,
    );
  }
  const item = { name: fill.id, status: "unchanged", severity: "ok", fill: stored } as const;
  if (stored.execution !== undefined)
    return { ...item, message: `${text} is recorded already, as the broker's "${stored.execution}"` };
  if ((await desk.data.fills.read(cancellationId(fill.id))) !== undefined) {
    const message = `${text} was taken back; if it was done after all, record it under an id of its own`;
    return { ...item, message };
  }
  if (stored.strategy === undefined) {
    const { fills } = await readNearFills(desk, stored, [stored.time]);
    return unattributedItem(desk, stored, fills, traders);
  }
  return { ...item, message: `${text} is recorded already; another one like it needs an id of its own` };
}
