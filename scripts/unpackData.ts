/** Unpacks `data/*.br` into `.data/` once: the real prices and golden values that the repo carries. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The folder that holds `futures` and `golden` afterwards. Whole or not there: it is renamed into place. */
export function unpackData(): string {
  const packed = readdirSync(join(root, "data"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".br"))
    .sort();
  const hash = createHash("sha256");
  for (const file of packed) hash.update(`${file} ${statSync(join(root, "data", file)).size}\n`);
  const key = hash.digest("hex").slice(0, 16);
  const target = join(root, ".data");
  const mark = join(target, "unpacked");
  if (existsSync(mark) && readFileSync(mark, "utf8") === key) return target;
  const fresh = join(root, `.data.${process.pid}`);
  for (const file of packed) {
    const path = join(fresh, file.slice(0, -".br".length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, brotliDecompressSync(readFileSync(join(root, "data", file))));
  }
  writeFileSync(join(fresh, "unpacked"), key);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  return target;
}
