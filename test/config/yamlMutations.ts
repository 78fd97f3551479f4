import type { Random } from "./seededRandom.js";
import type { Block, Value } from "./yamlModel.js";
import { joined, type Line, PLAIN, plainText, type Style, writeLines } from "./yamlText.js";

/** What reading a changed file must do. */
export type Label =
  | { readonly kind: "equal" }
  /** `line`, where it is known, is the one the error must name. */
  | {
      readonly kind: "refuse";
      readonly code: "CONFIG_SYNTAX" | "CONFIG_VALUE" | "either";
      readonly line?: number;
    };

export interface Mutant {
  readonly bytes: Uint8Array;
  readonly label: Label;
}

type Mutation = (model: Block, random: Random) => Mutant;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const equal = (text: string): Mutant => ({ bytes: encode(text), label: { kind: "equal" } });
const syntax = (text: string, line?: number): Mutant => refuse(text, "CONFIG_SYNTAX", line);
const value = (text: string, line?: number): Mutant => refuse(text, "CONFIG_VALUE", line);

function refuse(text: string, code: "CONFIG_SYNTAX" | "CONFIG_VALUE" | "either", line?: number): Mutant {
  return { bytes: encode(text), label: { kind: "refuse", code, ...(line === undefined ? {} : { line }) } };
}

const doubleQuoted = (text: string): string => JSON.stringify(text);
const singleQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const styled = (model: Block, style: Partial<Style>): string =>
  joined(writeLines(model, { ...PLAIN, ...style }));

/** Some lines of a file edited; the others stay. */
function edited(model: Block, random: Random, edit: (line: Line) => string, share = 0.4): string {
  return joined(writeLines(model).map((line) => (random.chance(share) ? { text: edit(line) } : line)));
}

/** A line that satisfies a condition, its 0-based place, and all lines. */
function pickLine(model: Block, random: Random, fits: (line: Line, before: Line | undefined) => boolean) {
  const lines = writeLines(model);
  const place = random.pick([...lines.keys()].filter((at) => fits(lines[at]!, lines[at - 1])));
  const at = lines[place]!;
  const replaced = (...texts: readonly string[]): string =>
    joined([...lines.slice(0, place), ...texts.map((text) => ({ text })), ...lines.slice(place + 1)]);
  return { line: at, place, replaced, number: place + 1, before: lines.slice(0, place) };
}

const isScalar = (line: Line): boolean => line.value.kind !== "block" && line.value.kind !== "list";
const isTop = (line: Line): boolean => line.path.length === 1 && !/^ /.test(line.text);
/** Below a launcher everything is allowed; elsewhere the schema knows every key. */
const isChecked = (line: Line): boolean => !line.path.includes("overnight_launcher");
const marginOf = (line: Line): string => /^ */.exec(line.text)![0];
const withValue = (line: Line, text: string): string =>
  `${line.text.slice(0, line.text.indexOf(":") + 1)} ${text}`;

function shuffledBlock(block: Block, random: Random): Block {
  const entries = random.shuffled(block.entries).map(({ key, value: inner }) => ({
    key,
    value: inner.kind === "block" ? shuffledBlock(inner, random) : inner,
  }));
  return { kind: "block", entries };
}

