import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (file: string): string => fileURLToPath(new URL(`./src/${file}.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^contango$/, replacement: source("index") },
      { find: /^contango\/(.+)$/, replacement: source("$1") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/crash/**", "test/soak/**"],
    setupFiles: ["test/support/fastCheck.ts"],
    globalSetup: ["test/support/unpackData.ts"],
    testTimeout: 30_000,
    pool: "forks",
    // By default a machine of two cores would have one worker.
    maxWorkers: "100%",
  },
});
