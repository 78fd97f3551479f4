import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

/** A program that starts quickly, because all of it is in one file. */
export interface Bundle extends AsyncDisposable {
  readonly path: string;
}

/** Bundles a program of this folder. Below node_modules, so that it finds the packages that it loads when it runs. */
export async function bundle(program: string): Promise<Bundle> {
  const name = `contango-crash-${process.pid}-${program}`;
  const folder = fileURLToPath(new URL(`../../node_modules/.cache/${name}/`, import.meta.url));
  await build({
    entry: { [program]: fileURLToPath(new URL(`./${program}.ts`, import.meta.url)) },
    outDir: folder,
    format: "esm",
    target: "node20",
    platform: "node",
    splitting: false,
    outExtension: () => ({ js: ".mjs" }),
    config: false,
    silent: true,
    dts: false,
  });
  return {
    path: `${folder}${program}.mjs`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
