import ts from "typescript";
import { pageNames, sourceName, sourceText } from "./exampleSource.js";
import type { Example } from "./markdown.js";

/**
 * Checks the types of examples against the sources of the package under its own settings, each as a module of its own.
 * Gives what is wrong, one line each with page and line.
 */
export function checkExamples(root: string, examples: readonly Example[]): readonly string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  options.moduleDetection = ts.ModuleDetectionKind.Force;

  const texts = new Map(examples.map((example) => [root + sourceName(example), sourceText(example)]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  const program = ts.createProgram([...texts.keys()], options, host);

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
