import type { EntryOptions } from "./schedule.js";

/** What may stand in a text of an option, so that no shell has to be told how to read it. */
const PLAIN = /^[\w.:+/-]+$/;

/** Options whose values are texts, however much they look like numbers. */
const TEXTS: ReadonlySet<string> = new Set(["account", "at", "contract", "from", "id", "since", "time"]);

/** Options as a command line says them: `--mail`, `--max-spike=12`, `--regions=US,ASIA`; a list of one ends with a comma. */
export function commandOptions(options: EntryOptions): readonly string[] {
  return Object.entries(options).map(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return flag;
    if (Array.isArray(value)) return `${flag}=${value.join(",")}${value.length === 1 ? "," : ""}`;
    return `${flag}=${String(value)}`;
  });
}

/** Reads what {@link commandOptions} writes; undefined for an argument that is no option. */
export function readCommandOption(
  argument: string,
): readonly [name: string, value: EntryOptions[string]] | undefined {
  const match = /^--([a-z][a-z\d-]*)(?:=(.*))?$/.exec(argument);
  if (match === null) return undefined;
  const name = match[1]!.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [name, TEXTS.has(name) && match[2] !== undefined ? match[2] : readValue(match[2])];
}

function readValue(text: string | undefined): EntryOptions[string] {
  if (text === undefined || text === "true") return true;
  if (text === "false") return false;
  if (text.includes(",")) return text.replace(/,$/, "").split(",");
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? text : number;
}

/** The name of an option that cannot be said on a command line; undefined where all can. */
export function unsayableOption(options: EntryOptions): string | undefined {
  const isSayable = (name: string, value: EntryOptions[string]): boolean => {
    const texts = Array.isArray(value) ? value : [value];
    if (!texts.every((text) => PLAIN.test(String(text)))) return false;
    const [argument] = commandOptions({ [name]: value });
    const read = readCommandOption(argument!);
    return read !== undefined && read[0] === name && JSON.stringify(read[1]) === JSON.stringify(value);
  };
  return Object.keys(options).find((name) => !isSayable(name, options[name]!));
}
