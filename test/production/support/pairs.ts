import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { brokerFor, deskWith, due, NOW } from "./dueDesk.js";
import { inMemory } from "./together.js";
import { WORKS } from "./works.js";

/** The desk's own records, and what is only ever added to, under ids of its own. */
const ASIDE: ReadonlySet<string> = new Set([...HOUSEKEEPING, "audit"]);

/** What a work reads and writes when it is done alone. */
async function touchedBy(name: string) {
  const { storage, reads, writes } = recordingStorage(await openStorage(await (await inMemory()).open()));
  const clock = fixedClock(NOW);
  const broker = brokerFor(clock, (await due()).broker);
  await using desk = await deskWith({ storage, clock, broker });
  await WORKS[name]!(desk);
  const data = (touched: ReadonlySet<string>) => [...touched].filter((each) => !ASIDE.has(each));
  return { reads: data(reads), writes: new Set(data(writes)) };
}

/** Works of which one writes what the other reads or writes, and each with itself. */
export async function pairsThatMeet(): Promise<readonly (readonly [string, string])[]> {
  const names = Object.keys(WORKS);
  const touched = new Map<string, Awaited<ReturnType<typeof touchedBy>>>();
  for (const name of names) touched.set(name, await touchedBy(name));
  const meet = (a: string, b: string): boolean => {
    const { writes } = touched.get(a)!;
    const other = touched.get(b)!;
    return [...other.reads, ...other.writes].some((each) => writes.has(each));
  };
  return names.flatMap((a, place) =>
    names
      .slice(place)
      .filter((b) => a === b || meet(a, b) || meet(b, a))
      .map((b) => [a, b] as const),
  );
}
