import type { GroupedWeights, WeightGroup, Weights } from "../config/settings.js";
import { configError } from "./configError.js";

/**
 * The weights of the members of nested groups: within each group, what is left after exclusions is made to add to 1;
 * then weights are multiplied from the outermost group down to the member. With the approximate diversification
 * multiplier, so is (children of the group)^(0.5 / level) of each group on the way, the outermost being level 1: they
 * then add to more than 1. Where everything is excluded there are no weights.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where a group holds nothing, or both groups and members, a weight is not a
 * finite number, or a member is in two groups.
 * @example
 * groupedWeights(grouping, new Set(["ewmac2_8"]));
 */
export function groupedWeights(grouping: GroupedWeights, exclude: ReadonlySet<string> = new Set()): Weights {
  const root = prune({ weight: 1, groups: grouping.groups, members: {} }, KEY, exclude);
  const members = root === undefined ? [] : memberWeights(root, 1, 1, grouping.approximateDiversification);
  const out = new Map<string, number>();
  for (const [name, weight] of members) {
    if (out.has(name)) throw configError(KEY, `names "${name}" in two groups; leave it in one`, { name });
    out.set(name, weight);
  }
  return Object.fromEntries(out);
}

/** The names of the members of nested groups, in alphabetical order. */
export function leaves(grouping: Pick<GroupedWeights, "groups">): readonly string[] {
  const below = (groups: Readonly<Record<string, WeightGroup>>): readonly string[] =>
    Object.values(groups).flatMap((group) => [...Object.keys(group.members), ...below(group.groups)]);
  return [...new Set(below(grouping.groups))].sort();
}

const KEY = "auto_weight_from_grouping.groups";

/** A group without what is excluded; the shares of its children add to 1. */
interface Pruned {
  readonly members: readonly (readonly [name: string, share: number])[];
  readonly groups: readonly (readonly [group: Pruned, share: number])[];
}

/** Undefined where everything in the group is excluded. */
function prune(group: WeightGroup, path: string, exclude: ReadonlySet<string>): Pruned | undefined {
  const members = Object.entries(group.members);
  const groups = Object.entries(group.groups);
  if (members.length === 0 && groups.length === 0) {
    throw configError(path, "holds nothing; name its groups or its members");
  }
  if (members.length > 0 && groups.length > 0) {
    throw configError(path, "holds both groups and members; put the members into a group of their own");
  }
  const keptMembers = members.filter(([name]) => !exclude.has(name));
  const keptGroups = groups.flatMap(([name, child]): (readonly [Pruned, number])[] => {
    const pruned = prune(child, `${path}.${name}`, exclude);
    return pruned === undefined ? [] : [[pruned, child.weight]];
  });
  if (keptMembers.length === 0 && keptGroups.length === 0) return undefined;
  return { members: shares(keptMembers, path), groups: shares(keptGroups, path) };
}

function shares<T>(
  weights: readonly (readonly [T, number])[],
  path: string,
): readonly (readonly [T, number])[] {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  if (!Number.isFinite(total)) throw configError(path, `has weights that add to ${total}; give numbers`);
  return weights.map(([child, weight]) => [child, total === 0 ? 0 : weight / total]);
}

/** The members below a group; `above` is the product of shares and multipliers down to it. */
function memberWeights(
  { members, groups }: Pruned,
  above: number,
  level: number,
  approximateDiversification: boolean,
): readonly (readonly [name: string, weight: number])[] {
  const children = members.length + groups.length;
  const here = above * (approximateDiversification ? children ** (0.5 / level) : 1);
  return [
    ...members.map(([name, share]) => [name, share * here] as const),
    ...groups.flatMap(([group, share]) =>
      memberWeights(group, here * share, level + 1, approximateDiversification),
    ),
  ];
}
