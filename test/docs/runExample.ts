import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compiledName, pageNames } from "./exampleSource.js";
import type { Example } from "./markdown.js";

export interface Run {
  /** 0 where it ended well. */
  readonly status: number | NodeJS.Signals;
  readonly stdout: string;
  /** With places in the page. */
  readonly stderr: string;
}

const LONGEST = 20_000;

/** Runs an example that was compiled into `folder`: a process of its own, in an empty working directory. */
export async function runExample(folder: string, example: Example): Promise<Run> {
  const cwd = mkdtempSync(join(tmpdir(), "contango-docs-"));
  const { FORCE_COLOR, NODE_OPTIONS, ...env } = process.env;
  try {
    const child = spawn(process.execPath, ["--enable-source-maps", `${folder}/${compiledName(example)}`], {
      cwd,
      env,
      timeout: LONGEST,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = async (stream: NodeJS.ReadableStream): Promise<string> => {
      const parts = [];
      for await (const part of stream) parts.push(Buffer.from(part));
      return Buffer.concat(parts).toString();
    };
    const status = new Promise<number | NodeJS.Signals>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve(code ?? signal ?? 1));
    });
    const [stdout, stderr, ended] = await Promise.all([text(child.stdout), text(child.stderr), status]);
    return { status: ended, stdout, stderr: pageNames(stderr) };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
