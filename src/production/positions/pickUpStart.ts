import { COLLECTIONS } from "../../storage/libraries.js";
import { fillOf } from "../../storage/repositories/fills.js";
import { DAY } from "../../time/civil.js";
import type { Desk } from "../desk.js";
import type { Work } from "../work.js";

/** Executions are asked for from so long before the last one that is recorded, as brokers report some late. */
const OVERLAP = DAY;

const NAME = "fills picked up";

/**
 * From when on to ask the broker for executions, epoch milliseconds UTC: a day before the last one that is recorded, and never
 * before the first moment that pick-ups began with, as what was executed before is in the positions. Undefined where that is
 * not known: there are positions, and nothing was ever picked up.
 *
 * @param since what the caller says; it is remembered where it is the earliest.
 */
export async function pickUpStart(work: Work, since: number | undefined): Promise<number | undefined> {
  const { desk } = work;
  const begun = await readBegun(desk);
  const first = since ?? begun ?? (await startOfNewBooks(desk));
  if (first === undefined) return undefined;
  if (begun === undefined || first < begun) {
    await work.commit((batch) => batch.putRecord(COLLECTIONS.desk, { name: NAME, since: new Date(first) }));
  }
  if (since !== undefined) return since;
  const last = await lastPickedUp(desk);
  return last === undefined ? first : Math.max(first, last - OVERLAP);
}

async function readBegun({ storage }: Desk): Promise<number | undefined> {
  const document = await storage.records.get(COLLECTIONS.desk, { name: NAME });
  return document?.since instanceof Date ? document.since.getTime() : undefined;
}

async function startOfNewBooks({ data, clock }: Desk): Promise<number | undefined> {
  return (await data.contractPositions.list()).length === 0 ? clock.now() - OVERLAP : undefined;
}

async function lastPickedUp({ storage }: Desk): Promise<number | undefined> {
  const { documents } = await storage.records.find(COLLECTIONS.fills, {
    equals: { source: "broker" },
    sort: { field: "time", descending: true },
    limit: 1,
  });
  return documents[0] && fillOf(documents[0]).time;
}
