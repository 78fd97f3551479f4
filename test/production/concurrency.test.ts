/**
 * Two at work at once on one store, of one kind or of two, processes and what a person does meanwhile: one does nothing, or both
 * end as if one had come after the other. Every call to the store is a step, and the seed says whose step comes next.
 */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import { pairsThatMeet } from "./support/pairs.js";
import { outOfOrder } from "./support/serial.js";
import { atOnce, filesIn, inMemory, inTurn, type SharedStore } from "./support/together.js";
import { WORKS } from "./support/works.js";

const LEAST = 500;
/** Interleavings of each pair in memory; in a file, one of every so many pairs. */
const SEEDS = 4;
const IN_FILES = 3;

type Pair = readonly [string, string];

/**
 * The one tool that commits in steps which another's reading may fall between, here contract by contract: what was read of the
 * first and not of the second is made good when the process runs again.
 */
const IN_STEPS: Readonly<Record<string, string>> = {
  "updateMultipleAdjustedPrices, checkPrices": "updateMultipleAdjustedPrices",
};

/** How a work may end only beside another: a person is told that what was looked at is another by now, or no longer there. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  "checkPrices, removeInstrument": ["attention", "failed"],
  "rollInstrument, undoRoll": ["ROLL_UNDO"],
};

let played = 0;

/** Plays interleavings of two works, and compares each with what comes of one after the other. */
async function play(pair: Pair, seeds: readonly number[], store: () => Promise<SharedStore>): Promise<void> {
  const name = pair.join(", ");
  const works = pair.map((each) => WORKS[each]!);
  const [a, b] = works as [(typeof works)[0], (typeof works)[0]];
  const then = IN_STEPS[name] === undefined ? [] : [WORKS[IN_STEPS[name]]!];
  const orders = [[a, b], ...(a === b ? [] : [[b, a]])];
  const inOrder = await Promise.all(orders.map((order) => inTurn([...order, ...then])));
  const [first, second = first] = inOrder;
  const inTurnOr = (...statuses: string[]) => [...statuses, "unchanged", "running", ...(BESIDE[name] ?? [])];
  const known = [
    inTurnOr(first!.statuses[0]!, second!.statuses[1]!),
    inTurnOr(first!.statuses[1]!, second!.statuses[0]!),
  ];
  let steps: readonly number[] = [60, 60];
  for (const seed of seeds) {
    played++;
    const ended = await atOnce(await store(), works, { seed, steps, then });
    steps = ended.steps;
    const where = `${name}, seed ${seed}: ended ${ended.statuses.join(" and ")}`;
    assert.ok(
      ended.statuses.every((status, place) => known[place]!.includes(status)),
      `${where}, and not ${known.map((each) => each.join(" or ")).join(" and ")}`,
    );
    const ran = works.filter((_, place) => ended.statuses[place] !== "running");
    assert.ok(ran.length > 0, `${where}: neither ran`);
    const wanted = ran.length === 1 ? [await inTurn([...ran, ...then])] : inOrder;
    const wrong = outOfOrder(
      ended.lines,
      wanted.map(({ lines }) => lines),
    );
    assert.ok(wrong.length === 0, `${where}, which no order gives:\n${wrong.join("\n")}`);
  }
}

const pairs = await pairsThatMeet();
const seedsOf = (place: number): readonly number[] =>
  Array.from({ length: SEEDS }, (_, count) => place * SEEDS + count + 1);

describe("two at once in memory end as one after the other", () => {
  it.each(pairs.map(([a, b], place) => [a, b, place] as const))("%s and %s", async (a, b, place) => {
    await play([a, b], seedsOf(place), inMemory);
  });
});

describe("two at once over one file, each with a connection of its own, end as one after the other", async () => {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "contango-at-once-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const store = await filesIn(folder);
  const some = pairs
    .map(([a, b], place) => [a, b, place] as const)
    .filter((_, place) => place % IN_FILES === 0);
  it.each(some)("%s and %s", async (a, b, place) => {
    await play([a, b], seedsOf(place).slice(0, 1), store);
  });
});

afterAll(() => {
  console.log(`two at once: ${played} interleavings of ${pairs.length} pairs`);
  assert.ok(played >= LEAST, `only ${played}`);
});
