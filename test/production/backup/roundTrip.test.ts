import "../../support/fastCheck.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import { restoreFromCsv } from "../../../src/production/restoreFromCsv.js";
import { csvBackup } from "../../../src/storage/csv/csvBackup.js";
import { faultyFiles } from "../../../src/testing/faultyFiles.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { contentsOf, fillDesk, someContents, writeContents } from "./stores.js";

describe("a back-up, restored into an empty store", () => {
  test("gives every kind of data back [row 19] [row 20]", async () => {
    const to = csvBackup("/backup", { files: faultyFiles() });
    await using desk = await testDesk();
    await fillDesk(desk);
    await backupToCsv(desk, { to });
    await using fresh = await testDesk();
    const outcome = await restoreFromCsv(fresh, { from: to });
    expect(outcome.status).toBe("done");
    expect(await contentsOf(fresh.storage)).toEqual(await contentsOf(desk.storage));
    expect(await fresh.data.instruments.get("CORN")).toEqual(await desk.data.instruments.get("CORN"));
    expect(await fresh.data.contracts.all()).toEqual(await desk.data.contracts.all());
  });

  test("gives back whatever a store can hold, kinds and all, also after changes", async () => {
    await fc.assert(
      fc.asyncProperty(someContents, someContents, async (first, second) => {
        const to = csvBackup("/backup", { files: faultyFiles() });
        await using desk = await testDesk();
        for (const contents of [first, second]) {
          await writeContents(desk.storage, contents);
          const outcome = await backupToCsv(desk, { to });
          expect(outcome.items.filter(({ severity }) => severity !== "ok")).toEqual([]);
          await using fresh = await testDesk();
          await restoreFromCsv(fresh, { from: to });
          expect(await contentsOf(fresh.storage)).toEqual(await contentsOf(desk.storage));
        }
      }),
      { numRuns: 40 },
    );
  });
});
