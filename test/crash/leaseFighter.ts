import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that does with a lease what it is told. */
export interface Fighter {
  readonly alive: boolean;
  /** Gives the answer, or "killed" where the process ends before it answers. */
  tell(order: "take" | "renew" | "release" | "commit"): Promise<string>;
  /** Ends the process at once; resolves when it is gone. */
  kill(): Promise<void>;
}

export async function startFighter(program: string, values: readonly string[]): Promise<Fighter> {
  const child: ChildProcess = spawn(process.execPath, [program, ...values], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting: ((answer: string) => void)[] = [];
  let alive = true;
  const gone = new Promise<void>((resolve) => {
    child.on("exit", () => {
      alive = false;
      for (const answer of waiting.splice(0)) answer("killed");
      resolve();
    });
  });
  const next = (): Promise<string> => new Promise((resolve) => waiting.push(resolve));
  const ready = next();
  createInterface({ input: child.stdout! }).on("line", (line) => waiting.shift()?.(line));
  if ((await ready) !== "ready") throw new Error("the process did not start");
  return {
    get alive() {
      return alive;
    },
    tell(order) {
      if (!alive) return Promise.resolve("killed");
      const answer = next();
      child.stdin!.write(`${order}\n`);
      return answer;
    },
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
