import type { Block, Entry, Value } from "./yamlModel.js";

/** Ways to write the same configuration. */
export interface Style {
  readonly indent: number;
  readonly key: (key: string) => string;
  readonly text: (text: string) => string;
  readonly number: (value: number) => string;
  readonly flag: (value: boolean) => string;
  /** What stands between the colon and a value on its line. */
  readonly gap: string;
  /** Lists and innermost blocks on one line, in brackets. */
  readonly flow: boolean;
}

/** One line of a file, and what it says. */
export interface Line {
  readonly text: string;
  readonly path: readonly string[];
  readonly value: Value;
}

/** Plain where YAML allows it, else in double quotes. */
export const plainText = (text: string): string =>
  /[#"'\\]|: |^[-?:,[\]{}&*!|>%@`]/.test(text) ? JSON.stringify(text) : text;

export const PLAIN: Style = {
  indent: 2,
  key: (key) => key,
  text: plainText,
  number: String,
  flag: String,
  gap: " ",
  flow: false,
};

/** A model's lines: one for each scalar, list item and start of a block. */
export function writeLines(
  block: Block,
  style: Style = PLAIN,
  path: readonly string[] = [],
): readonly Line[] {
  return block.entries.flatMap((entry) => writeEntry(entry, style, path));
}

function writeEntry({ key, value }: Entry, style: Style, parents: readonly string[]): readonly Line[] {
  const margin = " ".repeat(style.indent * parents.length);
  const path = [...parents, key];
  const start = `${margin}${style.key(key)}:`;
  const inline = inlineText(value, style);
  if (inline !== undefined) return [{ text: `${start}${style.gap}${inline}`, path, value }];
  const head: Line = { text: start, path, value };
  if (value.kind === "block") return [head, ...writeLines(value, style, path)];
  const items = value.kind === "list" ? value.value : [];
  return [
    head,
    ...items.map((item) => ({
      text: `${margin}${" ".repeat(style.indent)}- ${style.text(item)}`,
      path,
      value,
    })),
  ];
}

function inlineText(value: Value, style: Style): string | undefined {
  switch (value.kind) {
    case "text":
    case "word":
      return style.text(value.value);
    case "number":
      return style.number(value.value);
    case "flag":
      return style.flag(value.value);
    case "list":
      return style.flow || value.value.length === 0
        ? `[${value.value.map(style.text).join(", ")}]`
        : undefined;
    case "block": {
      if (!style.flow) return undefined;
      const inner = value.entries.map(
        (entry) => `${style.key(entry.key)}: ${inlineText(entry.value, style)}`,
      );
      return `{ ${inner.join(", ")} }`;
    }
  }
}

export const joined = (lines: readonly { readonly text: string }[]): string =>
  `${lines.map(({ text }) => text).join("\n")}\n`;
