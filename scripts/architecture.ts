/** The rules of the house, checked on source text: who may import whom, and no clock or randomness in the domain. */
import { posix } from "node:path";
import ts from "typescript";

/** Pure rooms: values in, values out. */
const DOMAIN = [
  "time",
  "series",
  "instruments",
  "contracts",
  "prices",
  "rolls",
  "capital",
  "backtest",
  "backtest/config",
  "backtest/rawdata",
  "backtest/rules",
  "backtest/forecasts",
  "backtest/portfolio",
  "backtest/accounts",
  "backtest/estimation",
  "backtest/dynamic",
  "backtest/system",
  "positions",
  "orders",
];

/** What works on a desk: every room may use the others, the domain and the ports, and no implementation. */
const PRODUCTION = [
  "production",
  "production/prices",
  "production/positions",
  "production/capital",
  "production/backup",
  "production/housekeeping",
  "production/initialise",
  "production/roll",
  "interactive",
  "interactive/checks",
  "interactive/diagnostics",
  "interactive/roll",
  "interactive/capital",
  "schedule",
];

const PORTS = [
  "errors",
  ...DOMAIN,
  "config",
  "storage",
  "storage/repositories",
  "launchers",
  "log",
  "mail",
  "prompt",
  "broker",
  "broker/sources",
  "charts",
  "reports",
  ...PRODUCTION,
];

interface Room {
  /** Rooms that may be imported, besides the room itself. */
  readonly rooms: readonly string[];
  /** Rooms that may be imported where they are needed, by `import()`: implementations that nobody should pay for who does not. */
  readonly lazyRooms?: readonly string[];
  /** Packages that may be imported at the top of a file; `node:` stands for all of Node's own. */
  readonly packages: readonly string[];
}

const ROOMS: Readonly<Record<string, Room>> = {
  errors: { rooms: [], packages: [] },
  ...Object.fromEntries(
    DOMAIN.map((room) => [
      room,
      { rooms: ["errors", ...DOMAIN], packages: room === "capital" ? ["decimal.js"] : [] },
    ]),
  ),
  config: { rooms: ["errors", ...DOMAIN], packages: ["node:"] },
  storage: { rooms: ["errors", ...DOMAIN], packages: ["node:"] },
  "storage/repositories": { rooms: ["errors", ...DOMAIN, "storage"], packages: [] },
  "storage/memory": { rooms: ["errors", ...DOMAIN, "storage"], packages: [] },
  "storage/sqlite": { rooms: ["errors", ...DOMAIN, "storage"], packages: ["node:"] },
  "storage/csv": { rooms: ["errors", ...DOMAIN, "storage"], packages: ["node:"] },
  charts: { rooms: ["errors", ...DOMAIN], packages: ["node:"] },
  reports: { rooms: ["errors", ...DOMAIN, "charts"], packages: [] },
  log: { rooms: ["errors", ...DOMAIN, "config", "storage", "mail"], packages: ["node:"] },
  mail: { rooms: ["errors", ...DOMAIN, "config", "storage"], packages: ["node:"] },
  prompt: { rooms: ["errors", ...DOMAIN], packages: [] },
  "prompt/terminal": { rooms: ["errors", ...DOMAIN, "prompt"], packages: ["node:"] },
  broker: { rooms: ["errors", ...DOMAIN], packages: [] },
  "broker/simulated": { rooms: ["errors", ...DOMAIN, "broker", "testing"], packages: [] },
  "broker/sources": { rooms: ["errors", ...DOMAIN, "broker"], packages: [] },
  "broker/csv": { rooms: ["errors", ...DOMAIN, "broker", "storage", "storage/csv"], packages: ["node:"] },
  ...Object.fromEntries(
    PRODUCTION.map((room) => [room, { rooms: PORTS, lazyRooms: ["storage/csv"], packages: ["node:path"] }]),
  ),
  desk: {
    rooms: [...PORTS, "launchers/files", "storage/sqlite", "storage/csv", "prompt/terminal", "schedule"],
    packages: ["node:"],
  },
  repl: { rooms: [...PORTS, "desk", "schedule", "prompt/terminal"], packages: ["node:"] },
  launchers: {
    rooms: ["errors", ...DOMAIN, "config", "storage", "storage/repositories", "log"],
    packages: ["node:"],
  },
  "launchers/files": {
    rooms: ["errors", ...DOMAIN, "storage", "launchers"],
    packages: ["node:"],
  },
  "launchers/memory": { rooms: ["errors", ...DOMAIN, "storage", "launchers"], packages: [] },
  testing: {
    rooms: [...PORTS, "storage/memory", "launchers/memory", "broker/simulated", "desk"],
    packages: ["node:"],
  },
};

