import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { transformSync } from "esbuild";
import ts from "typescript";
import type { Example } from "./markdown.js";

/** Name of an example among sources; its lines are those of the page. */
const sourceName = ({ file, line }: Example): string => `${file}.L${line}.ts`;

/** Where {@link compileExamples} puts an example below its folder. */
export const compiledName = (example: Example): string => sourceName(example).replace(/ts$/, "js");

/** A message in which examples go by the names of their pages. */
export const pageNames = (message: string): string => message.replace(/(\.md)\.L\d+\.[jt]s/g, "$1");

/**
 * Checks examples against the sources of the package under its own settings, each as a module of its own, and writes
 * them and the sources to `folder` as a package that runs. Gives what is wrong, one line each with page and line.
 */
export function compileExamples(
  root: string,
  folder: string,
  examples: readonly Example[],
): readonly string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  options.moduleDetection = ts.ModuleDetectionKind.Force;

  const texts = new Map(
    examples.map((example) => [root + sourceName(example), "\n".repeat(example.line - 1) + example.code]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  const program = ts.createProgram([...texts.keys()], options, host);
  writePackage(root, folder, program);

  return [...texts.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)!;
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, code, messageText }) => {
      const { line, character } = source.getLineAndCharacterOfPosition(start);
      const place = `${pageNames(name.slice(root.length))}:${line + 1}:${character + 1}`;
      return `${place} TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n  ")}`;
    });
  });
}

/** Writes what the program reads, without its types, as a package that finds itself by its own name. */
function writePackage(root: string, folder: string, program: ts.Program): void {
  for (const { fileName, text, isDeclarationFile } of program.getSourceFiles()) {
    if (isDeclarationFile) continue;
    const sourcefile = fileName.slice(root.length);
    const { code } = transformSync(text, { loader: "ts", target: "node20", sourcemap: "inline", sourcefile });
    const file = `${folder}/${sourcefile.replace(/ts$/, "js")}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  const exports = { ".": "./src/index.js", "./*": "./src/*.js" };
  writeFileSync(`${folder}/package.json`, JSON.stringify({ name: "contango", type: "module", exports }));
}
