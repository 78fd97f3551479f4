import assert from "node:assert/strict";
import type { SeriesChange, SeriesStore, StagedSeries } from "../storage/seriesStore.js";
import { assertSameFrame, dailyFrame } from "./assertFrame.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects, storeCase } from "./storeCase.js";

const LIBRARY = "optimal_positions";
const SYMBOL = "medium_speed CORN";

const change = (kind: "write" | "append", day: number, rows: number, symbol = SYMBOL): SeriesChange => ({
  kind,
  library: LIBRARY,
  symbol,
  frame: dailyFrame(day, rows),
});
const removal: SeriesChange = { kind: "delete", library: LIBRARY, symbol: SYMBOL };

/** The staged change as a journal keeps it: written as text and read again. */
const journaled = (staged: StagedSeries): StagedSeries => JSON.parse(JSON.stringify(staged)) as StagedSeries;

async function assertHolds(
  store: SeriesStore,
  day: number,
  rows: number,
  version?: string | null,
): Promise<void> {
  const stored = await store.read(LIBRARY, SYMBOL);
  assertSameFrame(stored?.frame, dailyFrame(day, rows));
  if (version !== undefined) assert.equal(stored?.version, version);
}

/** Runs a call that may do nothing or refuse with a conflict, but nothing else. */
async function harmless(call: Promise<void>): Promise<void> {
  const outcome = await call.then(
    () => "done",
    (error: unknown) => error,
  );
  if (outcome !== "done") await assertRejects(Promise.reject(outcome), "STORE_VERSION_CONFLICT");
}

const tokens = (staged: readonly StagedSeries[]): string[] => staged.map(({ token }) => token).sort();

