import { configOf } from "../config/config.js";
import type { ConfigValues } from "../config/configValues.js";
import { type DeskOptions, openDesk } from "../desk/openDesk.js";
import { memoryBacktestStates } from "../launchers/memory/backtestStates.js";
import type { Desk } from "../production/desk.js";
import { memoryEngine } from "../storage/memory/engine.js";
import type { TimeLike } from "../time/text.js";
import { type CapturedLog, captureLog } from "./captureLog.js";
import { type FixedClock, fixedClock } from "./fixedClock.js";
import { memoryFiles } from "./memoryFiles.js";
import { type Outbox, outbox } from "./outbox.js";

export interface TestDeskOptions
  extends Omit<DeskOptions, "storage" | "config" | "clock" | "log" | "mailer"> {
  /** The moment, in the desk's zone, which is UTC unless `config` says otherwise; default 2024-01-02 21:00. */
  readonly now?: TimeLike;
  /** Settings over the defaults. */
  readonly config?: Partial<ConfigValues>;
  /** Default: a new one in memory. */
  readonly storage?: DeskOptions["storage"];
  readonly clock?: FixedClock;
}

/** A desk for tests, and what it wrote and sent. */
export interface TestDesk extends Desk {
  readonly clock: FixedClock;
  readonly log: CapturedLog;
  readonly outbox: Outbox;
}

/**
 * A desk in memory whose clock stands still, whose log is kept to be looked at, and whose mails go to an outbox.
 *
 * @example
 * await using desk = await testDesk({ now: "2024-03-28 21:00", broker: simulatedBroker({ market, clock }) });
 */
export async function testDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const { now = "2024-01-02 21:00", config, storage = memoryEngine(), ...rest } = options;
  const clock = options.clock ?? fixedClock(now);
  const log = captureLog();
  const mails = outbox();
  const desk = await openDesk({
    states: memoryBacktestStates(),
    files: memoryFiles(),
    ...rest,
    config: configOf({ timezone: "UTC", ...config }),
    storage,
    clock,
    log,
    mailer: mails,
  });
  return { ...desk, clock, log, outbox: mails };
}
