import { type RollParameters, rollParameters } from "../../src/contracts/rollParameters.js";

/** Roll parameters in a golden file. */
export interface GoldenRollParameters {
  readonly hold_rollcycle: string;
  readonly priced_rollcycle: string;
  readonly roll_offset_day: number;
  readonly carry_offset: number;
  readonly approx_expiry_offset: number;
}

export const goldenRollParameters = (given: GoldenRollParameters): RollParameters =>
  rollParameters({
    holdCycle: given.hold_rollcycle,
    pricedCycle: given.priced_rollcycle,
    rollOffsetDays: given.roll_offset_day,
    carryOffset: given.carry_offset,
    approximateExpiryOffset: given.approx_expiry_offset,
  });
