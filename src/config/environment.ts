import { ContangoError } from "../errors/contangoError.js";
import { nearestName } from "../errors/nearestName.js";
import { BACKTEST_SETTINGS } from "./backtestSettings.js";
import type { LocatedEntry, LocatedMap, LocatedScalar } from "./located.js";
import { refused } from "./refusal.js";
import { checkConfig, PRODUCTION_SETTINGS } from "./schema.js";

/** Environment variables by name, as `process.env`. */
export type Environment = { readonly [variable: string]: string | undefined };

/** What the names of variables that set a setting begin with. */
const PREFIX = "CONTANGO_";

/** pysystemtrade's variables that set one. */
const LEGACY: Readonly<Record<string, string>> = {
  ECHO_PATH: "echo_directory",
  MONGO_BACKUP_PATH: "offsystem_backup_directory",
};

/** Begin so, and set nothing: where contango's own tests find their data. */
const NOT_SETTINGS = new Set(["CONTANGO_GOLDEN", "CONTANGO_DATA"]);

const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;
const FLAG = /^\s*(true|false)\s*$/i;

/**
 * The settings that the environment gives: `CONTANGO_` and the name of any setting that is one value, in capitals
 * (`CONTANGO_EMAIL_PWD`), and pysystemtrade's `ECHO_PATH` and `MONGO_BACKUP_PATH`. Numbers and `true` or `false` are read as
 * what the setting asks for; a variable that is empty sets nothing.
 *
 * @throws ContangoError `CONFIG_VALUE`, naming the variable, for one that is no setting, or whose value is not allowed.
 */
export function environmentLayer(env: Environment): LocatedMap {
  const entries = new Map<string, LocatedEntry>();
  const add = (variable: string, setting: string): void => {
    const text = env[variable];
    if (text === undefined || text === "") return;
    const value = settingValue(variable, setting, text);
    entries.set(setting, { key: value.origin, value });
  };
  for (const [variable, setting] of Object.entries(LEGACY)) add(variable, setting);
  for (const variable of Object.keys(env).sort()) {
    if (variable.startsWith(PREFIX) && !NOT_SETTINGS.has(variable)) add(variable, settingOf(variable));
  }
  return { kind: "map", origin: { source: "environment" }, entries };
}

const SETTING_OF: ReadonlyMap<string, string> = new Map(
  PRODUCTION_SETTINGS.filter((setting) => setting !== "base_config").map((setting) => [
    PREFIX + setting.toUpperCase(),
    setting,
  ]),
);
const IN_FILES: ReadonlySet<string> = new Set(
  ["base_config", ...BACKTEST_SETTINGS].map((setting) => PREFIX + setting.toUpperCase()),
);

function settingOf(variable: string): string {
  const setting = SETTING_OF.get(variable);
  if (setting !== undefined) return setting;
  const what = IN_FILES.has(variable)
    ? "this setting has to stand in a file"
    : `there is no such setting${hint(nearestName(variable, SETTING_OF.keys()))}; name a setting in capitals, or unset it`;
  throw refused("CONFIG_VALUE", originOf(variable), what);
}

const hint = (nearest: string | undefined): string =>
  nearest === undefined ? "" : ` (did you mean ${nearest}?)`;

const originOf = (variable: string): LocatedScalar["origin"] => ({
  source: `environment variable ${variable}`,
});

/** The text as what the setting's rule accepts: itself, a number, or true or false. */
function settingValue(variable: string, setting: string, text: string): LocatedScalar {
  const origin = originOf(variable);
  const readings: LocatedScalar["value"][] = [
    text,
    ...(NUMBER.test(text) ? [Number(text)] : []),
    ...(FLAG.test(text) ? [text.trim().toLowerCase() === "true"] : []),
  ];
  let refusal: unknown;
  for (const value of readings) {
    const node: LocatedScalar = { kind: "scalar", origin, value };
    try {
      checkConfig({ kind: "map", origin, entries: new Map([[setting, { key: origin, value: node }]]) });
      return node;
    } catch (error) {
      if (!(error instanceof ContangoError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}
