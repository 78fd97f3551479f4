import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, test } from "vitest";
import { seededRandom } from "../storage/composition/world.js";
import { bundle } from "./bundle.js";
import { type CompositionName, openFolder } from "./compositions.js";
import { type Fighter, startFighter } from "./leaseFighter.js";

const ORDERS = ["take", "take", "renew", "release", "commit", "commit"] as const;
const ROUNDS = 6;

/** What two processes did with one lease, as they said. */
interface Fight {
  readonly fences: number[];
  readonly commits: number[];
  kills: number;
}

function note(fight: Fight, answer: string): void {
  const [what, fence] = answer.split(" ");
  assert.ok(
    [
      "took",
      "mine",
      "renewed",
      "released",
      "committed",
      "none",
      "killed",
      "LEASE_HELD",
      "LEASE_LOST",
    ].includes(what!) || answer === "STORE_VERSION_CONFLICT",
    `unexpected answer ${answer}`,
  );
  if (what === "took") fight.fences.push(Number(fence));
  if (what === "committed") fight.commits.push(Number(fence));
}

/** One interleaving: both processes are told something at once, a few times over; now and then one is killed meanwhile. */
async function interleave(
  random: () => number,
  fighters: Fighter[],
  start: () => Promise<Fighter>,
  fight: Fight,
): Promise<void> {
  const pick = (): (typeof ORDERS)[number] => ORDERS[Math.floor(random() * ORDERS.length)]!;
  for (let round = 0; round < ROUNDS; round++) {
    const told = fighters.map((fighter) => fighter.tell(pick()));
    if (random() < 0.08) {
      await sleep(random() * 6);
      await fighters[random() < 0.5 ? 0 : 1]!.kill();
      fight.kills++;
    }
    for (const answer of await Promise.all(told)) note(fight, answer);
    const [dead, survivor] = fighters[0]!.alive ? [1, fighters[0]!] : [0, fighters[1]!];
    if (fighters[dead]!.alive) continue;
    const answer = await survivor.tell("take");
    note(fight, answer);
    assert.match(answer, /^(took|mine)/, "the lease of a killed process is taken over at once");
    fighters[dead] = await start();
  }
  const probed = await Promise.all(fighters.map((fighter) => fighter.tell("commit")));
  for (const answer of probed) note(fight, answer);
  const holders = probed.filter((answer) => answer.startsWith("committed"));
  assert.ok(holders.length <= 1, `two holders: ${probed.join(", ")}`);
}

/** Passes where fences only rose, and no commit came after one of a higher fence. */
async function check(composition: CompositionName, folder: string, fight: Fight): Promise<void> {
  assert.equal(new Set(fight.fences).size, fight.fences.length, "no fence was given twice");
  await using storage = await openFolder(composition, folder);
  const stored = await storage.series.read("capital", "fences");
  const committed = [...stored!.frame.floats("fence")];
  assert.deepEqual(
    committed,
    [...committed].sort((a, b) => a - b),
    "a stale fence committed",
  );
  for (const fence of new Set(fight.commits)) {
    const acknowledged = fight.commits.filter((each) => each === fence).length;
    const found = committed.filter((each) => each === fence).length;
    assert.ok(found >= acknowledged, `fence ${fence}: ${acknowledged} commits acknowledged, ${found} found`);
  }
  const last = await storage.records.get({ name: "last_fence", key: ["name"] }, { name: "last" });
  assert.equal(Number(last?.fence), committed.at(-1), "series and records were written together");
}

describe("two processes fight over a lease", () => {
  test.each([
    ["sqlite", 250],
    ["two sqlite files", 125],
    ["sqlite records and csv series", 125],
  ] as const)(
    "on %s: never two holders, never a commit of a stale fence, in %i interleavings",
    async (composition, interleavings) => {
      const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "contango-leases-"));
      await using program = await bundle("leaseChild");
      const folder = join(root, "desk");
      mkdirSync(folder);
      const start = (): Promise<Fighter> => startFighter(program.path, [composition, folder]);
      const fighters = [await start(), await start()];
      const fight: Fight = { fences: [], commits: [], kills: 0 };
      try {
        for (let seed = 1; seed <= interleavings; seed++) {
          await interleave(seededRandom(seed), fighters, start, fight);
        }
        await check(composition, folder, fight);
        assert.ok(fight.kills > 20 && fight.fences.length > 100 && fight.commits.length > 100);
        console.log(
          `${composition}: ${interleavings} interleavings, ${fight.kills} kills, ${fight.fences.length} fences, ${fight.commits.length} commits`,
        );
      } finally {
        for (const fighter of fighters) await fighter.kill();
        rmSync(root, { recursive: true, force: true });
      }
    },
  );
});
