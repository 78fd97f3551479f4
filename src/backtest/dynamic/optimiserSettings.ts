import type { SmallSystem } from "../config/settings.js";
import { optimisationError } from "./optimisationError.js";

/** Settings of the optimiser; those left out have the reference's defaults. */
export interface OptimiserSettings extends Partial<SmallSystem> {
  /**
   * Where the search finds nothing better than no position at all: `keep` what is held, as the reference does, or `close`
   * it. Default `keep`.
   */
  readonly allZero?: "keep" | "close";
}

const DEFAULTS: Required<OptimiserSettings> = {
  shadowCost: 50,
  costMultiplier: 1,
  trackingErrorBuffer: 0.0125,
  shrinkCorrelation: 0.5,
  allZero: "keep",
};

/**
 * The settings with defaults filled in.
 *
 * @throws ContangoError `OPTIMISATION` where a setting is outside its range.
 */
export function optimiserSettings(settings: OptimiserSettings = {}): Required<OptimiserSettings> {
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(DEFAULTS, name));
  if (unknown !== undefined) {
    const known = Object.keys(DEFAULTS).join(", ");
    throw optimisationError(`there is no setting ${unknown} of the optimiser; there are ${known}`, {
      name: unknown,
    });
  }
  const all = { ...DEFAULTS, ...settings };
  for (const name of ["shadowCost", "costMultiplier", "trackingErrorBuffer"] as const) {
    if (all[name] >= 0 && all[name] < Number.POSITIVE_INFINITY) continue;
    throw optimisationError(`${name} is ${all[name]}; give a number of 0 or more`, { name });
  }
  if (!(all.shrinkCorrelation >= 0 && all.shrinkCorrelation <= 1)) {
    throw optimisationError(`shrinkCorrelation is ${all.shrinkCorrelation}; give a fraction from 0 to 1`, {
      name: "shrinkCorrelation",
    });
  }
  if (all.allZero === "keep" || all.allZero === "close") return all;
  throw optimisationError(`allZero is ${JSON.stringify(all.allZero)}; give "keep" or "close"`, {
    name: "allZero",
  });
}
