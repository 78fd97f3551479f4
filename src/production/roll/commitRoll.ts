import { ContangoError } from "../../errors/contangoError.js";
import { frameDifference } from "../../rolls/frameDifference.js";
import { type RollPlan, stitched } from "../../rolls/planRoll.js";
import type { RollStep } from "../../rolls/rollSeveralTimes.js";
import { FIRST_ROLL_STATE, type RollState } from "../../rolls/rollState.js";
import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import { frameChecksum } from "../../storage/checksum.js";
import { LIBRARIES } from "../../storage/libraries.js";
import type { RecordDocument } from "../../storage/recordStore.js";
import type { Batch } from "../../storage/storage.js";
import { formatTime } from "../../time/text.js";
import { putAudit } from "../audit.js";
import type { Desk } from "../desk.js";
import { changed } from "../prices/storedSeries.js";
import { differenceDocument } from "./differenceDocument.js";
import { type PreparedRoll, requireFlat, rolledVersions } from "./prepareRoll.js";

/** The state after prices were rolled. */
const ROLLED: RollState = "No_Roll";

/**
 * Collects all that a roll writes: multiple and adjusted prices, the roll calendar, the roll state, and an audit entry from
 * which it can be undone. Committing it fails with `STORE_VERSION_CONFLICT`, and writes nothing, where the prices, the calendar
 * or the state have changed since it was prepared.
 *
 * @throws ContangoError `ROLL_STATE` where a position came meanwhile in a contract that would be left.
 */
export async function writeRoll(
  batch: Batch,
  { data, clock }: Pick<Desk, "data" | "clock">,
  { instrument, plan, state, left, versions }: PreparedRoll,
  tool: string,
): Promise<void> {
  const { multiple, adjusted, calendar } = plan.after;
  await requireFlat(data, instrument, left);
  batch.writeSeries(LIBRARIES.multiplePrices, instrument, multiple, versions.multiple);
  await data.adjustedPrices.update(instrument, () => adjusted, batch);
  if (calendar !== undefined) await data.rollCalendars.update(instrument, () => calendar, batch);
  const now = await rolledVersions(data, instrument);
  if (now.adjusted !== versions.adjusted || now.calendar !== versions.calendar) throw changed(instrument);
  await data.rollStates.update(instrument, (now) => rolledFrom(now, state, instrument), batch);
  const message = `rolled ${rollMessage(plan.steps)}`;
  putAudit(batch, {
    time: clock.now(),
    tool,
    action: "roll",
    item: instrument,
    message,
    details: rollDetails(plan, state, instrument),
  });
}

function rolledFrom(now: RollState | undefined, prepared: RollState, instrument: string): RollState {
  if ((now ?? FIRST_ROLL_STATE) === prepared) return ROLLED;
  throw new ContangoError(
    "STORE_VERSION_CONFLICT",
    "rolls",
    `the roll state of ${instrument} became ${now} while the roll was looked at; look again`,
    { details: { instrument, prepared, now }, retryable: true },
  );
}

/** `20241200 to 20251200 at 2024-10-16 23:00:00, gap 12.5`. */
export function rollMessage(steps: readonly RollStep[]): string {
  const each = steps.map(
    ({ from, price, time, gap, inferred }) =>
      `${from} to ${price} at ${formatTime(time)}, gap ${Number(gap.toPrecision(6))}${inferred.length === 0 ? "" : ` (${inferred.join(" and ")} inferred)`}`,
  );
  return each.join("; ");
}

/** An adjusted series as a frame, to be compared with another. */
export const adjustedFrame = (adjusted: Series): Frame =>
  new Frame(adjusted.time, { price: floatColumn(adjusted.values) });

/** Adjusted prices stitched from multiple prices as a frame; without rows where they cannot be stitched. */
export function stitchedFrame(multiple: Frame, instrument: string): Frame {
  try {
    return adjustedFrame(stitched(multiple, instrument));
  } catch (error) {
    if (error instanceof ContangoError) return new Frame(new Float64Array(0), {});
    throw error;
  }
}

/** What was rolled, and what it takes to go back: the old multiple prices from the new, the old adjusted from the old multiple. */
function rollDetails(
  { before, after, steps }: RollPlan,
  state: RollState,
  instrument: string,
): RecordDocument {
  const { multiple, adjusted, calendar } = before;
  const kept = multiple.select(after.multiple.names);
  return {
    rolls: steps.map(({ from, price, forward, carry, time, gap }) => ({
      from,
      price,
      forward,
      carry,
      time: formatTime(time),
      gap,
    })),
    state,
    result: {
      multiple: frameChecksum(after.multiple),
      adjusted: frameChecksum(adjustedFrame(after.adjusted)),
    },
    undo: {
      multiple: differenceDocument(frameDifference(after.multiple, kept)),
      adjusted:
        adjusted === undefined
          ? null
          : differenceDocument(frameDifference(stitchedFrame(kept, instrument), adjustedFrame(adjusted))),
      calendar:
        calendar === undefined || after.calendar === undefined
          ? null
          : differenceDocument(frameDifference(after.calendar, calendar)),
    },
  };
}
