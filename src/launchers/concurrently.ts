/** How many items are worked on at once. */
const AT_ONCE = 8;

/** What `work` makes of each item, in their order; a few are worked on at once. After a failure none is begun. */
export async function concurrently<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const values = new Array<Value>(items.length);
  const rest = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [place, item] of rest) {
      if (failed) return;
      try {
        values[place] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return values;
}
