/** `npm run lint` runs this: prints every violation of scripts/architecture.ts and fails where there is one. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { violations } from "./architecture.js";

const source = fileURLToPath(new URL("../src/", import.meta.url));
const files = new Map(
  readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file.replaceAll("\\", "/"), readFileSync(`${source}${file}`, "utf8")]),
);
const found = violations(files);
for (const line of found) console.error(`src/${line}`);
console.log(`architecture: ${files.size} files, ${found.length} violations`);
process.exitCode = found.length === 0 ? 0 : 1;