/** Changes after which a file says the same. */
export const HARMLESS: Readonly<Record<string, Mutation>> = {
  unchanged: (model) => equal(styled(model, {})),
  "comments between lines": (model, random) =>
    equal(
      edited(
        model,
        random,
        ({ text }) => `${" ".repeat(random.below(9))}# ${random.below(1000)}: "[{\n${text}`,
      ),
    ),
  "comments after values": (model, random) =>
    equal(edited(model, random, ({ text }) => `${text} # was: 'other`)),
  "blank lines": (model, random) =>
    equal(edited(model, random, ({ text }) => `${text}\n${" ".repeat(random.below(3))}\n`)),
  "spaces at line ends": (model, random) =>
    equal(edited(model, random, ({ text }) => `${text}${" ".repeat(1 + random.below(5))}`)),
  "CRLF line ends": (model) => equal(styled(model, {}).replaceAll("\n", "\r\n")),
  "byte order mark": (model) => equal(`\uFEFF${styled(model, {})}`),
  "another order of keys": (model, random) => equal(styled(shuffledBlock(model, random), {})),
  "double quotes": (model) => equal(styled(model, { text: doubleQuoted })),
  "single quotes": (model) => equal(styled(model, { text: singleQuoted })),
  "some quotes": (model, random) =>
    equal(styled(model, { text: (text) => random.pick([plainText, doubleQuoted, singleQuoted])(text) })),
  "quoted keys": (model, random) =>
    equal(
      styled(model, {
        key: (key) => random.pick([doubleQuoted, singleQuoted, (plain: string) => plain])(key),
      }),
    ),
  "escapes in double quotes": (model) =>
    equal(
      styled(model, {
        text: (text) => doubleQuoted(text).replaceAll("e", "\\u0065").replaceAll("/", "\\x2f"),
      }),
    ),
  "brackets instead of indentation": (model) => equal(styled(model, { flow: true, text: doubleQuoted })),
  "another width of indentation": (model, random) =>
    equal(styled(model, { indent: random.pick([1, 3, 4, 8]) })),
  "numbers in another form": (model, random) =>
    equal(
      styled(model, {
        number: (number) =>
          random.pick([
            number.toExponential(),
            `${number < 0 ? "" : "+"}${number}`,
            `${number}${Number.isInteger(number) ? ".0" : "0"}`,
          ]),
      }),
    ),
  "flags in capitals": (model, random) =>
    equal(styled(model, { flag: (flag) => random.pick(flag ? ["True", "TRUE"] : ["False", "FALSE"]) })),
  "spaces and tabs before values": (model, random) =>
    equal(styled(model, { gap: random.pick(["   ", "\t", " \t "]) })),
  "document marks": (model) => equal(`---\n${styled(model, {})}...\n`),
  "no line end at the end": (model) => equal(styled(model, {}).trimEnd()),
  "empty keys": (model, random) =>
    equal(`${styled(model, {})}email_to:${random.pick(["", " ~", " null", " # none"])}\n`),
  "unused anchors": (model, random) =>
    equal(edited(model, random, (line) => (isScalar(line) ? line.text.replace(": ", ": &a1 ") : line.text))),
  "a text given again by alias": (model) => {
    const [before, ...after] = styled(model, {}).split("classic.launcher");
    return equal(`${before}&launcher classic.launcher${after.join("*launcher")}`);
  },
  "values on the next line": (model, random) =>
    equal(
      edited(model, random, (line) =>
        isScalar(line) ? line.text.replace(": ", `:\n${marginOf(line)}    `) : line.text,
      ),
    ),
};

const WRONG_TYPE: Readonly<Record<Value["kind"], readonly string[]>> = {
  text: ["12", "true", "[x]", "{ a: b }", '""', "1.5e3"],
  word: ["nonesuch", "12", "true", "[EUR]", '""', "eur "],
  number: ["0.1o", '"8"', "1,5", "true", "[8]", ".nan", ".inf", "8 percent", "1_000", "--1", "010", "0x"],
  flag: ["yes", "no", "1", "0", '"true"', "on", "[true]", "maybe"],
  list: ["CORN", "12", "{ a: b }", "[CORN, 12]", "[CORN, ~]", "[[CORN]]"],
  block: ["trend", "12", "[trend]", "true"],
};

const misspelt = (key: string, random: Random): string => {
  const at = 1 + random.below(key.length - 2);
  return random.pick([
    key.slice(0, at) + key.slice(at + 1),
    `${key.slice(0, at)}x${key.slice(at)}`,
    `${key.slice(0, at)}Q${key.slice(at + 1)}`,
    `${key} `.repeat(2).trim(),
  ]);
};

/** A byte put into the middle of a file. */
function withBytes(model: Block, random: Random, inserted: readonly number[]): Mutant {
  const bytes = encode(styled(model, {}));
  const at = random.below(bytes.length + 1);
  const line = bytes.subarray(0, at).reduce((count, byte) => count + Number(byte === 0x0a), 1);
  return {
    bytes: Uint8Array.of(...bytes.subarray(0, at), ...inserted, ...bytes.subarray(at)),
    label: { kind: "refuse", code: "CONFIG_SYNTAX", line },
  };
}

