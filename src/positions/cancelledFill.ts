import type { Fill } from "./fill.js";

const CANCELS = "cancel ";

/** The id of the entry that takes a fill back. */
export const cancellationId = (id: string): string => `${CANCELS}${id}`;

/** The id of the fill that an entry takes back; undefined for any other fill. */
export const cancelledId = (id: string): string | undefined =>
  id.startsWith(CANCELS) ? id.slice(CANCELS.length) : undefined;

/**
 * The entry that takes a fill back: the opposite at the same time, price and cost. The fill itself stays, so that it can be
 * seen what happened, and the broker's execution is not recorded a second time.
 */
export function cancellation({ execution: _, ...fill }: Fill): Fill {
  return {
    ...fill,
    id: cancellationId(fill.id),
    quantity: -fill.quantity,
    ...(fill.commission === undefined ? {} : { commission: -fill.commission }),
    source: "hand",
  };
}

/** Fills that nobody has been found for: neither attributed nor taken back. */
export function unattributedFills(fills: Iterable<Fill>): readonly Fill[] {
  const open = [...fills].filter(({ strategy }) => strategy === undefined);
  const ids = new Set(open.map(({ id }) => id));
  return open.filter(({ id }) => cancelledId(id) === undefined && !ids.has(cancellationId(id)));
}
