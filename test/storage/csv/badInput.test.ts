import { describe, expect, test } from "vitest";
import { ContangoError } from "../../../src/errors/contangoError.js";
import type { Frame } from "../../../src/series/frame.js";
import { parseCsv } from "../../../src/storage/csv/parse.js";
import { memorySeriesStore } from "../../../src/storage/memory/seriesStore.js";
import type { SeriesStore } from "../../../src/storage/seriesStore.js";
import { assertSameFrame } from "../../../src/testing/assertFrame.js";
import { EVERY_FILE } from "./everyFile.js";
import { type Choose, type Mutator, REFUSED, SAME, type SoundFile } from "./mutations.js";

const ROWS = 25;
const PER_MUTATOR = 22;

/** The same numbers for the same seed (Lehmer's generator). */
function chooser(seed: number): Choose {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

/** Some rows from somewhere in a file of the data folder, different for every number. */
function soundFile(number: number): SoundFile {
  const choose = chooser(number * 7919 + 17);
  const { library, bytes } = EVERY_FILE[choose(EVERY_FILE.length)]!;
  const [header = "", ...lines] = bytes().toString("latin1").trimEnd().split("\n");
  const from = choose(Math.max(lines.length - ROWS, 1));
  return {
    library,
    header: header.split(","),
    rows: lines.slice(from, from + ROWS).map((line) => line.split(",")),
  };
}

const FILES = Array.from({ length: 60 }, (_, number) => soundFile(number));
const LIBRARY = "library";

/** Reads a file and only then writes its frame into a store. */
async function load(store: SeriesStore, bytes: Uint8Array, library: string): Promise<void> {
  const { frame } = await parseCsv(bytes, { library, file: "data/X.csv" });
  await store.apply({ kind: "write", library: LIBRARY, symbol: "X", frame });
}

const soundBytes = ({ header, rows }: SoundFile): Uint8Array =>
  Buffer.from([header, ...rows].map((fields) => `${fields.join(",")}\n`).join(""));

/** The frame with columns in a given order and without what is noted of its file. */
const bare = (frame: Frame, names: readonly string[]): Frame => frame.select(names).withMeta({});

/** Mutants of one kind: as many as are asked for, of files that can have them. */
function* mutants(mutate: Mutator, seed: number) {
  let made = 0;
  for (let attempt = 0; made < PER_MUTATOR && attempt < 10 * FILES.length; attempt++) {
    const file = FILES[attempt % FILES.length]!;
    const mutant = mutate(file, chooser(seed * 1_000 + attempt));
    if (mutant === undefined) continue;
    made++;
    yield { file, ...mutant };
  }
}

let counted = 0;

describe("a file that says the same in other words gives the same values", () => {
  for (const [position, [name, mutate]] of Object.entries(SAME).entries()) {
    test(name, async () => {
      for (const { file, bytes } of mutants(mutate, position)) {
        const { frame: expected } = await parseCsv(soundBytes(file), { library: file.library });
        const { frame } = await parseCsv(bytes, { library: file.library });
        assertSameFrame(bare(frame, expected.names), bare(expected, expected.names));
        counted++;
      }
    });
  }
});

describe("a file with a fault is refused with its line, and the store stays as it was", () => {
  for (const [position, [name, mutate]] of Object.entries(REFUSED).entries()) {
    test(name, async () => {
      for (const { file, bytes, line } of mutants(mutate, position + 500)) {
        const store = memorySeriesStore();
        await load(store, soundBytes(file), file.library);
        const before = await store.read(LIBRARY, "X");
        const error = await load(store, bytes, file.library).catch((thrown: unknown) => thrown);
        if (!(error instanceof ContangoError)) {
          expect.fail(`expected a refusal of:\n${Buffer.from(bytes).toString()}\ngot ${String(error)}`);
        }
        expect(error.code).toMatch(/^(CSV_SYNTAX|CSV_LAYOUT|SERIES_DUPLICATE_TIME|SERIES_UNSORTED_TIME)$/);
        expect(error.details.file).toBe("data/X.csv");
        expect(error.message).toContain("data/X.csv, line ");
        if (line === undefined) expect(error.details.line).toBeGreaterThanOrEqual(1);
        else if (error.details.line !== line) {
          expect.fail(`line ${line} expected: ${error.message}\n${Buffer.from(bytes).toString()}`);
        }
        expect(await store.read(LIBRARY, "X")).toEqual(before);
        counted++;
      }
    });
  }
});

test("there were at least 1,400 of them", () => expect(counted).toBeGreaterThanOrEqual(1400));
