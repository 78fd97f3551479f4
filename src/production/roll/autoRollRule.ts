import type { Config } from "../../config/config.js";
import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import { isRollState, ROLL_STATES, type RollState } from "../../rolls/rollState.js";
import type { AutoRollRule } from "../../rolls/suggestRollState.js";

/**
 * The rule by which rolls are suggested, from `roll_status_auto_update` in configuration.
 *
 * @throws ContangoError `CONFIG_VALUE` where `default_roll_state_if_undecided` is neither Ask nor a roll state.
 */
export function autoRollRule(config: Config): Required<AutoRollRule> {
  const settings = config.get("roll_status_auto_update");
  return {
    relativeVolume: settings.auto_roll_if_relative_volume_higher_than ?? 1,
    leastRelativeVolume: settings.min_relative_volume ?? 0.01,
    leastVolume: settings.min_absolute_volume ?? 100,
    nearDays: settings.near_expiry_days ?? 10,
    undecided: undecidedState(settings.default_roll_state_if_undecided ?? "Ask"),
    rollExpired: settings.auto_roll_expired ?? true,
  };
}

/** @throws ContangoError `CONFIG_VALUE`. */
export function undecidedState(name: string): RollState | "Ask" {
  if (name === "Ask" || isRollState(name)) return name;
  throw new ContangoError(
    "CONFIG_VALUE",
    "rolls",
    `default_roll_state_if_undecided is "${name}"${didYouMean(name, ["Ask", ...ROLL_STATES])}; write Ask or one of ${ROLL_STATES.join(", ")}`,
    { details: { name } },
  );
}
