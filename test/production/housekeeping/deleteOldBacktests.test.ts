import { expect, test } from "vitest";
import { deleteOldBacktests } from "../../../src/production/deleteOldBacktests.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { runAt } from "../../launchers/samples.js";

async function withBacktests(): Promise<TestDesk> {
  const desk = await testDesk({
    now: "2024-03-28 23:40",
    config: { strategy_list: { trend: {}, gone: {} } },
  });
  for (const time of ["2024-01-02 21:00", "2024-02-27 23:39", "2024-02-27 23:41", "2024-03-28 21:00"])
    await desk.states.save("trend", runAt(time));
  await desk.states.save("gone", runAt("2023-06-01 21:00"));
  return desk;
}

test("backtests of more than 30 days ago are deleted, the last one of a strategy never [row 54] [row 62]", async () => {
  await using desk = await withBacktests();
  const outcome = await deleteOldBacktests(desk);
  expect(outcome.items.map(({ name }) => name)).toEqual(["trend/20240102_210000", "trend/20240227_233900"]);
  expect(await desk.states.list("trend")).toEqual(["20240227_234100", "20240328_210000"]);
  expect(await desk.states.list("gone")).toEqual(["20230601_210000"]);
  expect((await deleteOldBacktests(desk)).status).toBe("unchanged");
});

test("on a dry run they are only named; the number of days is checked", async () => {
  await using desk = await withBacktests();
  const outcome = await deleteOldBacktests(desk, { days: 5, dryRun: true });
  expect(outcome.items).toHaveLength(3);
  expect(outcome.items[0]!.message).toBe("would be deleted");
  expect(await desk.states.list("trend")).toHaveLength(4);
  await assertRejects(deleteOldBacktests(desk, { days: -1 }), "SERIES_PARAMETER");
});