/** Staging, publishing, discarding. */
export const seriesStoreStaging: readonly ConformanceCase<SeriesStore>[] = [
  storeCase("stages a new symbol without showing it, then publishes it", async (store) => {
    const staged = await store.stage(change("write", 0, 5));
    assert.equal(staged.library, LIBRARY);
    assert.equal(staged.symbol, SYMBOL);
    assert.equal(staged.base, null);
    assert.equal(await store.read(LIBRARY, SYMBOL), undefined);
    assert.equal(await store.info(LIBRARY, SYMBOL), undefined);
    assert.deepEqual(await store.list(LIBRARY), []);
    await store.publish(journaled(staged));
    await assertHolds(store, 0, 5, staged.next);
    assert.deepEqual(await store.list(LIBRARY), [SYMBOL]);
  }),
  storeCase("stages a write and an append over a stored frame without showing them", async (store) => {
    const first = await store.apply(change("write", 0, 5));
    const append = await store.stage(change("append", 5, 2));
    assert.equal(append.base, first);
    await assertHolds(store, 0, 5, first);
    await store.publish(journaled(append));
    await assertHolds(store, 0, 7, append.next);
    const write = await store.stage(change("write", 3, 3));
    assert.equal(write.base, append.next);
    await assertHolds(store, 0, 7, append.next);
    await store.publish(write);
    await assertHolds(store, 3, 3, write.next);
  }),
  storeCase("stages a deletion without showing it", async (store) => {
    await store.apply(change("write", 0, 5));
    const staged = await store.stage(removal);
    assert.equal(staged.next, null);
    await assertHolds(store, 0, 5, staged.base);
    await store.publish(journaled(staged));
    assert.equal(await store.read(LIBRARY, SYMBOL), undefined);
  }),
  storeCase("stages and publishes the deletion of what is absent", async (store) => {
    const staged = await store.stage(removal);
    assert.equal(staged.base, null);
    assert.equal(staged.next, null);
    await store.publish(staged);
    await store.publish(staged);
    assert.equal(await store.read(LIBRARY, SYMBOL), undefined);
  }),
  storeCase("publishes twice as once", async (store) => {
    for (const each of [change("write", 0, 5), change("append", 5, 2)]) {
      const staged = await store.stage(each);
      for (let time = 0; time < 3; time++) await store.publish(journaled(staged));
      assert.equal((await store.info(LIBRARY, SYMBOL))?.version, staged.next);
    }
    await assertHolds(store, 0, 7);
    const deletion = await store.stage(removal);
    for (let time = 0; time < 3; time++) await store.publish(journaled(deletion));
    assert.equal(await store.info(LIBRARY, SYMBOL), undefined);
  }),
  storeCase("never brings back an old version when it is published again later", async (store) => {
    const write = await store.stage(change("write", 0, 5));
    await store.publish(write);
    const version = await store.apply(change("write", 9, 4));
    await harmless(store.publish(journaled(write)));
    await assertHolds(store, 9, 4, version);
    const deletion = await store.stage(removal);
    await store.publish(deletion);
    const again = await store.apply(change("write", 20, 3));
    await harmless(store.publish(journaled(deletion)));
    await harmless(store.publish(journaled(write)));
    await assertHolds(store, 20, 3, again);
  }),
  storeCase("refuses to publish over a version that came in between", async (store) => {
    await store.apply(change("write", 0, 5));
    for (const each of [change("write", 0, 9), change("append", 30, 2), removal]) {
      const staged = await store.stage(each);
      const version = await store.apply(change("write", 3, 4));
      await assertRejects(store.publish(staged), "STORE_VERSION_CONFLICT");
      await assertHolds(store, 3, 4, version);
      await store.discard(staged);
    }
    assert.deepEqual(await store.leftovers(), []);
  }),
  storeCase("lets one of two staged changes be published", async (store) => {
    const first = await store.stage(change("write", 0, 5));
    const second = await store.stage(change("write", 10, 5));
    assert.notEqual(first.token, second.token);
    await store.publish(second);
    await assertRejects(store.publish(first), "STORE_VERSION_CONFLICT");
    await assertHolds(store, 10, 5, second.next);
  }),
  storeCase("discards once or twice, and then nothing can publish it", async (store) => {
    await store.apply(change("write", 0, 5));
    for (const each of [change("write", 7, 1), change("append", 5, 2), removal]) {
      const staged = await store.stage(each);
      await store.discard(journaled(staged));
      await store.discard(journaled(staged));
      await assertHolds(store, 0, 5, staged.base);
      assert.deepEqual(await store.leftovers(), []);
    }
    const staged = await store.stage(change("append", 5, 2));
    await store.discard(staged);
    await store.publish(staged).catch(() => undefined);
    await assertHolds(store, 0, 5);
  }),
  storeCase("leaves alone what was published when it is discarded", async (store) => {
    const staged = await store.stage(change("write", 0, 5));
    await store.publish(staged);
    await store.discard(journaled(staged));
    await assertHolds(store, 0, 5, staged.next);
  }),
  storeCase("tells what is staged, until it is published or discarded", async (store) => {
    assert.deepEqual(await store.leftovers(), []);
    const first = await store.stage(change("write", 0, 5));
    const second = await store.stage(change("write", 0, 2, "other/symbol"));
    const third = await store.stage(change("append", 0, 2, "third"));
    const all = await store.leftovers();
    assert.deepEqual(tokens(all), tokens([first, second, third]));
    assert.deepEqual(
      all.find(({ token }) => token === second.token),
      second,
    );
    await store.publish(first);
    await store.discard(third);
    assert.deepEqual(await store.leftovers(), [second]);
    await store.publish((await store.leftovers())[0]!);
    assert.deepEqual(await store.leftovers(), []);
    assertSameFrame((await store.read(LIBRARY, "other/symbol"))?.frame, dailyFrame(0, 2));
  }),
  storeCase("leaves nothing staged after apply, whether it succeeds or is refused", async (store) => {
    await store.apply(change("write", 0, 5));
    await assertRejects(store.apply(change("append", 0, 5)), "STORE_APPEND");
    await assertRejects(store.apply({ ...change("write", 0, 5), expected: null }), "STORE_VERSION_CONFLICT");
    await store.apply(removal);
    assert.deepEqual(await store.leftovers(), []);
  }),
];
