import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    sqlite: "src/sqlite.ts",
    csv: "src/csv.ts",
    charts: "src/charts.ts",
    testing: "src/testing.ts",
    repl: "src/repl.ts",
  },
  format: "esm",
  target: "node20",
  platform: "node",
  splitting: true,
  clean: true,
  sourcemap: true,
  treeshake: true,
  // node:sqlite exists from Node 22 only and is loaded at run time; esbuild must not rewrite its name.
  removeNodeProtocol: false,
  external: ["better-sqlite3", "nodemailer", "@clack/prompts", "vitest"],
  dts: { compilerOptions: { ignoreDeprecations: "6.0", paths: {} } },
});
