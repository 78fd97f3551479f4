import { autoRoll } from "../../src/production/autoRoll.js";
import { backupToCsv } from "../../src/production/backupToCsv.js";
import { executeTrades } from "../../src/production/executeTrades.js";
import type { Outcome } from "../../src/production/outcome.js";
import type { Process, ProcessOptions } from "../../src/production/process.js";
import { DAY_PROCESSES } from "../../src/production/processes.js";
import { runDay } from "../../src/production/runDay.js";
import { storeSnapshot } from "../../src/production/storeSnapshot.js";
import { truncateEchoFiles } from "../../src/production/truncateEchoFiles.js";
import { updateMultipleAdjustedPrices } from "../../src/production/updateMultipleAdjustedPrices.js";
import { updateTotalCapital } from "../../src/production/updateTotalCapital.js";
import { checkAccountValue } from "./checks/capital.js";
import { hold } from "./checks/fail.js";
import { brokerDifferences } from "./checks/positions.js";
import { hasThrown, takeIn } from "./checks/records.js";
import { type Course, count } from "./course.js";
import { isRolledByProgram } from "./person/rolls.js";
import type { World } from "./world.js";

/** What takes long and is not done every day here. */
const BACKUPS: readonly Process[] = [
  backupToCsv as Process,
  storeSnapshot as Process,
  truncateEchoFiles as Process,
];

/** The processes of a day, with rolls by rule. */
export function processesOf(
  { scene }: World,
  backsUp: boolean,
): readonly (readonly [Process, ProcessOptions])[] {
  const codes = [...scene.market.instruments.keys()];
  const instruments = codes.filter((_, place) => isRolledByProgram(place));
  return DAY_PROCESSES.flatMap((process): readonly (readonly [Process, ProcessOptions])[] => {
    if (process === (updateMultipleAdjustedPrices as Process)) {
      return [
        [process, {}],
        [autoRoll as Process, { instruments } as ProcessOptions],
      ];
    }
    return BACKUPS.includes(process) && !backsUp ? [] : [[process, {}]];
  });
}

/** Runs a process, and stops it where the broker does not answer. */
export async function runOne(soak: Course, process: Process, options: ProcessOptions): Promise<Outcome> {
  const { world } = soak;
  const stop = new AbortController();
  world.silence.onSilence = () => stop.abort();
  const run = Object.assign(
    (desk: World["desk"], given?: ProcessOptions) => process(desk, { ...options, ...given }),
    { definition: process.definition },
  ) as Process;
  try {
    const [outcome] = await runDay(world.desk, { processes: [run], signal: stop.signal });
    const { status, items } = outcome!;
    const threw = hasThrown(outcome!);
    if (threw) requireOutage(outcome!);
    takeIn(soak.findings, outcome!);
    count(soak, "runs");
    if (threw) count(soak, "failed runs");
    if (status === "stopped") count(soak, "stopped runs");
    count(soak, "spikes", items.filter((item) => item.status === "spike").length);
    if (process === (updateTotalCapital as Process) && status === "done") await checkValue(soak);
    return outcome!;
  } finally {
    world.silence.onSilence = undefined;
  }
}

/** A run may fail as a whole only for the broker's sake. */
function requireOutage({ process, items }: Outcome): void {
  for (const item of items) {
    const code = "code" in item ? String(item.code) : "";
    hold(code.startsWith("BROKER_"), () => `${process} failed: ${item.message}`);
  }
}

async function checkValue(soak: Course): Promise<void> {
  const { world } = soak;
  if ((await brokerDifferences(world)).length > 0) return;
  await checkAccountValue(world, [...(await world.desk.data.fills.all()).values()]);
  count(soak, "account values checked");
}

/** How often trades may be sent, and their fills taken in, before nothing is new. */
const TURNS = 3;

/** A second run at the same moment changes nothing; but for trades, whose fills come with the next one. */
export async function requireSame(soak: Course, process: Process, options: ProcessOptions): Promise<void> {
  const trades = process === (executeTrades as Process);
  for (let turn = 1; turn <= TURNS; turn++) {
    const changes = await soak.world.watched.changesOf(() => runOne(soak, process, options));
    if (changes.length === 0) return count(soak, "same runs");
    hold(
      trades && turn < TURNS,
      () => `${process.definition.name} again at the same moment changed ${changes.join(", ")}`,
    );
  }
}
