/** A desk on a folder of CSV files, and nothing else. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configOf } from "../../../src/config/config.js";
import { openDesk } from "../../../src/desk/openDesk.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { runDay } from "../../../src/production/runDay.js";
import { setRollState } from "../../../src/production/setRollState.js";
import { status } from "../../../src/production/status.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { dumpOf } from "../../crash/processes/dump.js";
import { fill } from "../../production/support/contents.js";
import { brokerFor, COLLECTED, deskWith, due, NOW } from "../../production/support/dueDesk.js";
import { scratchFolders } from "../composition/scratch.js";

const newFolder = scratchFolders();

/** What the desk on a storage does in a night. */
async function night(storage: Awaited<ReturnType<typeof openStorage>>, folder: string): Promise<TestDesk> {
  const { contents, broker } = await due();
  await fill(storage, contents);
  const clock = fixedClock(NOW);
  const config = { csv_backup_directory: join(folder, "backups"), echo_directory: "/nowhere/echos" };
  const desk = await deskWith({ storage, clock, broker: brokerFor(clock, broker), config });
  const outcomes = await runDay(desk);
  expect(outcomes.filter((outcome) => outcome.status === "failed")).toEqual([]);
  const { items } = await recordFill(desk, {
    instrument: COLLECTED,
    contract: "20230900",
    quantity: -1,
    price: 100,
    time: "2023-06-05 15:00",
    strategy: "slow",
  });
  expect(items[0]?.severity).toBe("ok");
  await setRollState(desk, { instrument: COLLECTED, state: "Passive" });
  return desk;
}

describe("a desk on CSV files alone", () => {
  test("goes through a night as one in memory does, and finds everything again", async () => {
    const root = newFolder();
    const csv = join(root, "desk");
    const inMemory = await openStorage(memoryEngine());
    await night(inMemory, newFolder());
    const desk = await night(await openStorage(openCsv(csv)), root);
    const told = String(await status(desk));
    await desk.close();

    await using again = await openStorage(openCsv(csv));
    expect(await dumpOf(again)).toEqual(await dumpOf(inMemory));
    await using reopened = await deskWith({ storage: again, clock: fixedClock(NOW) });
    expect(String(await status(reopened))).toBe(told);
    expect(await readFile(join(csv, "fills/fills.csv"), "utf8")).toContain(
      `,${COLLECTED},20230900,slow,-1,100,`,
    );
    expect(await readFile(join(csv, "roll_state/roll_state.csv"), "utf8")).toContain(
      `${COLLECTED},Passive\n`,
    );
    expect(await readdir(join(csv, "contracts_data"))).toContain(`${COLLECTED}.csv`);
    expect((await readdir(csv)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("keeps its log and its time zone", async () => {
    const folder = newFolder();
    for (const now of ["2024-03-28 21:00", "2024-03-29 21:00"]) {
      await using desk = await openDesk({
        storage: openCsv(folder),
        clock: fixedClock(now),
        config: configOf({ timezone: "UTC" }),
      });
      desk.log.msg(`it is ${now}`);
    }
    const log = await readFile(join(folder, "records/contango_logs.jsonl"), "utf8");
    expect(log).toMatch(/it is 2024-03-28.*\n.*it is 2024-03-29/);
    const config = configOf({ timezone: "Asia/Tokyo" });
    await assertRejects(openDesk({ storage: openCsv(folder), config }), "TIME_ZONE");
  });
});
