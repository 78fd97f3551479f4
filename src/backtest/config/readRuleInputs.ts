import { DATA_REFERENCES, type DataReference } from "../rawdata/dataReferences.js";
import { isRawDataName, RAW_DATA, type RawDataEntry, type RawDataName } from "../rawdata/names.js";
import type { BuiltInRule } from "../rules/builtInRules.js";
import { type Place, placeAt, refusedSetting, refusedValue } from "./place.js";
import { entriesOf, isBlock, number, openBlock, refusedName, text } from "./readValues.js";
import type { InputReference } from "./settings.js";

type Inputs = Readonly<Record<string, InputReference>>;

/** A series that a rule reads, and the arguments that it can be given. */
interface Source {
  readonly reference: InputReference;
  /** By the names under which they may be given. */
  readonly argumentNames: Readonly<Record<string, string>>;
  readonly argumentValues: Readonly<Record<string, string>>;
}

/**
 * Reads what a rule reads in place of its usual series: `data`, and the arguments that belong to its entries, by the
 * entry's number from 1.
 */
export function readRuleInputs(
  data: Place,
  args: ReadonlyMap<number, readonly Place[]>,
  builtIn: BuiltInRule | undefined,
): Inputs {
  const { value } = data;
  const listed = Array.isArray(value) ? value.length > 0 : typeof value === "string";
  if (!listed && args.size > 0) {
    const [stray] = [...args.values()].flat();
    throw refusedSetting(stray!, "belongs to an entry of data, which is no list; give { name, args } there");
  }
  if (value === undefined || (Array.isArray(value) && !listed)) return {};
  if (isBlock(value)) return withoutUsual(readNamedInputs(data, builtIn));
  if (!listed) throw refusedValue(data, "a list of series, or a block of series by input name");
  return withoutUsual(readListedInputs(data, args, builtIn));
}

function readNamedInputs(
  data: Place,
  builtIn: BuiltInRule | undefined,
): readonly (readonly [string, InputReference])[] {
  return entriesOf(data).map(([input, place]) => {
    if (builtIn !== undefined && !builtIn.inputs.includes(input))
      throw refusedName(data, input, builtIn.inputs);
    if (!isBlock(place.value)) return [input, readSource(place).reference];
    const at = openBlock(place, ["name", "args"]);
    const source = readSource(at("name"));
    const args = at("args");
    return [input, withArguments(source, args.value === undefined ? [] : entriesOf(args))];
  });
}

function readListedInputs(
  data: Place,
  args: ReadonlyMap<number, readonly Place[]>,
  builtIn: BuiltInRule | undefined,
): readonly (readonly [string, InputReference])[] {
  const places = Array.isArray(data.value) ? data.value.map((_, row) => placeAt(data, String(row))) : [data];
  if (builtIn !== undefined && places.length !== builtIn.inputs.length) {
    const wanted = builtIn.inputs;
    throw refusedSetting(
      data,
      `must name ${wanted.length} series, for ${wanted.join(", ")}, but names ${places.length}`,
    );
  }
  const stray = [...args].find(([entry]) => entry > places.length)?.[1][0];
  if (stray !== undefined) {
    const entries = places.length === 1 ? "one entry" : `${places.length} entries`;
    throw refusedSetting(
      stray,
      `starts with more underscores than data has entries; data has ${entries}`,
      "key",
    );
  }
  const seen = new Set<string>();
  return places.map((place, row) => {
    const own = (args.get(row + 1) ?? []).map((arg) => [arg.path.at(-1)!.slice(row + 1), arg] as const);
    const reference = withArguments(readSource(place), own);
    const input = builtIn?.inputs[row] ?? reference.name;
    if (seen.has(input)) {
      throw refusedSetting(
        place,
        `is ${input} again; give data as a block, with a name of its own for each series`,
      );
    }
    seen.add(input);
    return [input, reference];
  });
}

/** What is read as it stands under its own name needs no entry. */
function withoutUsual(inputs: readonly (readonly [string, InputReference])[]): Inputs {
  return Object.fromEntries(inputs.filter(([input, { name, args }]) => input !== name || args !== undefined));
}

/** The series that a name stands for: one of pysystemtrade's, one of raw data, or one that the data itself brings. */
function readSource(place: Place): Source {
  const name = text(place);
  if (Object.hasOwn(DATA_REFERENCES, name)) return fromReference(DATA_REFERENCES[name]!);
  if (name.includes(".")) {
    const known = Object.keys(DATA_REFERENCES).join(", ");
    throw refusedValue(
      place,
      `a series: ${known}, the name of one as rules read it, or of one that the data brings`,
    );
  }
  const entry = isRawDataName(name) ? RAW_DATA[name] : undefined;
  const names = Object.fromEntries(Object.keys(entry?.args ?? {}).map((arg) => [arg, arg]));
  const values = Object.values(DATA_REFERENCES)
    .filter((reference) => reference.name === name)
    .map(({ argumentValues }) => argumentValues);
  return { reference: { name }, argumentNames: names, argumentValues: Object.assign({}, ...values) };
}

function fromReference({ name, args, argumentNames = {}, argumentValues = {} }: DataReference): Source {
  const own = Object.fromEntries(Object.values(argumentNames).map((arg) => [arg, arg]));
  return {
    reference: args === undefined ? { name } : { name, args },
    argumentNames: { ...own, ...argumentNames },
    argumentValues,
  };
}

function withArguments(source: Source, given: readonly (readonly [string, Place])[]): InputReference {
  const { name, args } = source.reference;
  if (given.length === 0) return source.reference;
  const read = given.map(([key, place]): readonly [string, number | string] => {
    if (!Object.hasOwn(source.argumentNames, key)) {
      const known = Object.keys(source.argumentNames);
      const hint = known.length === 0 ? "it takes none" : `it takes ${known.join(", ")}`;
      throw refusedSetting(place, `is no argument of ${name}; ${hint}`, "key");
    }
    return [
      source.argumentNames[key]!,
      readArgument(place, name, source.argumentNames[key]!, source.argumentValues),
    ];
  });
  return { name, args: { ...args, ...Object.fromEntries(read) } };
}

/** A number, or one of the words that the argument of the series takes, by either's name. */
function readArgument(
  place: Place,
  series: string,
  name: string,
  words: Readonly<Record<string, string>>,
): number | string {
  const { args }: RawDataEntry = RAW_DATA[series as RawDataName];
  const allowed = args[name]!;
  if (typeof allowed === "number") return number({ from: 1 })(place);
  const word = text(place);
  const meant = Object.hasOwn(words, word) ? words[word]! : word;
  if (allowed.includes(meant)) return meant;
  const known = [...Object.keys(words).filter((known) => allowed.includes(words[known]!)), ...allowed];
  throw refusedValue(place, `one of ${[...new Set(known)].join(", ")}`);
}