/** Changes after which a file must be refused. */
export const HARMFUL: Readonly<Record<string, Mutation>> = {
  "a value of another type": (model, random) => {
    const { line, replaced, number } = pickLine(model, random, (one) => isChecked(one) && isScalar(one));
    return value(replaced(withValue(line, random.pick(WRONG_TYPE[line.value.kind]))), number);
  },
  "a list or block of another type": (model, random) => {
    const kind = random.pick(["list", "block"] as const);
    const entries = model.entries.map((entry) => ({ ...entry, wrong: entry.value.kind === kind }));
    const chosen = random.pick(entries.filter(({ wrong }) => wrong)).key;
    const kept = joined(
      writeLines({ kind: "block", entries: model.entries.filter(({ key }) => key !== chosen) }),
    );
    return value(`${chosen}: ${random.pick(WRONG_TYPE[kind])}\n${kept}`, 1);
  },
  "a number out of range": (model, random) => {
    const { line, replaced, number } = pickLine(
      model,
      random,
      (one) => one.value.kind === "number" && one.value.wrong.length > 0,
    );
    const wrong = line.value.kind === "number" ? line.value.wrong : [];
    return value(replaced(withValue(line, random.pick(wrong))), number);
  },
  "an unknown key": (model, random) => {
    const { line, replaced, number } = pickLine(
      model,
      random,
      (one) =>
        isChecked(one) &&
        (isTop(one) || one.path[0] === "roll_status_auto_update") &&
        !/^ *- /.test(one.text),
    );
    const key = line.path.at(-1)!;
    return value(replaced(line.text.replace(key, misspelt(key, random))), number);
  },
  "a key twice": (model, random) => {
    const { line, replaced, number } = pickLine(model, random, isScalar);
    return syntax(replaced(line.text, random.chance(0.5) ? line.text : withValue(line, "12")), number + 1);
  },
  "a block twice": (model, random) => {
    const { key, value: block } = random.pick(
      model.entries.filter(({ value: inner }) => inner.kind === "block"),
    );
    const again = joined(writeLines({ kind: "block", entries: [{ key, value: block }] }));
    const text = styled(model, {});
    return syntax(`${text}${again}`, text.split("\n").length);
  },
  "a tab to indent": (model, random) => {
    const { line, replaced, number } = pickLine(model, random, (one) => one.text.startsWith("  "));
    return syntax(replaced(line.text.replace(/^ +/, random.pick(["\t", "\t\t"]))), number);
  },
  "a line indented by one more": (model, random) => {
    const { line, replaced } = pickLine(
      model,
      random,
      (one, before) =>
        before !== undefined && isScalar(one) && isScalar(before) && marginOf(one) === marginOf(before),
    );
    return syntax(replaced(` ${line.text}`));
  },
  "a line indented by one less": (model, random) => {
    const { line, replaced, number } = pickLine(
      model,
      random,
      (one, before) =>
        before !== undefined &&
        one.text.startsWith("  ") &&
        isScalar(one) &&
        isScalar(before) &&
        marginOf(one) === marginOf(before),
    );
    return syntax(replaced(line.text.slice(1)), number);
  },
  "no colon": (model, random) => {
    const { line, replaced } = pickLine(model, random, (one) => isTop(one) && isScalar(one));
    return refuse(replaced(line.text.replace(": ", random.pick([" ", " = ", ""]))), "either");
  },
  "no space after the colon": (model, random) => {
    const { line, replaced } = pickLine(model, random, (one) => isTop(one) && isScalar(one));
    return refuse(replaced(line.text.replace(": ", ":")), "either");
  },
  "cut off inside a key": (model, random) => {
    const { line, before } = pickLine(model, random, (one, previous) => previous !== undefined && isTop(one));
    return syntax(`${joined(before)}${line.text.slice(0, 1 + random.below(line.path[0]!.length - 1))}`);
  },
  "cut off inside quotes": (model, random) => {
    const quote = random.pick([doubleQuoted, singleQuoted]);
    const text = styled(model, { text: quote });
    const start = random.pick([...text.matchAll(/: (["'])/g)].map(({ index }) => index + 3));
    const length = text.slice(start).search(/["']/);
    return syntax(text.slice(0, start + random.below(Math.max(1, length))));
  },
  "cut off inside brackets": (model, random) => {
    const text = styled(model, { flow: true, text: doubleQuoted });
    const brackets = [...text.matchAll(/[[{] ?[^\]}\n]/g)].map(({ index }) => index + 1);
    return syntax(text.slice(0, random.pick(brackets)));
  },
  "a quote that does not close": (model, random) => {
    const { line, replaced } = pickLine(
      model,
      random,
      (one) => one.value.kind === "text" || one.value.kind === "word",
    );
    return syntax(replaced(withValue(line, random.pick([`"open`, `'open`]))));
  },
  "a closing bracket too many": (model, random) => {
    const { line, replaced } = pickLine(model, random, (one) => isScalar(one));
    return syntax(
      replaced(
        withValue(line, random.pick(["[a]]", "{ a: b }}", '"a" ]', '"a" "b"', '"a" b: c', "a: b: c"])),
      ),
    );
  },
  "an escape that is not known": (model, random) => {
    const { line, replaced, number } = pickLine(model, random, (one) => one.value.kind === "text");
    return syntax(replaced(withValue(line, random.pick(['"a\\qb"', '"C:\\data"', '"\\x4"']))), number);
  },
  "a character that cannot start a value": (model, random) => {
    const { line, replaced, number } = pickLine(model, random, isScalar);
    return syntax(replaced(withValue(line, random.pick(["@home", "`date`", "%x"]))), number);
  },
  "a tag": (model, random) => {
    const { line, replaced, number } = pickLine(model, random, isScalar);
    const tag = random.pick([
      "!!python/object/apply:os.system",
      "!secret",
      "!!binary",
      "!!timestamp",
      "!<tag:x,2000:y>",
    ]);
    return syntax(replaced(withValue(line, `${tag} aGk=`)), number);
  },
  "an alias without anchor": (model, random) => {
    const { line, replaced, number } = pickLine(model, random, isScalar);
    return syntax(replaced(withValue(line, `*${random.pick(["x", "pwd", "base"])}`)), number);
  },
  "a merge key": (model, random) =>
    refuse(
      `${styled(model, {})}<<: { ${random.pick(["base_currency: USD", "mongo_db: x", "a: b"])} }\n`,
      "CONFIG_VALUE",
    ),
  "a second document": (model, random) =>
    syntax(`${styled(model, {})}---\n${random.pick(["mongo_db: x", "", "[]"])}\n`),
  "a list as the whole": (model, random) =>
    syntax(random.pick([styled(model, {}).replace(/^/gm, "  ").replace(" ", "-"), "- a\n- b\n", "[]\n"])),
  "a text as the whole": (_, random) =>
    syntax(random.pick(["hello\n", '"base_currency: USD"\n', "12\n", "|\n  a: b\n"]), 1),
  "a stray line": (model, random) => {
    const { line, replaced } = pickLine(model, random, isTop);
    return syntax(replaced(random.pick(["hello world", "'quoted'", "]", "}", "- item", "? [a]"]), line.text));
  },
  "a NUL byte": (model, random) => withBytes(model, random, [0]),
  "a control character": (model, random) =>
    withBytes(model, random, [random.pick([1, 7, 8, 11, 12, 27, 127])]),
  "a byte that is not UTF-8": (model, random) =>
    withBytes(
      model,
      random,
      random.pick([[0xff], [0xc0, 0xaf], [0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]),
    ),
  "CR line ends": (model) => syntax(styled(model, {}).replaceAll("\n", "\r"), 1),
  "UTF-16": (model, random) => {
    const text = styled(model, {});
    const mark = random.chance(0.5) ? "\uFEFF" : "";
    return {
      bytes: Uint8Array.from(Buffer.from(`${mark}${text}`, "utf16le")),
      label: { kind: "refuse", code: "CONFIG_SYNTAX", line: 1 },
    };
  },
  "deep nesting": (model, random) => {
    const depth = 40 + random.below(5000);
    const [open, close] = random.pick([
      ["[", "]"],
      ["{a: ", "}"],
      ["- ", ""],
    ] as const);
    const start = open === "- " ? "reports:\n  " : "reports: ";
    const closing = random.chance(0.5) ? close.repeat(depth) : "";
    return syntax(`${styled(model, {})}${start}${open.repeat(depth)}${closing}\n`);
  },
  "aliases of aliases": (model, random) => {
    const width = 5 + random.below(10);
    const level = (at: number): string =>
      `  a${at}: &a${at} [${Array(width)
        .fill(`*a${at - 1}`)
        .join(", ")}]\n`;
    const levels = Array.from({ length: 9 }, (_, at) => level(at + 1)).join("");
    return syntax(`${styled(model, {})}reports:\n  a0: &a0 [x, y]\n${levels}`);
  },
  "an alias of itself": (model) => syntax(`${styled(model, {})}reports: &self { again: *self }\n`),
  "too large": (model, random) =>
    syntax(`${styled(model, {})}${"# padding\n".repeat(27_000 + random.below(1000))}`, 1),
};
