import { beforeAll, describe, expect, it } from "vitest";
import type { Series } from "../../../src/series/series.js";
import { golden, hasGolden, number, time } from "../../support/golden.js";
import { checkSeries, type GoldenSeries } from "../../support/goldenSeries.js";
import { estimatedSystem } from "./estimatedSystem.js";

interface EstimatedSystem {
  readonly instruments: Readonly<
    Record<
      string,
      {
        readonly forecast_scalar: Readonly<Record<string, GoldenSeries>>;
        readonly forecast_weights: Readonly<Record<string, GoldenSeries>>;
        readonly forecast_div_multiplier: GoldenSeries;
        readonly combined_forecast: GoldenSeries;
      }
    >
  >;
  readonly instrument_weights: Readonly<Record<string, GoldenSeries>>;
  readonly idm: GoldenSeries;
}

const FILE = "system_estimated.json";

/** What the reference's own optimiser leaves of noise in weights. */
const NOISE = 5e-3;

/** The largest difference at any sample. */
function difference(actual: Series, expected: GoldenSeries): number {
  const rows = new Map(actual);
  const differences = expected.samples.map(([at, value]) => {
    const [here, wanted] = [rows.get(time(at)) ?? Number.NaN, number(value)];
    if (Number.isNaN(here) && Number.isNaN(wanted)) return 0;
    return Number.isNaN(here - wanted) ? Number.POSITIVE_INFINITY : Math.abs(here - wanted);
  });
  expect(differences.length).toBeGreaterThan(0);
  expect(actual.length).toBe(expected.n);
  return Math.max(...differences);
}

describe.runIf(hasGolden(FILE))("the estimated system, from prices to diversification", () => {
  let system: EstimatedSystem;
  let codes: readonly string[];
  let made: ReturnType<typeof estimatedSystem>;

  beforeAll(() => {
    system = golden<EstimatedSystem>(FILE);
    codes = Object.keys(system.instruments).sort();
    const { forecast_scalar, forecast_weights } = system.instruments[codes[0]!]!;
    made = estimatedSystem(codes, Object.keys(forecast_scalar), Object.keys(forecast_weights).sort());
  });

  it("scalars to 1e-9", () => {
    for (const code of codes) {
      for (const [rule, expected] of Object.entries(system.instruments[code]!.forecast_scalar)) {
        checkSeries(made.scalar(code, rule), expected, `${code} ${rule}`);
      }
    }
  });

  it("forecast weights and multipliers, within the noise of the reference's optimiser", () => {
    for (const code of codes) {
      const { weights, multiplier } = made.combined.get(code)!;
      const expected = system.instruments[code]!;
      for (const [rule, weight] of Object.entries(expected.forecast_weights)) {
        expect(difference(weights.series(rule), weight), `${code} ${rule}`).toBeLessThan(NOISE);
      }
      expect(difference(multiplier, expected.forecast_div_multiplier), code).toBeLessThan(NOISE);
    }
  });

  it("instrument weights and multiplier, which follow from forecasts within that noise", () => {
    for (const code of codes) {
      const far = difference(made.instrumentWeights.series(code), system.instrument_weights[code]!);
      expect(far, code).toBeLessThan(NOISE);
    }
    expect(difference(made.instrumentMultiplier, system.idm)).toBeLessThan(NOISE);
  });
});
