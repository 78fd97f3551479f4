/**
 * The id under which to connect to the broker: the wanted one where it is free; else the first id where none is used, the
 * lowest gap between the first and the highest used one, or the one after the highest.
 *
 * @param first `ib_idoffset`: so that several systems at one gateway do not meet.
 * @example
 * nextClientId([100, 102], 100); // 101
 */
export function nextClientId(used: Iterable<number>, first: number, wanted?: number): number {
  const taken = new Set(used);
  if (wanted !== undefined && !taken.has(wanted)) return wanted;
  if (taken.size === 0) return first;
  let highest = Number.NEGATIVE_INFINITY;
  for (const id of taken) highest = Math.max(highest, id);
  for (let id = first; id <= highest; id++) if (!taken.has(id)) return id;
  return highest + 1;
}
