import { describe, expect, it } from "vitest";
import { type InstrumentValues, instrument } from "../../src/instruments/instrument.js";

const corn: InstrumentValues = { code: "CORN", pointSize: 50, currency: "USD", assetClass: "Ags" };

describe("an instrument", () => {
  it("fills in what is not given", () => {
    expect(instrument(corn)).toEqual({
      ...corn,
      description: "",
      region: "",
      commission: { perBlock: 0, percentage: 0, perTrade: 0 },
      spreadCost: Number.NaN,
    });
  });

  it("keeps what is given", () => {
    const given = {
      ...corn,
      description: "Corn",
      region: "US",
      commission: { perBlock: 2.5, percentage: 0.0004, perTrade: 1 },
      spreadCost: 0.125,
      classification: {
        subClass: "Grain",
        subSubClass: "Corn",
        style: "",
        country: "US",
        duration: Number.NaN,
        description: "Corn",
      },
    };
    expect(instrument(given)).toEqual(given);
    expect(instrument({ ...corn, commission: { perBlock: 2 } }).commission).toEqual({
      perBlock: 2,
      percentage: 0,
      perTrade: 0,
    });
  });

  it.each<[Partial<InstrumentValues>, string]>([
    [{ pointSize: 0 }, "CORN: point size was 0; give a number above zero"],
    [{ pointSize: -5 }, "CORN: point size was -5"],
    [{ pointSize: Number.NaN }, "CORN: point size was NaN"],
    [{ pointSize: Number.POSITIVE_INFINITY }, "CORN: point size was Infinity"],
    [{ pointSize: "50" as unknown as number }, "CORN: point size was 50"],
    [{ currency: "usd" }, "CORN: currency was usd; give three capital letters"],
    [{ currency: "" }, "CORN: currency was ; give three capital letters"],
    [{ assetClass: "" }, 'CORN: asset class was ""'],
    [{ spreadCost: -0.1 }, "CORN: spread cost was -0.1; give a number of zero or more"],
    [{ spreadCost: Number.POSITIVE_INFINITY }, "CORN: spread cost was Infinity"],
    [{ commission: { perBlock: -1 } }, "CORN: commission perBlock was -1"],
    [{ commission: { percentage: Number.NaN } }, "CORN: commission percentage was NaN"],
    [{ commission: { perTrade: Number.POSITIVE_INFINITY } }, "CORN: commission perTrade was Infinity"],
  ])("refuses %o", (change, message) => {
    const make = () => instrument({ ...corn, ...change });
    expect(make).toThrow(message);
    expect(make).toThrow(
      expect.objectContaining({
        code: "INSTRUMENT_VALUE",
        details: expect.objectContaining({ instrument: "CORN" }),
      }),
    );
  });

  it("refuses a code that cannot be one", () => {
    expect(() => instrument({ ...corn, code: "a/b" })).toThrow(
      expect.objectContaining({ code: "INSTRUMENT_CODE" }),
    );
  });
});
