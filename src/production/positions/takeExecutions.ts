import type { Execution, ExecutionSource } from "../../broker/broker.js";
import { ContangoError } from "../../errors/contangoError.js";
import { cancellationId, unattributedFills } from "../../positions/cancelledFill.js";
import { sameTrade } from "../../positions/checkFill.js";
import type { Fill } from "../../positions/fill.js";
import { HOUR } from "../../time/civil.js";
import { formatTime } from "../../time/text.js";
import type { Desk } from "../desk.js";
import type { FailedItem, OutcomeItem } from "../outcome.js";
import { patiently } from "../prices/patiently.js";
import type { Work } from "../work.js";
import { type FillItem, fillText } from "./fillItem.js";
import { readNearFills } from "./nearFills.js";
import { pickUpStart } from "./pickUpStart.js";
import { prepareFill } from "./prepareFill.js";
import { readTraders, type Traders } from "./traders.js";
import { unattributedItem } from "./unattributed.js";
import { bookWeighed, weighFill } from "./weighFill.js";

/** So much may the broker's clock be ahead of ours. */
const AHEAD = HOUR;

/** What became of an execution of which no new fill was made. */
export interface ExecutionItem extends OutcomeItem {
  /** `completed`: its commission is known now; `differs`: the broker tells it otherwise than the books; `since`: nobody knows from when on to pick up. */
  readonly status: "completed" | "differs" | "since";
}

export type PickUpItem = FillItem | ExecutionItem;

export interface TakenExecutions {
  readonly items: readonly (PickUpItem | FailedItem)[];
  /** How many are in the books as the broker tells them. */
  readonly known: number;
  /** How many are of strategies whose fills are recorded by hand. */
  readonly byHand: number;
}

/**
 * Takes the executions of the broker into the books, each in a commit of its own, and lists what is attributed to no strategy.
 *
 * @param since epoch milliseconds UTC; default: a day before the last one that is recorded.
 * @throws ContangoError `BROKER_MISSING`; what the broker throws.
 */
export async function takeExecutions(work: Work, since?: number): Promise<TakenExecutions> {
  const { desk, signal, dryRun } = work;
  const source = executionSource(desk);
  const from = await pickUpStart(work, since);
  if (from === undefined) return { items: [START_UNKNOWN], known: 0, byHand: 0 };
  const traders = await readTraders(desk);
  const asked = await patiently(desk.clock, signal, () => source.executions(from, { signal }));
  const account = desk.config.get("broker_account");
  const fresh = new Map<string, Execution>();
  let known = 0;
  let byHand = 0;
  for (const execution of [...asked].sort((a, b) => a.time - b.time)) {
    if (account !== undefined && execution.account !== account) continue;
    const stored = await desk.data.fills.read(execution.id);
    if (stored !== undefined && (isSame(execution, stored) || (await isTakenBack(desk, stored)))) known++;
    else if (stored === undefined && isByHand(traders, execution)) byHand++;
    else fresh.set(execution.id, execution);
  }
  const items = await work.each(fresh.keys(), (id) => takeExecution(work, traders, fresh.get(id)!));
  const open = unattributedFills((await desk.data.fills.all({ strategy_name: "" })).values());
  const openIds = new Set(open.map(({ id }) => id));
  // What is open, new or not, is told of once and in the same words in every run; on a dry run what is new is not stored.
  const told = items.filter(({ name, status, severity }) =>
    openIds.has(name) ? severity !== "ok" && status !== "unattributed" : dryRun || status !== "unattributed",
  );
  const toldIds = new Set(told.map(({ name }) => name));
  const openItems: FillItem[] = [];
  for (const fill of open) {
    if (toldIds.has(fill.id)) continue;
    const { fills } = await readNearFills(desk, fill, [fill.time]);
    openItems.push(unattributedItem(desk, fill, fills, traders));
  }
  return { items: [...told, ...openItems], known, byHand };
}

function executionSource({ broker }: Desk): ExecutionSource {
  if (broker?.executions !== undefined) return broker.executions;
  throw new ContangoError(
    "BROKER_MISSING",
    "positions",
    "there is no broker to pick up fills from; open the desk with one, or record them with recordFill or importFills",
  );
}

const START_UNKNOWN: ExecutionItem = {
  name: "since",
  status: "since",
  severity: "attention",
  message:
    "there are positions, and no fill was ever picked up; say from when on the broker's executions are not yet in the positions: pickUpFills(desk, { since: … })",
};

/** True where the books hold an execution as the broker tells it. */
function isSame(execution: Execution, stored: Fill): boolean {
  const asBooked = { ...execution, contract: stored.contract };
  return (
    sameTrade(asBooked, stored) && (stored.commission !== undefined || execution.commission === undefined)
  );
}

/** True where a person took it back: what the broker tells of it since does not matter any more. */
const isTakenBack = async ({ data }: Desk, { id }: Fill): Promise<boolean> =>
  (await data.fills.read(cancellationId(id))) !== undefined;

/** True where a person records the fills of the strategy that an execution is of. */
function isByHand(traders: Traders, { instrument, reference }: Execution): boolean {
  const attribution = traders.attribute(instrument, reference);
  return attribution.status !== "unattributed" && traders.isByHand(attribution.strategy);
}

async function takeExecution(
  { desk, commit }: Work,
  traders: Traders,
  execution: Execution,
): Promise<PickUpItem> {
  const prepared = await prepareFill(desk, execution, {
    source: "broker",
    traders,
    addContract: true,
    latest: desk.clock.now() + AHEAD,
  });
  const { fill } = prepared;
  const near = await readNearFills(desk, fill, [fill.time]);
  const stored = await desk.data.fills.read(execution.id);
  if (stored !== undefined) return takeAgain({ desk, commit }, execution, stored);
  const weighed = weighFill(desk, prepared, near, traders);
  await bookWeighed({ desk, commit }, [weighed]);
  return weighed.item;
}

/** An execution that is recorded gets its commission; another change of it is for a person to judge. */
async function takeAgain(
  { desk, commit }: Pick<Work, "desk" | "commit">,
  execution: Execution,
  stored: Fill,
): Promise<PickUpItem> {
  const { id: name, commission, currency } = execution;
  // Another process was quicker.
  if (isSame(execution, stored)) {
    const message = `${fillText(desk, stored)} is recorded already`;
    return { name, status: "unchanged", severity: "ok", message, fill: stored };
  }
  const told = { ...stored, ...execution, contract: stored.contract };
  if (!sameTrade(told, stored)) {
    const when = formatTime(desk.wallTime(execution.time));
    const message = `the books have ${fillText(desk, stored)}, and the broker now tells ${execution.quantity} at ${execution.price}, ${when}; if the broker is right, take the fill back with cancelFill and record the other with recordFill`;
    return { name, status: "differs", severity: "attention", message };
  }
  await commit((batch) =>
    desk.data.fills.update(
      name,
      (fill) => fill && { ...fill, ...(commission === undefined ? {} : { commission }), currency },
      batch,
    ),
  );
  return {
    name,
    status: "completed",
    severity: "ok",
    message: `its commission is ${commission} ${currency}`,
  };
}
