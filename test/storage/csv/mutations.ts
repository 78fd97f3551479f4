/** A small sound file, taken apart. */
export interface SoundFile {
  readonly library: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Gives a whole number below a bound. */
export type Choose = (below: number) => number;

export interface Mutant {
  readonly bytes: Uint8Array;
  /** The line that must be named, where it is known. */
  readonly line?: number;
}

/** Makes one mutant, or none where the file does not have what it takes. */
export type Mutator = (file: SoundFile, choose: Choose) => Mutant | undefined;

const text = (lines: readonly (readonly string[])[], newline = "\n", delimiter = ","): string =>
  lines.map((fields) => fields.join(delimiter) + newline).join("");
const all = ({ header, rows }: SoundFile): (readonly string[])[] => [header, ...rows];
const utf8 = (content: string, line?: number): Mutant => ({
  bytes: Buffer.from(content),
  ...(line === undefined ? {} : { line }),
});
const plain = (file: SoundFile): string => text(all(file));

/** Every field through `change`, which gets the position of its row and column. */
const eachField = (
  file: SoundFile,
  change: (field: string, row: number, column: number) => string,
): SoundFile => ({
  ...file,
  rows: file.rows.map((fields, row) => fields.map((field, column) => change(field, row, column))),
});

/** One field of the kind asked for, through `change`. */
function oneField(
  wanted: (field: string) => boolean,
  change: (field: string, choose: Choose) => string,
): Mutator {
  return (file, choose) => {
    const places = file.rows.flatMap((fields, row) =>
      fields.flatMap((field, column) => (wanted(field) ? [{ row, column }] : [])),
    );
    const place = places[choose(Math.max(places.length, 1))];
    if (place === undefined) return undefined;
    const changed = eachField(file, (field, row, column) =>
      row === place.row && column === place.column ? change(field, choose) : field,
    );
    return utf8(plain(changed), place.row + 2);
  };
}

/** One line, through `change`. */
function oneLine(change: (fields: readonly string[], choose: Choose) => readonly string[] | string): Mutator {
  return (file, choose) => {
    const at = choose(file.rows.length);
    const lines = all(file).map((fields, line) => {
      const changed = line === at + 1 ? change(fields, choose) : fields;
      return typeof changed === "string" ? changed : changed.join(",");
    });
    return utf8(`${lines.join("\n")}\n`, at + 2);
  };
}

const isNumber = (field: string): boolean => /^-?\d+\.\d+$/.test(field);
const isLabel = (field: string): boolean => /^\d{8}$/.test(field);
const isTime = (field: string): boolean => /^\d{4}-/.test(field);
const insert = (field: string, at: number, what: string): string =>
  field.slice(0, at) + what + field.slice(at);
const pick = <Value>(values: readonly Value[], choose: Choose): Value => values[choose(values.length)]!;

/** Bytes put somewhere into the rows of a file. */
const insertBytes =
  (what: readonly number[]): Mutator =>
  (file, choose) => {
    const bytes = Buffer.from(plain(file));
    const first = bytes.indexOf(10) + 1;
    const at = first + choose(bytes.length - first);
    const line = bytes.subarray(0, at).toString("latin1").split("\n").length;
    return { bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from(what), bytes.subarray(at)]), line };
  };

/** A number written with an exponent. */
function withExponent(field: string): string {
  const decimals = field.length - field.indexOf(".") - 1;
  return `${field.replace(".", "").replace(/^(-?)0+(?=\d)/, "$1")}e-${decimals}`;
}

