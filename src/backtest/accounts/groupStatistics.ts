import { forwardFill } from "../../series/fill.js";
import { count } from "../../series/reduce.js";
import { resample } from "../../series/resample.js";
import type { Account, GroupAccount } from "./account.js";
import { type AccountView, accountCurve } from "./accountCurve.js";
import { type Statistics, statistics } from "./statistics.js";
import { STATISTIC_NAMES } from "./statisticsText.js";

/** What is said of the members of a group. */
export interface GroupStatistics {
  readonly members: ReadonlyMap<string, Statistics>;
  /** The mean over members, each weighted by how many months it was in the market. */
  readonly timeWeighted: Statistics;
  /** The mean over members. */
  readonly equal: Statistics;
}

/**
 * Statistics of every member of a group, and their means; a member without a statistic is left out of its mean.
 *
 * @param view what of the members to look at; by default net, in percent, by business day.
 */
export function groupStatistics(group: GroupAccount, view: AccountView = {}): GroupStatistics {
  const asked = { unit: "percent", ...view } as const;
  const members = new Map<string, Statistics>();
  for (const [name, member] of group.members) {
    members.set(name, statistics(accountCurve(member, asked), asked.frequency));
  }
  const all = [...members.values()];
  const months = [...group.members.values()].map(monthsHeld);
  return {
    members,
    timeWeighted: means(all, months),
    equal: means(
      all,
      months.map(() => 1),
    ),
  };
}

/** Month ends with a position; of a group, the months of its profit and loss. */
function monthsHeld({ held, gross }: Account): number {
  return count(forwardFill(resample(held ?? gross, "month", "last")));
}

function means(all: readonly Statistics[], weights: readonly number[]): Statistics {
  const meanOf = (name: keyof Statistics): number => {
    let total = 0;
    let weight = 0;
    for (const [at, member] of all.entries()) {
      if (Number.isNaN(member[name])) continue;
      total += member[name] * weights[at]!;
      weight += weights[at]!;
    }
    return total / weight;
  };
  return Object.fromEntries(STATISTIC_NAMES.map((name) => [name, meanOf(name)])) as unknown as Statistics;
}
