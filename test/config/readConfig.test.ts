import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as yaml from "yaml";
import { fileLayer, loadConfig } from "../../src/config/readConfig.js";
import { isContangoError } from "../../src/errors/contangoError.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-config-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const refusal = (code: string, ...parts: string[]) =>
  expect.toSatisfy(
    (error) =>
      isContangoError(error) && error.code === code && parts.every((part) => error.message.includes(part)),
    `${code} with ${parts.join(", ")}`,
  );

describe("loading configuration", () => {
  it("lays the private file over the defaults, and knows file and line of each value", async () => {
    const privateFile = write(
      "private.yaml",
      "# mine\nbase_currency: EUR\nmongo_db:\nmax_price_spike: 12.5\n",
    );
    const config = await loadConfig({ privateFile });
    expect(config.get("base_currency")).toBe("EUR");
    expect(config.get("mongo_db")).toBe("production");
    expect(config.explain("max_price_spike").sources).toEqual([
      { source: privateFile, line: 4, column: 18, value: 12.5 },
      { source: "built-in defaults", value: 8 },
    ]);
    expect(String(config)).toContain(`base_currency: "EUR"  (${privateFile}:2:16, built-in defaults)`);
  });

  it("is the defaults alone without a file, with an empty one, and with one of comments", async () => {
    const configs = await Promise.all([
      loadConfig(),
      loadConfig({ privateFile: write("empty.yaml", "") }),
      loadConfig({ privateFile: write("comments.yaml", "# base_currency: EUR\n---\n") }),
    ]);
    for (const config of configs) expect(config.get("base_currency")).toBe("USD");
  });

  it("takes other defaults over the built-in ones, and checks them", async () => {
    const privateFile = write("private.yaml", "mongo_db: mine\n");
    const config = await loadConfig({ privateFile, defaults: { base_currency: "JPY", mongo_db: "other" } });
    expect(config.get("base_currency")).toBe("JPY");
    expect(config.get("mongo_db")).toBe("mine");
    expect(config.get("ib_port")).toBe(4001);
    await expect(loadConfig({ defaults: { base_currency: "yen" } })).rejects.toThrow(
      refusal("CONFIG_VALUE", "given defaults: base_currency must be"),
    );
  });

  it("lays a file over the one it names as base_config, relative to itself", async () => {
    write("shared/base.yaml", "base_config: ../more.yaml\nbase_currency: GBP\nmongo_db: shared\n");
    write("more.yaml", "base_currency: CHF\nib_port: 4002\n");
    const privateFile = write("private.yaml", "base_config: shared/base.yaml\nmongo_db: mine\n");
    const config = await loadConfig({ privateFile });
    expect([config.get("mongo_db"), config.get("base_currency"), config.get("ib_port")]).toEqual([
      "mine",
      "GBP",
      4002,
    ]);
    expect(config.explain("base_currency").sources.map(({ source }) => source)).toEqual([
      join(folder, "shared/base.yaml"),
      join(folder, "more.yaml"),
      "built-in defaults",
    ]);
  });

  it("refuses a circle of base_config", async () => {
    write("b.yaml", "base_config: a.yaml\n");
    const privateFile = write("a.yaml", "base_config: ./b.yaml\n");
    await expect(loadConfig({ privateFile })).rejects.toThrow(
      refusal(
        "CONFIG_VALUE",
        `${join(folder, "b.yaml")}:1:14: base_config must be a file that does not lie over`,
      ),
    );
  });

  it("refuses a file that is not there or is a folder, with its name and the cause", async () => {
    for (const privateFile of [join(folder, "missing.yaml"), folder]) {
      await expect(loadConfig({ privateFile })).rejects.toThrow(
        expect.objectContaining({
          code: "CONFIG_FILE",
          details: { file: privateFile },
          cause: expect.any(Error),
        }),
      );
    }
  });

  it("takes the path of the private file alone", async () => {
    const config = await loadConfig(write("private.yaml", "base_currency: EUR\n"));
    expect(config.get("base_currency")).toBe("EUR");
    await expect(loadConfig(join(folder, "nosuchfile.yaml"))).rejects.toThrow(
      refusal("CONFIG_FILE", "nosuchfile.yaml"),
    );
  });

  it("refuses options that there are not", async () => {
    const privateFile = write("private.yaml", "base_currency: EUR\n");
    await expect(loadConfig({ private_file: privateFile } as never)).rejects.toThrow(
      refusal(
        "PROCESS_OPTION",
        'no option "private_file" (did you mean "privateFile"?); it takes the path of a file, or { privateFile, secretsFile, env, defaults }',
      ),
    );
    for (const options of [null, [privateFile], 7])
      await expect(loadConfig(options as never)).rejects.toThrow(refusal("PROCESS_OPTION", "options were"));
  });

  it("says file, line, column, key and what is allowed", async () => {
    const privateFile = write(
      "private.yaml",
      "mongo_db: x\nroll_status_auto_update:\n  near_expiry_days: ten\n",
    );
    await expect(loadConfig({ privateFile })).rejects.toThrow(
      expect.objectContaining({
        message: `[contango] [config] ${privateFile}:3:21: roll_status_auto_update.near_expiry_days must be a number from 0, but is "ten"`,
        details: { file: privateFile, line: 3, column: 21, key: "roll_status_auto_update.near_expiry_days" },
      }),
    );
  });

  it("names a merge key, and says to write the values out, also in a block of free names", async () => {
    for (const block of ["roll_status_auto_update", "reports"]) {
      const privateFile = write("merge.yaml", `${block}:\n  <<: { near_expiry_days: 5 }\n`);
      await expect(loadConfig({ privateFile })).rejects.toThrow(
        refusal("CONFIG_VALUE", "merge.yaml:2:3: a merge key (<<) is used; write the values out"),
      );
    }
    const quoted = write("quoted.yaml", 'reports:\n  "<<": x\n');
    expect((await loadConfig({ privateFile: quoted })).get("reports")).toEqual({ "<<": "x" });
  });

  it("names the line of a byte that is not UTF-8, also without a line end after it", async () => {
    const bytes = Uint8Array.of(...Buffer.from("a: é\n\nb: "), 0xe9);
    await expect(loadConfig({ privateFile: write("latin.yaml", bytes) })).rejects.toThrow(
      refusal("CONFIG_SYNTAX", "latin.yaml:3:1: this line is not UTF-8"),
    );
  });
});

describe("any bytes at all", () => {
  const settled = (bytes: Uint8Array): boolean => {
    try {
      return fileLayer(yaml, bytes, "f").kind === "map";
    } catch (error) {
      return (
        (isContangoError(error, "CONFIG_SYNTAX") || isContangoError(error, "CONFIG_VALUE")) &&
        error.details.file === "f" &&
        Number(error.details.line) >= 1 &&
        Number(error.details.column) >= 1
      );
    }
  };

  it("are read or refused with file, line and column", () => {
    const token = fc.constantFrom(
      ..."[]{}&*!|>%@`'\"#-?:,~<\\\t\n\r ",
      ..."\n  |\n   |: |- |? |---\n|...\n|&a |*a|!!str |!x |<<: |\"\\|'|# c\n|base_currency|ib_port|reports|12|true|null|é|\uFEFF|\u2028".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => settled(Buffer.from(tokens.join("")))),
      { numRuns: 1500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), settled), { numRuns: 1000 });
  });
});