/** Files that say the same in other words. */
export const SAME: Readonly<Record<string, Mutator>> = {
  "\\r\\n": (file) => utf8(text(all(file), "\r\n")),
  "\\r": (file) => utf8(text(all(file), "\r")),
  "mixed line ends": (file) =>
    utf8(
      all(file)
        .map((fields, line) => fields.join(",") + (line % 3 === 1 ? "\r\n" : "\n"))
        .join(""),
    ),
  "byte order mark": (file) => utf8(`\ufeff${plain(file)}`),
  "byte order mark and \\r\\n": (file) => utf8(`\ufeff${text(all(file), "\r\n")}`),
  "every field quoted": (file) => utf8(text(all(file).map((fields) => fields.map((field) => `"${field}"`)))),
  "some fields quoted": (file, choose) =>
    utf8(text(all(file).map((fields) => fields.map((field) => (choose(3) === 0 ? `"${field}"` : field))))),
  "quoted header": (file) => utf8(plain({ ...file, header: file.header.map((name) => `"${name}"`) })),
  "empty last line": (file) => utf8(`${plain(file)}\n`),
  "several empty last lines": (file) => utf8(`${plain(file)}\n\r\n\n`),
  "empty lines between": (file, choose) =>
    utf8(
      all(file)
        .map((fields) => fields.join(",") + "\n".repeat(1 + choose(3)))
        .join(""),
    ),
  "no last line end": (file) => utf8(plain(file).slice(0, -1)),
  "no last line end, \\r\\n": (file) => utf8(text(all(file), "\r\n").slice(0, -2)),
  exponents: (file) =>
    utf8(plain(eachField(file, (field) => (isNumber(field) ? withExponent(field) : field)))),
  "some exponents": (file, choose) =>
    utf8(
      plain(
        eachField(file, (field) =>
          isNumber(field) && choose(4) === 0 ? withExponent(field).toUpperCase() : field,
        ),
      ),
    ),
  "zeros at the end": (file) =>
    utf8(plain(eachField(file, (field) => (isNumber(field) ? `${field}000` : field)))),
  "zeros at the front": (file) =>
    utf8(plain(eachField(file, (field) => (isNumber(field) ? field.replace(/^(-?)/, "$100") : field)))),
  "plus signs": (file) =>
    utf8(plain(eachField(file, (field) => (isNumber(field) ? field.replace(/^(?=\d)/, "+") : field)))),
  "whole numbers without a point": (file) =>
    utf8(plain(eachField(file, (field) => (isNumber(field) ? field.replace(/\.0$/, "") : field)))),
  "words for what is missing": (file, choose) =>
    utf8(
      plain(
        eachField(file, (field, _, column) =>
          field === "" && !/contract/i.test(file.header[column]!)
            ? pick(["NaN", "nan", "NA", "N/A", "null"], choose)
            : field,
        ),
      ),
    ),
  "columns in reverse": (file) => utf8(text(all(file).map((fields) => [...fields].reverse()))),
  "columns turned round": (file, choose) => {
    const by = choose(file.header.length);
    return utf8(text(all(file).map((fields) => [...fields.slice(by), ...fields.slice(0, by)])));
  },
  "blanks around fields": (file, choose) =>
    utf8(
      text(
        all(file).map((fields) =>
          fields.map((field) => " ".repeat(choose(3)) + field + " ".repeat(choose(2))),
        ),
      ),
    ),
  "blanks after commas": (file) => utf8(text(all(file), "\n", ", ")),
  "labels as floats": (file) =>
    utf8(plain(eachField(file, (field) => (isLabel(field) ? `${field}.0` : field)))),
  "some labels as floats": (file, choose) =>
    utf8(plain(eachField(file, (field) => (isLabel(field) && choose(2) === 0 ? `${field}.0` : field)))),
  "comma after the header": (file) => utf8(plain({ ...file, header: [...file.header, ""] })),
  "commas after the header": (file) => utf8(plain({ ...file, header: [...file.header, "", "", ""] })),
  "comma after every line": (file) => utf8(text(all(file).map((fields) => [...fields, ""]))),
  semicolons: (file) => utf8(text(all(file), "\n", ";")),
  tabs: (file) => utf8(text(all(file), "\n", "\t")),
  "T in times": (file) =>
    utf8(plain(eachField(file, (field) => (isTime(field) ? field.replace(" ", "T") : field)))),
  "fractions of a second": (file) =>
    utf8(plain(eachField(file, (field) => (isTime(field) ? `${field}.000000` : field)))),
  "a zone after times": (file) =>
    utf8(plain(eachField(file, (field) => (isTime(field) ? `${field}+00:00` : field)))),
  "another name for the time": (file, choose) =>
    utf8(
      plain({
        ...file,
        header: [pick(["index", "DATE_TIME", "DATETIME", ""], choose), ...file.header.slice(1)],
      }),
    ),
};

