import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import type { HeapFigure } from "./heap.js";
import type { SoakReport } from "./soak.js";
import type { StoreKind } from "./world.js";

/** Another one goes through other days: `CONTANGO_SOAK_SEED=7 npm run test:soak`. */
const SEED = process.env.CONTANGO_SOAK_SEED ?? "1";
const DAYS = 250;
/** Memory on the last day over that on the fiftieth. */
const GROWTH = 1.05;

describe.concurrent(`${DAYS} trading days of 40 instruments at a broker with faults, seed "${SEED}"`, () => {
  test.for<StoreKind>(["memory", "sqlite"])("%s", async (kind) => {
    const report = await runChild(kind);
    console.log(summary(kind, report));
    const { counts, heap } = report;
    for (const what of EXPECTED) assert.ok((counts[what] ?? 0) > 0, `there were no ${what}`);
    for (const part of ["objects", "arrays"] as const) {
      const [early, late] = [heap[50]![part], heap[DAYS]![part]];
      assert.ok(
        late <= GROWTH * early,
        `${part} take ${late} MB on day ${DAYS}, and took ${early} MB on day 50: ${JSON.stringify(heap)}`,
      );
    }
  });
});

/** What has to come up, so that it was seen. */
const EXPECTED = [
  "spikes settled",
  "price rolls by hand",
  "trades by hand",
  "fills attributed",
  "fills by hand",
  "stopped runs",
  "failed runs",
  "account values checked",
  "same runs",
  "restarts",
  "told",
  "forgotten",
  "corrected",
];

function summary(kind: StoreKind, { days, seconds, counts, heap }: SoakReport): string {
  const told = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  const [early, late] = [heap[50], heap[days]];
  const part = (name: keyof HeapFigure): string => `${name} ${early?.[name]} and ${late?.[name]} MB`;
  const memory = `heap on day 50 and day ${days}: ${part("objects")}, ${part("arrays")}, ${part("code")}`;
  return `${kind}: ${days} days in ${seconds.toFixed(0)} s, seed "${SEED}"; ${memory}; ${told.join(", ")}`;
}

/** What the engine notes about a function is there from its first call, not only once it is hot: it would look like growth. */
const FLAGS = ["--expose-gc", "--no-lazy-feedback-allocation"];

/** Runs a soak in a process whose memory can be collected when we want. */
function runChild(kind: StoreKind): Promise<SoakReport> {
  const program = fileURLToPath(new URL("./program.ts", import.meta.url));
  const order = JSON.stringify({ kind, seed: SEED, days: DAYS });
  const child = spawn(process.execPath, [...FLAGS, "--import", "tsx", program, order], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, errors] = ["", ""];
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(out.trim().split("\n").at(-1)!) as SoakReport);
      else reject(new Error(`the ${kind} soak failed (seed "${SEED}"):\n${errors}`));
    });
  });
}
