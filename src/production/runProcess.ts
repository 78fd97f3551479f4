import { ContangoError } from "../errors/contangoError.js";
import type { Log, Logger } from "../log/logger.js";
import { silentLogger } from "../log/silentLogger.js";
import type { Lease } from "../storage/leases.js";
import { COLLECTIONS } from "../storage/libraries.js";
import { nodeHost } from "../storage/nodeHost.js";
import { repositories } from "../storage/repositories/repositories.js";
import { attentionChange, readAttention, writeAttention } from "./attention.js";
import type { Desk } from "./desk.js";
import { eachItem, errorAbout, errorText } from "./eachItem.js";
import type { FailedItem, Outcome, OutcomeItem } from "./outcome.js";
import { outcomeStatus } from "./outcomeStatus.js";
import { countText, withOutcomeText } from "./outcomeText.js";
import type { ProcessDefinition, ProcessOptions, ProcessResult } from "./process.js";
import { takeProcessLease } from "./processLease.js";
import { type RunRecord, runDocument } from "./runs.js";
import { SIGN_OF_LIFE, showSignsOfLife } from "./signsOfLife.js";
import { discardingStorage } from "./storageViews.js";
import type { Work } from "./work.js";

const NEVER_STOPS = new AbortController().signal;

/**
 * Runs a process on a desk: one of its kind at a time over all machines (a lease), with a run record, labelled log entries,
 * the list of what a person has to see to, and mails. A dry run only works out what would be done.
 */
export async function runProcess<Options extends ProcessOptions, Item extends OutcomeItem>(
  definition: ProcessDefinition<Options, Item>,
  desk: Desk,
  options: Options,
): Promise<Outcome<Item>> {
  const { dryRun = false } = options;
  const run = startRun<Item>(definition, desk, dryRun);
  if (dryRun || desk.readOnly) {
    requireDryRun(definition, desk, dryRun);
    const { storage } = desk;
    return run.outcome(await work(definition, run, options, { storage: discardingStorage(storage) }));
  }
  const taken = await takeProcessLease(definition, desk);
  if (taken.status === "refused") return run.outcome(undefined, taken.message);
  const end = showSignsOfLife(taken.lease);
  try {
    return await recordedRun(definition, desk, options, run, taken.lease);
  } finally {
    await end();
    await taken.lease.release();
  }
}

async function recordedRun<Options extends ProcessOptions, Item extends OutcomeItem>(
  definition: ProcessDefinition<Options, Item>,
  desk: Desk,
  options: Options,
  run: Run<Item>,
  lease: Lease,
): Promise<Outcome<Item>> {
  const { storage, log, clock } = desk;
  const record = await startRecord(definition.name, run.started);
  await storage.atomically((batch) => batch.putRecord(COLLECTIONS.runs, runDocument(record)), { lease });
  try {
    const done = await work(definition, run, options, { storage, lease });
    const outcome = run.outcome(done);
    const open = await readAttention(storage, definition.name);
    const change = attentionChange(definition.name, open, outcome.items, {
      now: clock.now(),
      complete: done.result.complete === true && !done.stopped,
    });
    await storage.atomically(
      (batch) => {
        writeAttention(batch, change);
        batch.putRecord(COLLECTIONS.runs, runDocument(endedRecord(record, outcome, clock.now())));
      },
      { lease },
    );
    await tell(definition, desk, outcome);
    return outcome;
  } catch (error) {
    log.error(errorAbout(`${definition.name} failed`, error), { type: definition.name });
    await recordFailure(desk, record, error);
    throw error;
  }
}

/** One run of a process: when it began, and the outcome it comes to. */
interface Run<Item extends OutcomeItem> {
  readonly desk: Desk;
  readonly time: number;
  readonly started: number;
  readonly dryRun: boolean;
  outcome(done: Done<Item> | undefined, message?: string): Outcome<Item>;
}

interface Done<Item extends OutcomeItem> {
  readonly result: ProcessResult<Item>;
  readonly stopped: boolean;
}

function startRun<Item extends OutcomeItem>(
  { name }: { readonly name: string },
  desk: Desk,
  dryRun: boolean,
): Run<Item> {
  const started = desk.clock.now();
  const time = desk.wallTime(started);
  return {
    desk,
    time,
    started,
    dryRun,
    outcome: (done, message = "") => {
      const items = done?.result.items ?? [];
      return withOutcomeText({
        process: name,
        status: done === undefined ? "running" : outcomeStatus(items, done.stopped),
        time,
        seconds: (desk.clock.now() - started) / 1000,
        dryRun,
        items,
        message: done === undefined ? message : (done.result.message ?? countText(items)),
      });
    },
  };
}

