import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeState } from "../../src/launchers/decodeState.js";
import { encodeState } from "../../src/launchers/encodeState.js";
import { packValues, unpackValues } from "../../src/launchers/packedValues.js";
import { FORMAT_VERSION, MAGIC } from "../../src/launchers/stateFile.js";
import { runAt } from "./samples.js";

const bits = (values: Float64Array): Buffer => Buffer.from(Float64Array.from(values).buffer);

describe("packed values", () => {
  it("come back to the last bit", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, Number.NEGATIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(value), (numbers) => {
        const values = Float64Array.from(numbers);
        expect(bits(unpackValues(packValues(values))).equals(bits(values))).toBe(true);
      }),
    );
  });
});

describe("the file of a state", () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await encodeState("trend", runAt("2024-03-28"));
  });
  const decode = (changed: Uint8Array) => () => decodeState(changed, "/states/x.state", undefined);
  const refused = (part: string) =>
    expect.objectContaining({
      code: "BACKTEST_STATE",
      message: expect.stringMatching(`/states/x\\.state .*${part}`),
    });

  it("is the same for the same run, and smaller than its numbers", async () => {
    expect(Buffer.from(await encodeState("trend", runAt("2024-03-28"))).equals(bytes)).toBe(true);
    const numbers = 4 * 400 + 8 + 1 + 400 + 8 + 1;
    expect(bytes.length).toBeLessThan(numbers * 8);
    expect(decode(bytes)().id).toBe("20240328_000000");
  });

  it("is read from the middle of other bytes", () => {
    const around = new Uint8Array(bytes.length + 13);
    around.set(bytes, 5);
    expect(decode(around.subarray(5, 5 + bytes.length))().names("CORN")).toContain("odd");
  });

  it("is refused wherever it is cut short", () => {
    for (let length = 0; length < bytes.length; length += Math.max(1, Math.floor(bytes.length / 97))) {
      expect(decode(bytes.subarray(0, length)), `cut to ${length}`).toThrow(refused("cut short"));
    }
  });

  it("is refused wherever one byte differs", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at]! ^= change;
        expect(decode(damaged)).toThrow(refused("(damaged|not a backtest state|format)"));
      }),
    );
  });

  it("is refused with what to do where a later release wrote it, or another program", () => {
    const later = Buffer.from(bytes);
    later.writeUInt32LE(FORMAT_VERSION + 1, MAGIC.length);
    expect(decode(later)).toThrow(refused(`has format ${FORMAT_VERSION + 1}, .* install a later one`));
    expect(decode(Buffer.from("PK\u0003\u0004".padEnd(200)))).toThrow(refused("is not a backtest state"));
  });
});
