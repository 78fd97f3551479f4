import { LIBRARIES } from "../../../src/storage/libraries.js";
import { market } from "./dueDesk.js";

/**
 * What is known of each item: an instrument, what a strategy wants of one, or the rest. Processes commit item by item, so of two
 * at once one may come first in one item and second in another.
 */
function byItem(lines: readonly string[]): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  for (const line of lines) {
    const instrument = [...market.instruments.keys()].find((code) => line.includes(code)) ?? "";
    const isWish = line.startsWith(LIBRARIES.optimalPositions);
    const item = isWish ? line.split(" ").slice(1, 3).join(" ") : instrument;
    items.set(item, `${items.get(item) ?? ""}${line}\n`);
  }
  return items;
}

/** The items that are as they are after none of these orders, with what is there and what is not. */
export function outOfOrder(
  lines: readonly string[],
  orders: readonly (readonly string[])[],
): readonly string[] {
  const wanted = orders.map(byItem);
  const found = byItem(lines);
  const items = new Set([found, ...wanted].flatMap((each) => [...each.keys()]));
  return [...items].flatMap((item) => {
    const there = found.get(item);
    if (wanted.some((order) => order.get(item) === there)) return [];
    const differences = wanted.map((order) => difference(there ?? "", order.get(item) ?? ""));
    return [`${item === "" ? "no instrument" : item}:\n${differences.join("\n-- or --\n")}`];
  });
}

function difference(there: string, wanted: string): string {
  const [a, b] = [there.split("\n"), wanted.split("\n")];
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `+ ${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `- ${line}`),
  ].join("\n");
}
