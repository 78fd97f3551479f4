import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { buildSync, transformSync } from "esbuild";
import { compiledName, sourceName, sourceText } from "./exampleSource.js";
import type { Example } from "./markdown.js";

/**
 * Writes a package to `folder` that finds itself by its own name: the package as it is built from its sources, and the
 * examples, each as a module of its own.
 */
export function compileExamples(root: string, folder: string, examples: readonly Example[]): void {
  const entries = readdirSync(`${root}src`).filter((name) => name.endsWith(".ts"));
  buildSync({
    absWorkingDir: root,
    entryPoints: entries.map((name) => `src/${name}`),
    outdir: `${folder}/src`,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: true,
  });
  const exports = { ".": "./src/index.js", "./*": "./src/*.js" };
  writeFileSync(`${folder}/package.json`, JSON.stringify({ name: "contango", type: "module", exports }));
  mkdirSync(`${folder}/docs`);
  for (const example of examples) {
    const { code } = transformSync(sourceText(example), {
      loader: "ts",
      target: "node20",
      sourcemap: "inline",
      sourcefile: sourceName(example),
    });
    writeFileSync(`${folder}/${compiledName(example)}`, code);
  }
}