/** Files that must be refused. */
export const REFUSED: Readonly<Record<string, Mutator>> = {
  "nothing at all": () => utf8("", 1),
  "an empty line": () => utf8("\n", 1),
  "no header": (file) => utf8(text(file.rows), 1),
  "a header of other names": (file) =>
    utf8(
      plain({ ...file, header: file.header.map((_, column) => (column === 0 ? "when" : `c${column}`)) }),
      1,
    ),
  "a misspelt column": (file, choose) => {
    const at = 1 + choose(file.header.length - 1);
    return utf8(
      plain({ ...file, header: file.header.map((name, column) => (column === at ? `${name}X` : name)) }),
      1,
    );
  },
  "a column named twice": (file) => utf8(text(all(file).map((fields) => [...fields, fields.at(-1)!])), 1),
  "a column without a name": (file) =>
    utf8(text(all(file).map((fields, line) => [fields[0]!, line === 0 ? "" : "1", ...fields.slice(1)])), 1),
  "a missing column": (file, choose) => {
    const at = 1 + choose(file.header.length - 1);
    return utf8(text(all(file).map((fields) => fields.filter((_, column) => column !== at))), 1);
  },
  "a column missing in the header only": (file) => utf8(text([file.header.slice(0, -1), ...file.rows]), 1),
  "a cut line": oneLine((fields, choose) => {
    const line = fields.join(",");
    return line.slice(0, 1 + choose(line.lastIndexOf(",") - 1));
  }),
  "a cut last line": (file, choose) => {
    const lines = plain(file).slice(0, -1).split("\n");
    const last = lines.at(-1)!;
    const cut = last.slice(0, 1 + choose(last.lastIndexOf(",") - 1));
    return utf8([...lines.slice(0, -1), cut].join("\n"), lines.length);
  },
  "a field too many": oneLine((fields) => [...fields, "1.0"]),
  "a field too few": oneLine((fields) => fields.slice(0, -1)),
  "an empty field too many": oneLine((fields) => [...fields, ""]),
  "a decimal comma": oneField(isNumber, (field) => field.replace(".", ",")),
  "two lines in one": (file, choose) => {
    const at = choose(file.rows.length - 1);
    const lines = all(file).map((fields) => fields.join(","));
    const glued = [...lines.slice(0, at + 1), `${lines[at + 1]}${lines[at + 2]}`, ...lines.slice(at + 3)];
    return utf8(`${glued.join("\n")}\n`, at + 2);
  },
  "a letter in a number": oneField(isNumber, (field, choose) =>
    insert(field, choose(field.length + 1), pick(["x", "O", "l", "_", "%", "$"], choose)),
  ),
  "two points": oneField(isNumber, (field) => `${field}.5`),
  "two signs": oneField(isNumber, (field) => `--${field.replace("-", "")}`),
  "a blank in a number": oneField(isNumber, (field) => field.replace(".", " .")),
  "a number in base 16": oneField(isNumber, () => "0x1F"),
  "a number that is too large": oneField(isNumber, () => "1e999"),
  "a point and nothing else": oneField(isNumber, () => "."),
  "an exponent without digits": oneField(isNumber, (field) => `${field}e`),
  "text for a number": oneField(isNumber, (_, choose) =>
    pick(["#REF!", "n.a.", "-", "True", "null1"], choose),
  ),
  "a letter in a label": oneField(isLabel, (field, choose) =>
    insert(field, choose(9), pick(["x", "O", "."], choose)).replace(/\.$/, "x"),
  ),
  "a label of month 13": oneField(isLabel, (field) => `${field.slice(0, 4)}13${field.slice(6)}`),
  "a label of month 0": oneField(isLabel, (field) => `${field.slice(0, 4)}00${field.slice(6)}`),
  "a label of seven digits": oneField(isLabel, (field) => field.slice(0, 7)),
  "a price for a label": oneField(isLabel, () => "142.75"),
  "a date that does not exist": oneField(
    isTime,
    (field, choose) =>
      pick(["2023-02-30", "2023-13-01", "2023-00-10", "2023-04-31", "1900-02-29", "2023-01-00"], choose) +
      field.slice(10),
  ),
  "a clock that does not exist": oneField(
    isTime,
    (field, choose) =>
      `${field.slice(0, 11)}${pick(["24:00:00", "23:60:00", "23:00:60", "99:99:99"], choose)}`,
  ),
  "no time": oneField(isTime, () => ""),
  "a letter in a time": oneField(isTime, (field, choose) => insert(field, choose(19), "x")),
  "another form of date": oneField(isTime, (field, choose) =>
    pick(
      [
        `${field.slice(8, 10)}/${field.slice(5, 7)}/${field.slice(0, 4)} 23:00:00`,
        field.replaceAll("-", "."),
        "1700000000",
        "Mon Jan 1 2024",
      ],
      choose,
    ),
  ),
  "a date among times": (file, choose) => {
    const at = choose(file.rows.length);
    const changed = eachField(file, (field, row, column) =>
      row === at && column === 0 ? field.slice(0, 10) : field,
    );
    // The first line says which form it is; then the second is the odd one.
    return utf8(plain(changed), at === 0 ? 3 : at + 2);
  },
  "a time before a field": oneLine((fields) => [fields[1]!, fields[0]!, ...fields.slice(2)]),
  "a repeated line": (file, choose) => {
    const at = choose(file.rows.length);
    return utf8(text([file.header, ...file.rows.slice(0, at + 1), ...file.rows.slice(at)]), at + 3);
  },
  "a repeated time": (file, choose) => {
    const at = 1 + choose(file.rows.length - 1);
    const rows = file.rows.map((fields, row) =>
      row === at ? [file.rows[at - 1]![0]!, ...fields.slice(1)] : fields,
    );
    return utf8(plain({ ...file, rows }), at + 2);
  },
  "two lines the wrong way round": (file, choose) => {
    const at = choose(file.rows.length - 1);
    const rows = [...file.rows];
    rows.splice(at, 2, rows[at + 1]!, rows[at]!);
    return utf8(plain({ ...file, rows }), at + 3);
  },
  "a second header": (file, choose) => {
    const at = choose(file.rows.length + 1);
    return utf8(text([file.header, ...file.rows.slice(0, at), file.header, ...file.rows.slice(at)]), at + 2);
  },
  "another file after it": (file) => utf8(plain(file) + plain(file), file.rows.length + 2),
  "a lone quote": (file, choose) => {
    const content = plain(file);
    const first = content.indexOf("\n") + 1;
    const at = first + choose(content.length - first);
    return utf8(insert(content, at, '"'), content.slice(0, at).split("\n").length);
  },
  "a quote that closes early": oneField(isNumber, (field) => `"${field}"5`),
  "a quoted comma": oneField(isNumber, (field) => `"1,${field.replace("-", "")}"`),
  "a NUL byte": insertBytes([0]),
  "a byte that is no text": insertBytes([0xff]),
  "half a letter": insertBytes([0xc3]),
  "an encoded surrogate": insertBytes([0xed, 0xa0, 0x80]),
  "UTF-16": (file) => ({ bytes: Buffer.from(`\ufeff${plain(file)}`, "utf16le"), line: 1 }),
  "a line of letters": (file, choose) => {
    const at = choose(file.rows.length + 1);
    return utf8(text([file.header, ...file.rows.slice(0, at), ["<html>"], ...file.rows.slice(at)]), at + 2);
  },
};
