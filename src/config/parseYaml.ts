import type { KeyPath, Located, LocatedEntry, LocatedMap, LocatedScalar, Origin } from "./located.js";
import { keyText, refused } from "./refusal.js";

/** The yaml package, which the caller loads, so that a desk without a file does without it. */
export type Yaml = typeof import("yaml");
type ParsedNode = import("yaml").ParsedNode;
type ParsedMap = import("yaml").YAMLMap.Parsed;
type ParsedScalar = import("yaml").Scalar.Parsed;
type Token = import("yaml").CST.Token;

/** Deeper nesting than this is refused, before anything recurses into it. */
const DEEPEST = 32;
/** The most values a file may hold once its aliases are expanded, unless told otherwise. */
const MOST_VALUES = 20_000;

/**
 * What went wrong, by the parser's code. Its own messages are not used: they quote the file, and so may hold a secret.
 */
const PROBLEMS: Readonly<Record<string, string>> = {
  BAD_INDENT: "the indentation does not fit the lines before, or a bracket before is not closed",
  TAB_AS_INDENT: "a tab is used to indent; use spaces",
  MISSING_CHAR: "something is missing here: a closing quote or bracket, a colon or a space after it",
  UNEXPECTED_TOKEN: "this cannot stand here",
  MULTILINE_IMPLICIT_KEY: "a key has to stand on one line with its colon",
  BLOCK_AS_IMPLICIT_KEY: 'a block starts on its own line, and a value that holds ": " needs quotes',
  BAD_DQ_ESCAPE: "an escape in double quotes is not known; write \\\\ for a backslash",
  BAD_SCALAR_START: "a value cannot start with this character; put it in quotes",
  TAG_RESOLVE_FAILED: "a tag (!…) is used; write the plain value",
  MULTIPLE_DOCS: "a second document starts; keep one to a file",
  NON_STRING_KEY: "a key has to be text",
};

/**
 * Reads a YAML 1.2 configuration as values with their places.
 *
 * @throws ContangoError `CONFIG_SYNTAX` for text that is not YAML, a key that stands twice, tags, several documents, or
 * nesting and aliases beyond bounds; `CONFIG_VALUE` for a merge key; with file, line and column.
 */
export function parseYaml(library: Yaml, text: string, file: string, mostValues = MOST_VALUES): LocatedMap {
  const lines = new library.LineCounter();
  const at = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { source: file, line, column: col };
  };
  const tokens = [...new library.Parser(lines.addNewLine).parse(text)];
  requireShallow(tokens, at);
  const composer = new library.Composer({
    schema: "core",
    version: "1.2",
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  const problem = document?.errors[0] ?? document?.warnings[0];
  if (problem !== undefined) {
    const what = PROBLEMS[problem.code] ?? `this is not YAML (${problem.code})`;
    throw refused("CONFIG_SYNTAX", at(problem.pos[0]), what);
  }
  if (second !== undefined) throw refused("CONFIG_SYNTAX", at(second.range[0]), PROBLEMS.MULTIPLE_DOCS!);
  const root = locateNodes(library, document?.contents ?? null, at, mostValues);
  if (root.kind === "map") return root;
  if (root.kind === "scalar" && root.value === null) {
    return { kind: "map", origin: root.origin, entries: new Map() };
  }
  throw refused("CONFIG_SYNTAX", root.origin, "a configuration is a block of keys, as in base_currency: USD");
}

/** Refuses deep nesting in the tokens, without recursion: the composer would run out of stack. */
function requireShallow(tokens: readonly Token[], at: (offset: number) => Origin): void {
  const open: { token: object; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > DEEPEST) {
      const { offset = 0 } = token as { offset?: number };
      throw refused("CONFIG_SYNTAX", at(offset), `there are more than ${DEEPEST} levels of nesting`);
    }
    const { items = [], value } = token as { items?: readonly object[]; value?: unknown };
    for (const item of items as readonly { key?: object | null; value?: object }[]) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
    if (typeof value === "object" && value !== null) open.push({ token: value, depth });
  }
}

/** Turns the parser's nodes into values with their places, aliases expanded within bounds. */
function locateNodes(
  library: Yaml,
  contents: ParsedNode | null,
  at: (offset: number) => Origin,
  mostValues: number,
): Located {
  const anchors = new Map<string, ParsedNode>();
  let values = 0;

  function locateNode(node: ParsedNode | null, path: KeyPath, origin: Origin): Located {
    if (++values > mostValues || path.length > DEEPEST) {
      throw refused(
        "CONFIG_SYNTAX",
        origin,
        `${keyText(path.slice(0, 4)) || "the file"} holds too much once aliases are expanded; write less`,
        path.slice(0, 4),
      );
    }
    if (node === null) return { kind: "scalar", origin, value: null };
    if (library.isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) return locateNode(target, path, origin);
      throw refused("CONFIG_SYNTAX", origin, "there is no anchor of that name before this alias", path);
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (library.isSeq(node)) {
      const items = node.items.map((item, place) =>
        locateNode(item, [...path, String(place)], at(item.range[0])),
      );
      return { kind: "list", origin, items };
    }
    if (library.isMap(node)) return locateMap(node, path, origin);
    return { kind: "scalar", origin, value: scalarValue(node) };
  }

  function locateMap(node: ParsedMap, path: KeyPath, origin: Origin): LocatedMap {
    const entries = new Map<string, LocatedEntry>();
    for (const pair of node.items) {
      const { value, type } = pair.key as ParsedScalar;
      const name = String(value);
      const key = at(pair.key.range[0]);
      const inner = [...path, name];
      if (name === "<<" && type === "PLAIN") {
        throw refused("CONFIG_VALUE", key, "a merge key (<<) is used; write the values out", inner);
      }
      if (entries.has(name))
        throw refused("CONFIG_SYNTAX", key, `${keyText(inner)} stands twice; keep one`, inner);
      const origin = pair.value === null ? key : at(pair.value.range[0]);
      entries.set(name, { key, value: locateNode(pair.value, inner, origin) });
    }
    return { kind: "map", origin, entries };
  }

  return locateNode(contents, [], at(contents?.range[0] ?? 0));
}

/** A number with a leading zero stays text: 010 is eight to YAML 1.1, and ten to YAML 1.2. */
function scalarValue({ value, source }: ParsedScalar): LocatedScalar["value"] {
  return typeof value === "number" && /^[-+]?0\d/.test(source) ? source : (value as LocatedScalar["value"]);
}
