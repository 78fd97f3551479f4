import { contractKey } from "../../../src/contracts/contractKey.js";
import type { Fill } from "../../../src/positions/fill.js";
import type { World } from "../world.js";
import { hold } from "./fail.js";
import { grouped } from "./grouped.js";

/** Positions of contracts and strategies are what the fills add up to; with `whole`, at every time. */
export async function checkPositions({ desk }: World, whole: boolean): Promise<readonly Fill[]> {
  const { data } = desk;
  const fills = [...(await data.fills.all()).values()].sort((a, b) => a.time - b.time);
  const byContract = grouped(fills, ({ instrument, contract }) => contractKey(instrument, contract));
  const byStrategy = grouped(fills, ({ strategy, instrument }) => `${strategy} ${instrument}`);
  const contracts = await data.contractPositions.list();
  const strategies = await data.strategyPositions.list();
  hold(
    contracts.length === byContract.size,
    () => `${contracts.length} contract positions, ${byContract.size} with fills`,
  );
  const check = (
    name: string,
    own: readonly Fill[] | undefined,
    history: { time: Float64Array; values: Float64Array },
  ): void => {
    let sum = 0;
    let next = 0;
    for (let row = 0; row < history.time.length; row++) {
      for (
        ;
        next < own!.length &&
        (row === history.time.length - 1 || desk.wallTime(own![next]!.time) <= history.time[row]!);
        next++
      )
        sum += own![next]!.quantity;
      hold(
        sum === history.values[row],
        () => `${name} holds ${history.values[row]}, and its fills add up to ${sum}`,
      );
    }
  };
  const part = whole ? {} : { last: 1 };
  for (const key of contracts) {
    const name = contractKey(key.instrument, key.contract);
    check(name, byContract.get(name), await data.contractPositions.get(key, part));
  }
  for (const key of strategies) {
    const name = `${key.strategy} ${key.instrument}`;
    check(name, byStrategy.get(name) ?? [], await data.strategyPositions.get(key, part));
  }
  return fills;
}

/** What the account really holds that the books do not. */
export async function brokerDifferences({ desk, truth }: World): Promise<readonly string[]> {
  const held = new Map<string, number>();
  for (const key of await desk.data.contractPositions.list()) {
    const position = (await desk.data.contractPositions.get(key, { last: 1 })).at(-1);
    if (position !== 0) held.set(contractKey(key.instrument, key.contract), position);
  }
  const differences: string[] = [];
  for (const { instrument, contract, position } of (await truth.positions.positions()).positions) {
    const key = contractKey(instrument, contract);
    if (held.get(key) !== position)
      differences.push(`${key}: ${held.get(key) ?? 0} in the books, ${position} held`);
    held.delete(key);
  }
  return [...differences, ...[...held].map(([key, position]) => `${key}: ${position} in the books, 0 held`)];
}
