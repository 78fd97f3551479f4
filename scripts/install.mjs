// Runs before `npm run demo`, `npm test` and the like: installs what the lock file names, once, so that a fresh
// clone needs no other command.
import { execSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const mark = new URL("../node_modules/.contango-installed", import.meta.url);
const lock = readFileSync(new URL("../package-lock.json", import.meta.url), "utf8");
if (!existsSync(mark) || readFileSync(mark, "utf8") !== lock) {
  process.stdout.write(
    "Installing dependencies (once; a database driver may be compiled, which takes a minute or two) …\n",
  );
  const root = new URL("..", import.meta.url);
  try {
    execSync("npm ci --no-audit --no-fund --loglevel=error", {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ""}${error.stderr ?? ""}`);
    process.exit(1);
  }
  writeFileSync(mark, lock);
}