/** Packages that `import "contango"` must not load, not even through another file. */
const HEAVY = [
  "nodemailer",
  "@clack/prompts",
  "better-sqlite3",
  "node:sqlite",
  "csv-parse",
  "yaml",
  "vitest",
  "typescript",
];

const BANNED_CALLS = [
  "Date.now",
  "Math.random",
  "performance.now",
  "crypto.randomUUID",
  "crypto.getRandomValues",
];
const BANNED_NAMES = [
  "setTimeout",
  "setInterval",
  "setImmediate",
  "process",
  "console",
  "queueMicrotask",
  "globalThis",
];

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
  readonly line: number;
}

/** The room of a file below `src`: its folder, or "" for an entry file. */
export function roomOf(file: string): string {
  const folder = posix.dirname(file);
  return folder === "." ? "" : folder;
}

/** One line a violation, `file:line: what`; `files` maps paths below `src` to their text. */
export function violations(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const graph = new Map<string, Import[]>();
  for (const [file, text] of files) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const imports = importsOf(source);
    graph.set(file, imports);
    found.push(...importViolations(file, imports));
    if (DOMAIN.includes(roomOf(file))) found.push(...purityViolations(file, source));
  }
  return [...found, ...heavyPaths(graph)];
}

function importsOf(source: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  const lineOf = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      const typeOnly = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly;
      const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
      imports.push({ specifier, typeOnly, lazy: false, line: lineOf(node) });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) {
        imports.push({ specifier: argument.text, typeOnly: false, lazy: true, line: lineOf(node) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function importViolations(file: string, imports: readonly Import[]): string[] {
  const room = roomOf(file);
  if (room === "") return [];
  const rules = ROOMS[room];
  if (rules === undefined)
    return [`${file}:1: room "${room}" has no rule; add it to scripts/architecture.ts`];
  return imports.flatMap(({ specifier, lazy, typeOnly, line }) => {
    if (specifier.startsWith(".")) {
      const target = roomOf(posix.join(posix.dirname(file), specifier));
      const allowed = lazy || typeOnly ? [...rules.rooms, ...(rules.lazyRooms ?? [])] : rules.rooms;
      return target === room || allowed.includes(target)
        ? []
        : [`${file}:${line}: ${room} may not import ${target === "" ? "an entry file" : target}`];
    }
    const allowed =
      lazy ||
      rules.packages.some((name) => specifier === name || (name === "node:" && specifier.startsWith(name)));
    return allowed && !(lazy && DOMAIN.includes(room))
      ? []
      : [`${file}:${line}: ${room} may not import ${specifier}`];
  });
}

function purityViolations(file: string, source: ts.SourceFile): string[] {
  const found: string[] = [];
  const report = (node: ts.Node, what: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push(`${file}:${line}: the domain may not use ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && BANNED_CALLS.includes(node.getText()))
      report(node, node.getText());
    if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length) {
      report(node, "new Date() without an argument");
    }
    if (ts.isAwaitExpression(node)) report(node, "await");
    if (node.kind === ts.SyntaxKind.AsyncKeyword) report(node, "async");
    if (ts.isIdentifier(node) && BANNED_NAMES.includes(node.text) && isReference(node))
      report(node, node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** True where an identifier names a global rather than a property or a declaration of that name. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isParameter(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isBindingElement(parent)
  );
}

function heavyPaths(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { specifier, typeOnly, lazy, line } of graph.get(file) ?? []) {
      if (typeOnly || lazy) continue;
      if (specifier.startsWith(".")) {
        walk(posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts"), [...path, file]);
      } else if (HEAVY.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
        found.push(
          `${file}:${line}: import "contango" loads ${specifier} (through ${[...path, file].join(" > ")})`,
        );
      }
    }
  };
  walk("index.ts", []);
  return found;
}
