import type { BarFrequency } from "../../broker/broker.js";
import type { SamplingFrequency } from "../../config/configValues.js";
import { ContangoError } from "../../errors/contangoError.js";

const BY_LETTER: Readonly<Partial<Record<SamplingFrequency, readonly BarFrequency[]>>> = {
  H: ["Hour", "Day"],
  D: ["Day"],
};

/**
 * The frequencies at which bars are collected, in the order in which they are asked for: those of `intraday_frequency`, of
 * which hours and days are supported.
 *
 * @throws ContangoError `CONFIG_VALUE` for another `intraday_frequency`; `PROCESS_OPTION` for another frequency asked for.
 */
export function barFrequencies(
  intraday: SamplingFrequency,
  wanted?: readonly BarFrequency[],
): readonly BarFrequency[] {
  const all: readonly BarFrequency[] = ["Hour", "Day"];
  const strange = wanted?.find((frequency) => !all.includes(frequency));
  if (strange !== undefined) {
    throw new ContangoError(
      "PROCESS_OPTION",
      "production",
      `there are no bars of frequency "${String(strange)}"; give Day, Hour or both`,
      { details: { frequency: String(strange) } },
    );
  }
  if (wanted !== undefined) return all.filter((frequency) => wanted.includes(frequency));
  const configured = BY_LETTER[intraday];
  if (configured !== undefined) return configured;
  throw new ContangoError(
    "CONFIG_VALUE",
    "production",
    `intraday_frequency is ${intraday}, and only hourly and daily bars are collected; set it to H, or to D for daily bars alone`,
    { details: { key: "intraday_frequency", value: intraday } },
  );
}
