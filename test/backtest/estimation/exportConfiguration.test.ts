import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exportConfiguration } from "../../../src/backtest/estimation/exportConfiguration.js";
import { fixedConfigurationYaml } from "../../../src/backtest/estimation/fixedConfigurationYaml.js";
import { fitForecastMapping } from "../../../src/backtest/estimation/forecastMappingFit.js";
import { forecastScalingErrors } from "../../../src/backtest/estimation/forecastScalingErrors.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { series } from "../../../src/series/construct.js";
import "../../support/fastCheck.js";

const VALUES = {
  forecastScalars: { ewmac16_64: 4.505996841276341, carry: 21.84010306898143 },
  forecastWeights: { US10: { carry: 0.4, ewmac16_64: 0.6 }, CORN: { carry: 1e-7, ewmac16_64: 0.9999999 } },
  forecastDiversificationMultipliers: { US10: 1.3202307388973051, CORN: 1.3180003374640163 },
  forecastMappings: {
    EUROSTX: { threshold: 13.013986211858388, a: 1.4744188209970976, b: 4.2210590064962235 },
  },
  instrumentWeights: { US10: 0.7, CORN: 0.3 },
  instrumentDiversificationMultiplier: 1.7467382516832466,
};

describe("the export of estimates", () => {
  it("has the names of a backtest's settings, in order, and switches estimates off", () => {
    const configuration = exportConfiguration(VALUES);
    expect(Object.keys(configuration)).toEqual([
      "forecast_div_multiplier",
      "forecast_mapping",
      "forecast_scalars",
      "forecast_weights",
      "instrument_div_multiplier",
      "instrument_weights",
      "use_forecast_div_mult_estimates",
      "use_forecast_scale_estimates",
      "use_forecast_weight_estimates",
      "use_instrument_div_mult_estimates",
      "use_instrument_weight_estimates",
    ]);
    expect(configuration.forecast_mapping).toEqual({
      EUROSTX: { a_param: 1.4744188209970976, b_param: 4.2210590064962235, threshold: 13.013986211858388 },
    });
    expect(configuration.use_forecast_scale_estimates).toBe(false);
    expect(Object.keys(configuration.forecast_weights!)).toEqual(["CORN", "US10"]);
  });

  it("goes on estimating what it does not have", () => {
    expect(exportConfiguration({ instrumentWeights: { CORN: 1 }, forecastMappings: {} })).toEqual({
      instrument_weights: { CORN: 1 },
      use_instrument_weight_estimates: false,
    });
    expect(fixedConfigurationYaml(exportConfiguration({}))).toBe("");
  });

  it("refuses a value that is not known, by its key", () => {
    try {
      exportConfiguration({ ...VALUES, forecastWeights: { CORN: { carry: Number.NaN } } });
      expect.unreachable();
    } catch (error) {
      expect(isContangoError(error, "ESTIMATION") && error.details.key).toBe("forecast_weights.CORN.carry");
      expect(String(error)).toMatch(/the estimate is NaN; leave out the rule or instrument/);
    }
  });

  it("as text is block YAML", () => {
    expect(
      fixedConfigurationYaml(exportConfiguration({ ...VALUES, forecastScalars: { NO: 2, carry: 1e-7 } })),
    ).toMatch(
      /forecast_scalars:\n {2}"NO": 2\n {2}carry: 1\.0e-7\nforecast_weights:\n {2}CORN:\n {4}carry: 1\.0e-7\n/,
    );
  });

  it("reads back equal, by YAML 1.1 and 1.2", () => {
    const name = fc.oneof(
      fc.constantFrom(
        "on",
        "No",
        "null",
        "~",
        "1e5",
        "0x1F",
        "a: b",
        "#c",
        "",
        "- x",
        "é",
        "y",
        "2024-01-01",
        ".5",
      ),
      fc.string({ maxLength: 12 }),
    );
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (scalars) => {
        fc.pre(!Object.keys(scalars).includes("__proto__"));
        const configuration = exportConfiguration({ forecastScalars: scalars, instrumentWeights: { A: 1 } });
        const text = fixedConfigurationYaml(configuration);
        for (const version of ["1.1", "1.2"] as const) {
          const read = parse(text, { version }) as typeof configuration;
          const entries = Object.entries(configuration.forecast_scalars!);
          expect(Object.keys(read.forecast_scalars!)).toEqual(entries.map(([key]) => key));
          for (const [key, number] of entries) {
            expect((read.forecast_scalars as Record<string, number>)[key]! - number).toBe(0);
          }
          expect(read.use_forecast_scale_estimates).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the mapping of forecasts", () => {
  const forecast = series([1, 2, 3], [10, -5, 20]);
  const mappingOf = (perForecast: number, target?: number) =>
    fitForecastMapping(
      series([1, 2, 3], [10 * perForecast, -5 * perForecast, 20 * perForecast]),
      forecast,
      target === undefined ? {} : { target },
    );

  it("is fitted to the average position", () => {
    const mapping = mappingOf(0.2 / 1.4744188209970976)!;
    expect(mapping.a).toBeCloseTo(1.4744188209970976, 12);
    expect(mapping.threshold).toBeCloseTo(13.013986211858388, 10);
    expect(mapping.b).toBeCloseTo(4.2210590064962235, 10);
    expect(mappingOf(0.4 / 1.5, 4)!.a).toBeCloseTo(1.5, 12);
  });

  it("is none for positions that are large enough, too small, short of the forecast, or not there", () => {
    expect([1, 0.01, -0.13, 0, Number.NaN].map((position) => mappingOf(position))).toEqual(
      new Array(5).fill(undefined),
    );
  });
});

describe("reports", () => {
  it("errors of forecast scaling, worst first", () => {
    const forecasts = new Map([
      [
        "CORN",
        new Map([
          ["carry", series([1, 2, 3], [10, -10, null])],
          ["none", series([1], [null])],
        ]),
      ],
      ["US10", new Map([["carry", series([1, 2], [1, 2])]])],
    ]);
    const errors = forecastScalingErrors(forecasts);
    expect(errors.map(({ instrument, rule }) => `${instrument} ${rule}`)).toEqual([
      "US10 carry",
      "CORN carry",
      "CORN none",
    ]);
    // Standard deviations: of 1 and 2 it is √½; of 10 and −10 it is √200.
    expect(errors[0]!.error).toBeCloseTo(10 - Math.SQRT1_2, 12);
    expect(errors[1]!.error).toBeCloseTo(Math.sqrt(200) - 10, 12);
    expect(errors[2]!.error).toBeNaN();
  });
});
