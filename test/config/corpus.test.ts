import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf } from "../../src/config/config.js";
import type { ConfigValues } from "../../src/config/configValues.js";
import { loadConfig } from "../../src/config/readConfig.js";
import { ContangoError } from "../../src/errors/contangoError.js";
import { seededRandom } from "./seededRandom.js";
import { modelValue, PASSWORD, randomModel } from "./yamlModel.js";
import { HARMFUL, HARMLESS, type Mutant } from "./yamlMutations.js";

const PER_MUTATION = 12;
/** No file may take longer to be read or refused, in milliseconds. */
const LONGEST = 5000;

const mutations = { ...HARMLESS, ...HARMFUL };
const corpus = Object.entries(mutations).flatMap(([name, mutate], place) =>
  Array.from({ length: PER_MUTATION }, (_, index) => {
    const random = seededRandom(place * 1000 + index);
    const model = randomModel(random);
    return { name, index, expected: modelValue(model), mutant: mutate(model, random) };
  }),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-config-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function read(mutant: Mutant) {
  const file = join(folder, "private_config.yaml");
  writeFileSync(file, mutant.bytes);
  const start = performance.now();
  const outcome = await loadConfig({ privateFile: file }).then(
    (config) => ({ config }),
    (error: unknown) => ({ error }),
  );
  expect(performance.now() - start).toBeLessThan(LONGEST);
  return { file, ...outcome };
}

describe("changed configuration files", () => {
  it("are at least 600, no two alike, of both labels", () => {
    const texts = new Set(corpus.map(({ mutant }) => Buffer.from(mutant.bytes).toString("latin1")));
    expect(texts.size).toBeGreaterThanOrEqual(600);
    const harmless = corpus.filter(({ mutant }) => mutant.label.kind === "equal");
    expect(harmless.length).toBe(Object.keys(HARMLESS).length * PER_MUTATION);
    expect(corpus.length - harmless.length).toBe(Object.keys(HARMFUL).length * PER_MUTATION);
  });

  it.each(Object.keys(mutations))("%s", async (mutation) => {
    for (const { name, index, mutant, expected } of corpus) {
      if (name !== mutation) continue;
      const what = `${name}, file ${index}:\n${Buffer.from(mutant.bytes).toString("utf8").slice(0, 3000)}`;
      const { file, ...outcome } = await read(mutant);
      if (mutant.label.kind === "equal") {
        if ("error" in outcome) throw new Error(`${what}\nwas refused: ${inspect(outcome.error)}`);
        const wanted = configOf(expected as Partial<ConfigValues>);
        expect(Object.keys(outcome.config.toJSON()).sort(), what).toEqual(
          Object.keys(wanted.toJSON()).sort(),
        );
        for (const key of Object.keys(wanted.toJSON()) as (keyof ConfigValues)[]) {
          expect(outcome.config.get(key), `${what}\n${key}`).toEqual(wanted.get(key));
        }
        continue;
      }
      if ("config" in outcome) throw new Error(`${what}\nwas read`);
      const { error } = outcome;
      if (!(error instanceof ContangoError)) throw new Error(`${what}\nwas refused by ${inspect(error)}`);
      const { code, line } = mutant.label;
      expect(code === "either" ? ["CONFIG_SYNTAX", "CONFIG_VALUE"] : [code], what).toContain(error.code);
      expect(error.details.file, what).toBe(file);
      const lines = mutant.bytes.reduce((count, byte) => count + Number(byte === 0x0a), 1);
      const [first, last] = line === undefined ? [1, lines] : [line, line];
      expect(error.details.line, `${what}\n${error.message}`).toBeGreaterThanOrEqual(first);
      expect(error.details.line, `${what}\n${error.message}`).toBeLessThanOrEqual(last);
      expect(error.message).toContain(`${file}:${error.details.line}:${error.details.column}: `);
      const shown = inspect(error, { depth: 9 });
      for (const secret of [...PASSWORD.split(" "), "secret-phrase"])
        expect(shown, what).not.toContain(secret);
    }
  });
});
