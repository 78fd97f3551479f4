import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BACKTEST_SETTINGS } from "../../src/config/backtestSettings.js";
import { Config } from "../../src/config/config.js";
import { environmentLayer } from "../../src/config/environment.js";
import { loadConfig } from "../../src/config/readConfig.js";
import { PRODUCTION_SETTINGS } from "../../src/config/schema.js";
import { readSecretsFile } from "../../src/config/secretsFile.js";
import { isContangoError } from "../../src/errors/contangoError.js";

const refusal = (code: string, ...parts: string[]) =>
  expect.toSatisfy(
    (error) =>
      isContangoError(error) && error.code === code && parts.every((part) => error.message.includes(part)),
    `${code} with ${parts.join(", ")}`,
  );

const settings = (env: Record<string, string | undefined>) => new Config([environmentLayer(env)]).toJSON();

describe("the environment", () => {
  it("gives settings, read as what each asks for [row 2] [row 12]", () => {
    const config = new Config([
      environmentLayer({
        CONTANGO_EMAIL_PWD: "12345",
        CONTANGO_IB_PORT: "7497",
        CONTANGO_BUFFER_SIZE: " 5e-2 ",
        CONTANGO_IGNORE_ZERO_PRICES: "False",
        CONTANGO_GMT_OFFSET_HOURS: "-1",
        CONTANGO_MONGO_HOST: "db.example",
        CONTANGO_PRODUCTION_CAPITAL_METHOD: "half",
        ECHO_PATH: "/home/me/echos",
        MONGO_BACKUP_PATH: "/media/backup",
        PATH: "/bin",
      }),
    ]);
    expect(config.get("email_pwd")).toBe("12345");
    expect(config.get("ib_port")).toBe(7497);
    expect(config.get("buffer_size")).toBe(0.05);
    expect(config.get("ignore_zero_prices")).toBe(false);
    expect(config.get("GMT_offset_hours")).toBe(-1);
    expect(config.get("mongo_host")).toBe("db.example");
    expect(config.get("production_capital_method")).toBe("half");
    expect(config.get("echo_directory")).toBe("/home/me/echos");
    expect(config.get("offsystem_backup_directory")).toBe("/media/backup");
    expect(Object.keys(config.toJSON())).toHaveLength(9);
  });

  it("sets nothing where a variable is empty, or is of the tests", () => {
    expect(
      settings({
        CONTANGO_EMAIL_PWD: "",
        CONTANGO_MONGO_DB: undefined,
        CONTANGO_GOLDEN: "/g",
        CONTANGO_DATA: "/d",
      }),
    ).toEqual({});
  });

  it("takes the name of the setting over pysystemtrade's variable", () => {
    expect(settings({ ECHO_PATH: "/a", CONTANGO_ECHO_DIRECTORY: "/b" })).toEqual({ echo_directory: "/b" });
  });

  it.each([
    ["CONTANGO_BUFFER_SIZE", "2", ["buffer_size must be a number from 0 to 1, but is 2"]],
    ["CONTANGO_BUFFER_SIZE", "wide", ['but is "wide"']],
    ["CONTANGO_IGNORE_ZERO_PRICES", "1", ["ignore_zero_prices must be true or false, but is 1"]],
    ["CONTANGO_IB_PORT", "40.5", ["ib_port must be a whole number"]],
    ["CONTANGO_STRATEGY_LIST", "trend", ["strategy_list must be a block of keys"]],
    ["CONTANGO_STALE_INSTRUMENTS", "CORN", ["stale_instruments must be a list"]],
    ["CONTANGO_FORECAST_CAP", "20", ["has to stand in a file"]],
    ["CONTANGO_BASE_CONFIG", "other.yaml", ["has to stand in a file"]],
    ["CONTANGO_EMAIL_PWDD", "x", ["there is no such setting (did you mean CONTANGO_EMAIL_PWD?)"]],
    ["CONTANGO_email_pwd", "x", ["did you mean CONTANGO_EMAIL_PWD?"]],
    ["CONTANGO_QQQQQQQQQQQQQ", "x", ["there is no such setting;"]],
    ["ECHO_PATH", "a\nb", ["echo_directory must be text"]],
  ])("refuses %s=%s by the variable's name", (variable, value, parts) => {
    expect(() => environmentLayer({ [variable]: value })).toThrow(
      refusal("CONFIG_VALUE", `environment variable ${variable}: `, ...parts),
    );
  });

  it("never tells a secret that is refused", () => {
    expect(() => environmentLayer({ CONTANGO_EMAIL_PWD: "hun\u0000ter2" })).toThrow(
      expect.toSatisfy((error) => isContangoError(error, "CONFIG_VALUE") && !/hun|ter2/.test(String(error))),
    );
  });

  it("has a name of its own for each setting", () => {
    const names = [...PRODUCTION_SETTINGS, ...BACKTEST_SETTINGS].map((name) => name.toUpperCase());
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a configuration of environment, secrets and files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "contango-secrets-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string, mode = 0o600): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  };

  it("takes environment over secrets over private file over defaults [row 59]", async () => {
    const privateFile = write(
      "private.yaml",
      "email_pwd: four\nquandl_key: private\nbarchart_key: private\nmongo_db: private\nib_port: 4002\n",
    );
    const secretsFile = write("secrets.yaml", "email_pwd: five5\nquandl_key: secrets\n");
    const defaults = { mongo_db: "given", ib_idoffset: 7 };
    const env = { CONTANGO_EMAIL_PWD: "six66", CONTANGO_IB_PORT: "4003" };
    const config = await loadConfig({ privateFile, secretsFile, env, defaults });
    expect(config.get("email_pwd")).toBe("six66");
    expect(config.get("quandl_key")).toBe("secrets");
    expect(config.get("barchart_key")).toBe("private");
    expect(config.get("mongo_db")).toBe("private");
    expect(config.get("ib_port")).toBe(4003);
    expect(config.get("ib_idoffset")).toBe(7);
    expect(config.get("max_price_spike")).toBe(8);

    const { value, sources } = config.explain("email_pwd");
    expect(value).toBe("(secret)");
    expect(sources).toEqual([
      { source: "environment variable CONTANGO_EMAIL_PWD", value: "(secret)" },
      { source: secretsFile, line: 1, column: 12, value: "(secret)" },
      { source: privateFile, line: 1, column: 12, value: "(secret)" },
    ]);
    expect([...config.secrets()].sort()).toEqual(["five5", "four", "private", "secrets", "six66"]);
    for (const shown of [
      String(config),
      JSON.stringify(config),
      JSON.stringify(config.explain("email_pwd")),
    ]) {
      expect(shown).not.toMatch(/six66|five5|four|"secrets"/);
    }
  });

  it("does not let the environment set the risk target of a backtest, as no source between does [row 50]", async () => {
    const config = await loadConfig({
      env: { CONTANGO_PERCENTAGE_VOL_TARGET: "30", CONTANGO_BUFFER_SIZE: "0.2" },
    });
    const [layer] = config.backtestLayers();
    expect([...layer!.entries.keys()]).toEqual(["buffer_size"]);
  });

  it("finds the private file in the folder that the environment names [row 15]", async () => {
    write("private_config.yaml", "base_currency: EUR\n");
    const env = { PYSYS_PRIVATE_CONFIG_DIR: folder };
    expect((await loadConfig({ env })).get("base_currency")).toBe("EUR");
    const other = write("other.yaml", "base_currency: JPY\n");
    expect((await loadConfig({ env, privateFile: other })).get("base_currency")).toBe("JPY");
    expect((await loadConfig({ env: { PYSYS_PRIVATE_CONFIG_DIR: "" } })).get("base_currency")).toBe("USD");
    const missing = loadConfig({ env: { PYSYS_PRIVATE_CONFIG_DIR: join(folder, "none") } });
    await expect(missing).rejects.toThrow(refusal("CONFIG_FILE", "none/private_config.yaml"));
  });

  it.runIf(process.platform !== "win32")("refuses secrets that others can read", async () => {
    for (const mode of [0o640, 0o604, 0o660]) {
      const secretsFile = write("secrets.yaml", "email_pwd: hunter2\n", mode);
      await expect(loadConfig({ secretsFile })).rejects.toThrow(
        refusal("CONFIG_FILE", secretsFile, `run: chmod 600 '${secretsFile}'`, mode.toString(8)),
      );
      expect(String.fromCharCode(...(await readSecretsFile(secretsFile, "win32")))).toContain("hunter2");
    }
  });

  it("takes nothing but secrets from the file of secrets", async () => {
    const secretsFile = write("secrets.yaml", "email_pwd: hunter2\nmax_price_spike: 6\n");
    await expect(loadConfig({ secretsFile })).rejects.toThrow(
      refusal("CONFIG_VALUE", `${secretsFile}:2:1`, "max_price_spike is no secret"),
    );
    write("secrets.yaml", "mongo_host: mongodb://desk:hunter2@db.example/production\n");
    const config = await loadConfig({ secretsFile });
    expect(config.secrets()).toEqual(["hunter2"]);
    write("secrets.yaml", "mongo_host: db.example\n");
    await expect(loadConfig({ secretsFile })).rejects.toThrow(
      refusal("CONFIG_VALUE", "mongo_host is no secret"),
    );
    await expect(loadConfig({ secretsFile: join(folder, "none.yaml") })).rejects.toThrow(
      refusal("CONFIG_FILE", "none.yaml cannot be read"),
    );
    write("secrets.yaml", "email_pwd: [1, hunter2]\n");
    await expect(loadConfig({ secretsFile })).rejects.toThrow(
      expect.toSatisfy((error) => isContangoError(error, "CONFIG_VALUE") && !/hunter2/.test(String(error))),
    );
  });

  it("gives passwords of addresses, and numbers that are secrets, as what has to be masked", async () => {
    const env = { CONTANGO_MONGO_HOST: "mongodb://desk:p%40ss@db", CONTANGO_QUANDL_KEY: "998877" };
    const defaults = { reports: { feed: { api_key: 123456, other_key: 5, name: "roll" } } };
    const config = await loadConfig({ env, defaults });
    expect([...config.secrets()].sort()).toEqual(["123456", "998877", "p%40ss", "p@ss"]);
  });
});
