import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import type { StrategyName } from "../instruments/codes.js";
import { cancellationId, cancelledId } from "../positions/cancelledFill.js";
import type { Fill } from "../positions/fill.js";
import type { Desk } from "./desk.js";
import { bookFills } from "./positions/bookFills.js";
import { type FillItem, fillText, settleFill } from "./positions/fillItem.js";
import { readFill } from "./positions/readFill.js";
import { readTraders } from "./positions/traders.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import type { Work } from "./work.js";

export interface AttributeFillOptions extends ProcessOptions {
  readonly id?: string;
  readonly strategy?: StrategyName;
}

/**
 * Says whose a fill is: moves it from the strategy that it was attributed to, if there was one, to another, and their positions
 * with it, as of the time of the fill.
 *
 * @throws ContangoError `PROCESS_OPTION` without an id or a strategy; `FILL` where there is no such fill or strategy, or the
 * fill was taken back.
 * @example
 * await attributeFill(desk, { id: "0000e0d5.65fd1a2c.01.01", strategy: "trend" });
 */
export const attributeFill = defineProcess<FillItem, AttributeFillOptions>({
  name: "attributeFill",
  title: "Fill",
  byHand: true,
  options: ["id", "strategy"],
  reads: ["fills", "strategyPositions", "optimalPositions"],
  writes: ["fills", "strategyPositions"],
  run: async (work, { id, strategy }) => {
    if (id === undefined || strategy === undefined) {
      throw new ContangoError(
        "PROCESS_OPTION",
        "positions",
        "attributeFill needs a fill and a strategy; call it as attributeFill(desk, { id, strategy })",
      );
    }
    await requireStrategy(work.desk, strategy);
    return { items: [await repeatOnConflict(() => attribute(work, id, strategy))] };
  },
});

async function requireStrategy(desk: Desk, strategy: StrategyName): Promise<void> {
  const { strategies, isKnown } = await readTraders(desk);
  if (isKnown(strategy)) return;
  throw new ContangoError(
    "FILL",
    "positions",
    `there is no strategy "${strategy}"${didYouMean(strategy, strategies)} in strategy_list; name one of ${strategies.join(", ")}`,
    { details: { strategy } },
  );
}

async function attribute({ desk, commit }: Work, id: string, strategy: StrategyName): Promise<FillItem> {
  const fill = await readFill(desk.data, id);
  const item = { name: id, severity: "ok" } as const;
  if (fill.strategy === strategy) {
    return {
      ...item,
      status: "unchanged",
      message: `${fillText(desk, fill)} is of ${strategy} already`,
      fill,
    };
  }
  if (cancelledId(id) !== undefined || (await desk.data.fills.read(cancellationId(id))) !== undefined) {
    throw new ContangoError(
      "FILL",
      "positions",
      `${fillText(desk, fill)}: it ${fill.execution === undefined ? "was taken back, and is nobody's" : `gave way to the broker's "${fill.execution}"; say whose that is`}`,
      {
        details: { fill: id },
      },
    );
  }
  const attributed: Fill = { ...fill, strategy };
  await commit(async (batch) => {
    await bookFills(desk, { added: [], changed: [{ before: fill, after: attributed }] }, batch);
    settleFill(batch, fill);
  });
  const before = fill.strategy === undefined ? "" : `, no longer of ${fill.strategy}`;
  return {
    ...item,
    status: "recorded",
    message: `${fillText(desk, fill)} is of ${strategy}${before}`,
    fill: attributed,
  };
}
