import { expect, it } from "vitest";
import { concurrently } from "../../src/launchers/concurrently.js";

it("gives values in the order of their items, and works on a few at once", async () => {
  let working = 0;
  let most = 0;
  const values = await concurrently([...Array(40).keys()], async (item) => {
    most = Math.max(most, ++working);
    for (let turn = 0; turn < 40 - item; turn++) await undefined;
    working--;
    return item * 2;
  });
  expect(values).toEqual([...Array(40).keys()].map((item) => item * 2));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(8);
  expect(await concurrently([], async () => 1)).toEqual([]);
});

it("begins nothing after a failure", async () => {
  const begun: number[] = [];
  const run = concurrently([...Array(40).keys()], async (item) => {
    begun.push(item);
    if (item === 3) throw new Error("no more");
    for (let turn = 0; turn < 20; turn++) await undefined;
  });
  await expect(run).rejects.toThrow("no more");
  const before = begun.length;
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun.length).toBe(before);
  expect(before).toBeLessThan(40);
});
