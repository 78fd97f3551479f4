import { ContangoError } from "../errors/contangoError.js";
import { cancellation, cancellationId, cancelledId } from "../positions/cancelledFill.js";
import { bookFills } from "./positions/bookFills.js";
import { type FillItem, fillText, settleFill } from "./positions/fillItem.js";
import { readFill } from "./positions/readFill.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import type { Work } from "./work.js";

export interface CancelFillOptions extends ProcessOptions {
  readonly id?: string;
}

/**
 * Takes a fill back that never was, or was otherwise: books the opposite at the same time, so that positions are as if it had
 * not been. Both stay on record, so that the same execution of the broker is not taken a second time. Taken back again, it
 * changes nothing.
 *
 * @throws ContangoError `PROCESS_OPTION` without an id; `FILL` where there is no such fill, or it is itself an entry that takes
 * one back.
 * @example
 * await cancelFill(desk, { id: "0000e0d5.65fd1a2c.01.01" });
 */
export const cancelFill = defineProcess<FillItem, CancelFillOptions>({
  name: "cancelFill",
  title: "Fill",
  byHand: true,
  options: ["id"],
  reads: ["fills", "contractPositions", "strategyPositions"],
  writes: ["fills", "contractPositions", "strategyPositions"],
  run: async (work, { id }) => {
    if (id === undefined) {
      throw new ContangoError(
        "PROCESS_OPTION",
        "positions",
        "cancelFill needs a fill; call it as cancelFill(desk, { id })",
      );
    }
    return { items: [await repeatOnConflict(() => cancel(work, id))] };
  },
});

async function cancel({ desk, commit }: Work, id: string): Promise<FillItem> {
  const fill = await readFill(desk.data, id);
  if (cancelledId(id) !== undefined) {
    throw new ContangoError(
      "FILL",
      "positions",
      `"${id}" takes a fill back and cannot be taken back itself; record the fill again under an id of its own`,
      { details: { fill: id } },
    );
  }
  const stored = await desk.data.fills.read(cancellationId(id));
  const item = { name: id, severity: "ok" } as const;
  if (stored !== undefined) {
    const what =
      fill.execution === undefined
        ? "was taken back before"
        : `gave way to the broker's "${fill.execution}"; take that back if it never was`;
    return {
      ...item,
      status: "unchanged",
      message: `${fillText(desk, fill)} ${what}`,
      fill: stored,
    };
  }
  const opposite = cancellation(fill);
  await commit(async (batch) => {
    await bookFills(desk, { added: [opposite], changed: [{ before: fill, after: fill }] }, batch);
    settleFill(batch, fill);
  });
  return { ...item, status: "recorded", message: `${fillText(desk, fill)} is taken back`, fill: opposite };
}
