import { contractKey } from "../../contracts/contractKey.js";
import { cancellation } from "../../positions/cancelledFill.js";
import { type Fill, nobodysFill } from "../../positions/fill.js";
import { matchFill } from "../../positions/matchFill.js";
import type { Desk } from "../desk.js";
import type { Work } from "../work.js";
import { type Booking, bookFills } from "./bookFills.js";
import { bookedItem, type FillItem, fillText, settleFill } from "./fillItem.js";
import { type NearFills, requireNoneSince } from "./nearFills.js";
import type { PreparedFill } from "./prepareFill.js";
import type { Traders } from "./traders.js";
import { unattributedItem } from "./unattributed.js";

/** A fill that was told, held against what the books have already. */
export interface WeighedFill {
  readonly booking: Booking;
  /** Fills that a person has to see to no longer. */
  readonly settled: readonly Fill[];
  readonly item: FillItem;
  /** What it was held against. */
  readonly near: NearFills;
}

/**
 * Decides what is booked for a fill. Where the other side, a person or the broker, told the same trade before, the broker's stands
 * and the person's gives way to it, whichever came first. Where only a person can say whether it is the same, it is
 * booked for no strategy, and so listed until one does.
 */
export function weighFill(
  desk: Pick<Desk, "wallTime">,
  prepared: PreparedFill,
  near: NearFills,
  traders: Traders,
): WeighedFill {
  const { fill } = prepared;
  const tradedByHand = traders.of(fill.instrument).some(traders.isByHand);
  const match = matchFill(fill, near.fills, { ...traders, tradedByHand });
  if (match.status === "same") {
    const sameAs = fill.source === "broker" ? toldByHandBefore : toldByBrokerBefore;
    return { ...sameAs(desk, prepared, match.other, near, traders), near };
  }
  const booked = match.status === "doubtful" ? nobodysFill(fill) : fill;
  const item =
    booked.strategy === undefined
      ? unattributedItem(desk, booked, near.fills, traders)
      : bookedItem(desk, prepared);
  return { booking: { added: [booked], contracts: contractsOf(prepared) }, settled: [], item, near };
}

type Decision = Omit<WeighedFill, "near">;

function toldByHandBefore(
  desk: Pick<Desk, "wallTime">,
  prepared: PreparedFill,
  byHand: Fill,
  near: NearFills,
  traders: Traders,
): Decision {
  const strategy = byHand.strategy ?? prepared.fill.strategy;
  const fill: Fill = { ...prepared.fill, ...(strategy === undefined ? {} : { strategy }) };
  const { id: name } = fill;
  const how = byHand.source === "csv" ? "recorded from a file" : "recorded by hand";
  const message = `${fillText(desk, fill)}, for ${strategy}: it was ${how} as "${byHand.id}", which gives way to it`;
  const others = near.fills.filter((one) => one !== byHand);
  return {
    booking: {
      added: [cancellation(byHand), fill],
      changed: [{ before: byHand, after: { ...byHand, execution: name } }],
      contracts: contractsOf(prepared),
    },
    settled: [byHand],
    item:
      strategy === undefined
        ? unattributedItem(desk, fill, others, traders)
        : { name, status: "matched", severity: "ok", message, fill },
  };
}

function toldByBrokerBefore(
  desk: Pick<Desk, "wallTime">,
  { fill, attribution }: PreparedFill,
  execution: Fill,
  near: NearFills,
  traders: Traders,
): Decision {
  const byHand: Fill = { ...fill, execution: execution.id };
  const isNews = execution.strategy === undefined && attribution.status === "labelled";
  const now: Fill = isNews ? { ...execution, strategy: attribution.strategy } : execution;
  const what = `is the broker's "${execution.id}", ${isNews ? "which was attributed to no strategy" : "which is in the books"}`;
  const message = `${fillText(desk, fill)} ${what}${now.strategy === undefined ? "" : `, and of ${now.strategy}`}`;
  return {
    booking: {
      added: [byHand, cancellation(byHand)],
      changed: isNews ? [{ before: execution, after: now }] : [],
    },
    settled: isNews ? [execution] : [],
    item:
      now.strategy === undefined
        ? unattributedItem(desk, now, near.fills, traders)
        : {
            name: fill.id,
            status: isNews ? "matched" : "unchanged",
            severity: "ok",
            message,
            fill: now,
          },
  };
}

const contractsOf = ({ contract }: PreparedFill) => (contract === undefined ? [] : [contract]);

/**
 * Books what was decided of fills, all in one commit.
 *
 * @throws ContangoError `STORE_VERSION_CONFLICT` (retryable) where a fill of one of their contracts was booked since, or one that
 * they are the same as was changed.
 */
export async function bookWeighed(
  { desk, commit }: Pick<Work, "desk" | "commit">,
  weighed: readonly WeighedFill[],
): Promise<void> {
  const bookings = weighed.map(({ booking }) => booking);
  const booking: Booking = {
    added: bookings.flatMap(({ added }) => added),
    changed: bookings.flatMap(({ changed = [] }) => changed),
    contracts: bookings.flatMap(({ contracts = [] }) => contracts),
  };
  await commit(async (batch) => {
    await bookFills(desk, booking, batch);
    for (const { settled } of weighed) for (const fill of settled) settleFill(batch, fill);
    const byContract = new Map(
      weighed.map(({ near }) => [contractKey(near.instrument, near.contract), near]),
    );
    for (const near of byContract.values()) await requireNoneSince(desk, near);
  });
}
