import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeState } from "../../src/launchers/decodeState.js";
import { distinctColumns, repeated } from "../../src/launchers/distinctColumns.js";
import { encodeState } from "../../src/launchers/encodeState.js";
import { packValues, unpackValues } from "../../src/launchers/packedValues.js";
import { FORMAT_VERSION, MAGIC } from "../../src/launchers/stateFile.js";
import { Series } from "../../src/series/series.js";
import { snapshot as samples } from "./samples.js";

const bits = (values: Float64Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

async function encoded(snapshot = samples): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await encodeState("trend", { time: "2024-03-28", snapshot }, async (part) => {
    parts.push(part);
  });
  return Buffer.concat(parts);
}

describe("packed values", () => {
  it("come back to the last bit", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, Number.NEGATIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(value), (numbers) => {
        const values = Float64Array.from(numbers);
        const packed = new Uint8Array(values.byteLength);
        packValues(values, packed);
        expect(bits(unpackValues(packed)).equals(bits(values))).toBe(true);
      }),
    );
  });
});

describe("distinct columns", () => {
  const time = Float64Array.of(1, 2, 3);
  const one = (...values: number[]) => new Series(time.subarray(0, values.length), Float64Array.from(values));

  it("keep equal values once, and a value that never changes alone", () => {
    const series = [one(1, 2, 3), one(5, 5, 5), one(1, 2, 3), one(5, 5), one(1, 2), one(0, -0), one()];
    const { columns, places } = distinctColumns(series);
    expect(columns.map((column) => [...column])).toEqual([[1, 2, 3], [5], [1, 2], [0, -0], []]);
    expect(places).toEqual([0, 1, 0, 1, 2, 3, 4]);
  });

  it("come back to the last bit, whichever NaN it is", () => {
    const word = fc.constantFrom(
      0n,
      1n << 63n,
      0x7ff8000000000000n,
      0x7ff0000000000001n,
      0xfff8000000000abcn,
    );
    fc.assert(
      fc.property(fc.array(fc.array(word)), (words) => {
        const all = words.map((some) => new Float64Array(BigUint64Array.from(some).buffer));
        const series = all.map(
          (values) =>
            new Series(
              Float64Array.from(values, (_, row) => row),
              values,
            ),
        );
        const { columns, places } = distinctColumns(series);
        for (const [at, values] of all.entries()) {
          const back = repeated(columns[places[at]!]!, values.length);
          expect(bits(back).equals(bits(values))).toBe(true);
        }
      }),
    );
  });
});

describe("a state that is written", () => {
  const instruments = Array.from({ length: 12 }, (_, at) => `M${at}`);

  it("is written in pieces, and no further than a few instruments behind the computation", async () => {
    let [computed, written, furthest] = [0, 0, 0];
    const snapshot = {
      ...samples,
      instruments,
      seriesOf: () => {
        furthest = Math.max(furthest, ++computed - written);
        return samples.seriesOf("CORN");
      },
    };
    let writing = false;
    await encodeState("trend", { time: "2024-03-28", snapshot }, async () => {
      expect(writing).toBe(false);
      writing = true;
      await new Promise((resolve) => setImmediate(resolve));
      writing = false;
      written++;
    });
    expect(furthest).toBeLessThanOrEqual(4);
    // Prefix, portfolio, time columns, header, its length, checksum.
    expect(written).toBe(instruments.length + 6);
  });

  it.each([1, 2, 5, 12, 14, 15, 18])(
    "ends with the failure of write %d, and writes nothing after it",
    async (at) => {
      let writes = 0;
      const snapshot = { ...samples, instruments, seriesOf: () => samples.seriesOf("CORN") };
      const failing = encodeState("trend", { time: "2024-03-28", snapshot }, async () => {
        if (++writes === at) throw new Error("the disk is full");
      });
      await expect(failing).rejects.toThrow("the disk is full");
      expect(writes).toBe(at);
    },
  );

  it("ends with the failure of the backtest, when nothing is on its way any more", async () => {
    let [writing, writes] = [false, 0];
    const seriesOf = (code: string) => {
      if (code === "M5") throw new Error("CORN is broken");
      return samples.seriesOf("CORN");
    };
    const snapshot = { ...samples, instruments, seriesOf };
    const failing = encodeState("trend", { time: "2024-03-28", snapshot }, async () => {
      writing = true;
      await new Promise((resolve) => setTimeout(resolve, 5));
      writing = false;
      writes++;
    });
    await expect(failing).rejects.toThrow("CORN is broken");
    expect(writing).toBe(false);
    const before = writes;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(writes).toBe(before);
  });
});

describe("the file of a state", () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await encoded();
  });
  const decode = (changed: Uint8Array) => () => decodeState(changed, "/states/x.state", undefined);
  const refused = (part: string) =>
    expect.objectContaining({
      code: "BACKTEST_STATE",
      message: expect.stringMatching(`/states/x\\.state .*${part}`),
    });

  it("is the same for the same run, and smaller than its numbers", async () => {
    expect(Buffer.from(await encoded()).equals(bytes)).toBe(true);
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