/** Lets the process do its work, on a desk whose storage and log are this run's. */
async function work<Options extends ProcessOptions, Item extends OutcomeItem>(
  definition: ProcessDefinition<Options, Item>,
  { desk, time, dryRun }: Run<Item>,
  options: Options,
  { storage, lease }: { readonly storage: Desk["storage"]; readonly lease?: Lease },
): Promise<Done<Item>> {
  const { signal = NEVER_STOPS, progress } = options;
  const log = dryRun ? silentLogger : desk.log.setup({ type: definition.name });
  const data = storage === desk.storage ? desk.data : repositories(storage);
  const own: Desk = { ...desk, storage, data, log: logOfRun(desk.log, log) };
  const logged = new Set<string>();
  let finished = 0;
  let shownAlive = desk.clock.now();
  const runner = {
    log,
    signal,
    done: (item: string, total: number) => {
      logged.add(item);
      progress?.({ process: definition.name, item, done: ++finished, total });
    },
    alive: async () => {
      if (lease === undefined || desk.clock.now() - shownAlive < SIGN_OF_LIFE) return;
      shownAlive = desk.clock.now();
      await lease.renew();
    },
  };
  const toWork: Work = {
    desk: own,
    log,
    time,
    dryRun,
    signal,
    each: (names, item, each) => eachItem(runner, names, item, each),
    commit: (fn) => storage.atomically(fn, lease === undefined ? {} : { lease }),
  };
  log.msg("started");
  const result = await definition.run(toWork, options);
  for (const { name, severity, status, message, label } of result.items) {
    if (severity === "ok" || logged.has(name)) continue;
    log[severity === "failed" ? "error" : "warn"](`${name}: ${status}, ${message}`, label);
  }
  return { result, stopped: signal.aborted };
}

const logOfRun = ({ flush, close }: Log, labelled: Logger): Log => ({
  msg: (text, attributes) => labelled.msg(text, attributes),
  terse: (text, attributes) => labelled.terse(text, attributes),
  warn: (text, attributes) => labelled.warn(text, attributes),
  error: (text, attributes) => labelled.error(text, attributes),
  critical: (text, attributes) => labelled.critical(text, attributes),
  setup: (attributes) => labelled.setup(attributes),
  label: (attributes) => labelled.label(attributes),
  flush,
  close,
});

function requireDryRun(definition: { readonly name: string }, desk: Desk, dryRun: boolean): void {
  if (dryRun || !desk.readOnly) return;
  throw new ContangoError(
    "STORE_READ_ONLY",
    "production",
    `${definition.name} cannot run: the desk was opened read-only; give { dryRun: true }, or open it without readOnly`,
    { details: { process: definition.name } },
  );
}

async function startRecord(process: string, started: number): Promise<RunRecord> {
  const { host, pid, start: processStart } = await nodeHost.self();
  return {
    id: `${new Date(started).toISOString()} ${process} ${nodeHost.newId()}`,
    process,
    started,
    status: "running",
    message: "",
    items: 0,
    attention: 0,
    failed: 0,
    host,
    pid,
    processStart,
  };
}

function endedRecord(record: RunRecord, { status, message, items }: Outcome, ended: number): RunRecord {
  const count = (severity: OutcomeItem["severity"]): number =>
    items.filter((item) => item.severity === severity).length;
  return {
    ...record,
    status,
    message,
    ended,
    items: items.length,
    attention: count("attention"),
    failed: count("failed"),
  };
}

/** Records that a run failed; what made it fail may keep even that from being written. */
async function recordFailure(
  { storage, clock, log }: Desk,
  record: RunRecord,
  error: unknown,
): Promise<void> {
  try {
    const failed = { ...record, status: "failed" as const, message: errorText(error), ended: clock.now() };
    await storage.records.put(COLLECTIONS.runs, runDocument(failed));
  } catch (second) {
    log.error(errorAbout(`${record.process}: its failure could not be recorded`, second));
  }
  await log.flush();
}

/** Mails what a person has to see to, and hands the outcome to the desk's hook. */
async function tell(
  { name, title }: { readonly name: string; readonly title: string },
  desk: Desk,
  outcome: Outcome,
): Promise<void> {
  const mails = outcome.items
    .filter(({ severity }) => severity === "attention")
    .map(({ name: item, subject, message }: OutcomeItem | FailedItem) => ({
      subject: subject ?? `${title}: ${item}`,
      text: `${item}: ${message}\n`,
    }));
  desk.log.msg(`ended: ${outcome.status}, ${outcome.message}`, { type: name });
  if (mails.length > 0) {
    for (const mail of await desk.mail.sendAll(mails)) {
      if (mail.status === "unsent")
        desk.log.warn(`mail "${mail.subject}" is unsent: ${mail.message}`, { type: name });
    }
  }
  try {
    await desk.onOutcome?.(outcome);
  } catch (error) {
    desk.log.error(errorAbout(`onOutcome of ${name} failed`, error), { type: name });
  }
  await desk.log.flush();
}
