import { describe, expect, test } from "vitest";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import type { Desk } from "../../../src/production/desk.js";
import { restoreFromCsv } from "../../../src/production/restoreFromCsv.js";
import { series } from "../../../src/series/construct.js";
import { csvBackup } from "../../../src/storage/csv/csvBackup.js";
import { type FaultyFiles, faultyFiles } from "../../../src/testing/faultyFiles.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { contentsOf, fillDesk } from "./stores.js";

const dataFiles = (disk: FaultyFiles): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...disk.contents()]
      .filter(([path]) => path.startsWith("/backup/") && !path.endsWith(".jsonl"))
      .map(([path, bytes]) => [path, Buffer.from(bytes).toString()])
      .sort(),
  );

async function changeDesk({ data }: Desk): Promise<void> {
  await data.fxPrices.append("GBPUSD", series(["2024-03-29 23:00"], [1.2641]));
  await data.adjustedPrices.write("CORN", series(["2024-03-29 23:00"], [1]));
  await data.multiplePrices.delete("CORN");
  await data.rollStates.write("CORN", "Force");
  await data.strategyCapital.write("slow", series(["2024-03-28 01:30"], [1]));
}

/** A desk whose first state is backed up, and whose second is to be. */
async function prepared(disk: FaultyFiles): Promise<Desk> {
  const desk = await testDesk();
  await fillDesk(desk);
  await backupToCsv(desk, { to: csvBackup("/backup", { files: disk }) });
  await changeDesk(desk);
  return desk;
}

const KINDS = ["kill", "EIO"] as const;

describe.each([
  ["is killed", "restart"],
  ["loses power", "crash"],
] as const)("a back-up that %s at any operation", (_, afterwards) => {
  test("stands whole before it is run again, and is then as if nothing had happened", async () => {
    const whole = faultyFiles();
    await using reference = await prepared(whole);
    whole.plan();
    await backupToCsv(reference, { to: csvBackup("/backup", { files: whole }) });
    const operations = whole.operations.length;
    const expected = dataFiles(whole);
    const contents = await contentsOf(reference.storage);

    for (let at = 1; at <= operations; at++) {
      const disk = faultyFiles({ seed: at });
      const to = csvBackup("/backup", { files: disk });
      await using desk = await prepared(disk);
      disk.plan({ at, kind: at % 3 === 0 ? KINDS[1] : KINDS[0] });
      await backupToCsv(desk, { to }).catch(() => undefined);
      disk[afterwards]();

      const reader = await to.read();
      expect(await reader!.check(), `after operation ${at}`).toEqual([]);
      await backupToCsv(desk, { to });
      expect(dataFiles(disk), `after operation ${at}`).toEqual(expected);
      const again = await to.read();
      expect(again!.complete).toBe(true);
      if (at % 10 !== 0) continue;
      await using fresh = await testDesk();
      await restoreFromCsv(fresh, { from: to });
      expect(await contentsOf(fresh.storage)).toEqual(contents);
    }
    expect(operations).toBeGreaterThan(50);
  });
});
