import { type Place, placeAt, refusedSetting } from "./place.js";
import { entriesOf, flag, isBlock, number, openBlock } from "./readValues.js";
import type { GroupedWeights, WeightGroup } from "./settings.js";

/** The key under which grouped weights stand. */
export const GROUPING = "auto_weight_from_grouping";

/** Deeper groups than this are refused. */
const DEEPEST = 16;
const weight = number({ from: 0 });

/** Reads the block under {@link GROUPING}; `checkMember` looks at the name of every member. */
export function readGrouping(
  place: Place,
  checkMember: (place: Place, name: string) => void,
): GroupedWeights {
  const at = openBlock(place, ["parameters", "groups"]);
  const parameter = openBlock(at("parameters"), [
    "use_approx_DM",
    "apply_forecast_post_ceiling_cost_SR_before_weighting",
  ]);
  const set = (value: Place): boolean => value.value !== undefined && flag(value);
  const seen = new Map<string, Place>();
  const root = readChildren(at("groups"), "groups", (member, name) => {
    checkMember(member, name);
    const other = seen.get(name);
    if (other !== undefined) {
      throw refusedSetting(
        member,
        `stands in ${other.path.slice(0, -1).join(".")} too; leave it in one group`,
        "key",
      );
    }
    seen.set(name, member);
  });
  return {
    groups: root.groups,
    approximateDiversification: set(parameter("use_approx_DM")),
    costCeilingFirst: set(parameter("apply_forecast_post_ceiling_cost_SR_before_weighting")),
  };
}

function readChildren(
  place: Place,
  holds: "groups" | "either",
  checkMember: (place: Place, name: string) => void,
): Pick<WeightGroup, "groups" | "members"> {
  if (place.path.length > DEEPEST) throw refusedSetting(place, `lies deeper than ${DEEPEST} levels`);
  const children = entriesOf(place).filter(([name]) => holds === "groups" || name !== "weight");
  if (children.length === 0)
    throw refusedSetting(place, "holds nothing; list its members with their weights");
  const inner = children.filter(([, { value }]) => isBlock(value));
  if (inner.length === 0 && holds === "either") {
    const members = children.map(([name, member]): [string, number] => {
      checkMember(member, name);
      return [name, weight(member)];
    });
    requireSome(
      place,
      members.map(([, share]) => share),
    );
    return { groups: {}, members: Object.fromEntries(members) };
  }
  const stray = children.find(([, { value }]) => !isBlock(value));
  if (stray !== undefined) {
    throw refusedSetting(
      stray[1],
      holds === "groups"
        ? "is no group; the top level holds groups, and they their members"
        : "is no group, as its neighbours are; a group holds either members or groups",
    );
  }
  const groups = inner.map(([name, child]): [string, WeightGroup] => {
    const own = placeAt(child, "weight");
    const share = own.value === undefined ? 1 : weight(own);
    return [name, { weight: share, ...readChildren(child, "either", checkMember) }];
  });
  requireSome(
    place,
    groups.map(([, group]) => group.weight),
  );
  return { groups: Object.fromEntries(groups), members: {} };
}

function requireSome(place: Place, weights: readonly number[]): void {
  if (weights.every((share) => share === 0))
    throw refusedSetting(place, "holds weights of zero only; give some more");
}
