import { ContangoError } from "../errors/contangoError.js";
import type { Log, Logger } from "../log/logger.js";
import { silentLogger } from "../log/silentLogger.js";
import type { Lease } from "../storage/leases.js";
import { COLLECTIONS } from "../storage/libraries.js";
import { nodeHost } from "../storage/nodeHost.js";
import { repositories } from "../storage/repositories/repositories.js";
import { attentionChange, readAttention, writeAttention } from "./attention.js";
import type { Desk } from "./desk.js";
import { eachItem } from "./eachItem.js";
import { errorAbout } from "./errorText.js";
import type { Outcome, OutcomeItem } from "./outcome.js";
import type { ProcessDefinition, ProcessOptions, ProcessResult } from "./process.js";
import { takeProcessLease } from "./processLease.js";
import { type RunRecord, runDocument } from "./runs.js";
import { SIGN_OF_LIFE, showSignsOfLife } from "./signsOfLife.js";
import { type Done, type Run, startRun } from "./startRun.js";
import { discardingStorage } from "./storageViews.js";
import { tellFailure, tellOutcome } from "./tellOutcome.js";
import type { Work } from "./work.js";

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
  const { name } = definition;
  const run = startRun<Item>(name, desk, dryRun);
  if (dryRun || desk.readOnly) {
    requireDryRun(definition, desk, dryRun);
    const { storage } = desk;
    return run.ended(await work(definition, run, options, { storage: discardingStorage(storage) }));
  }
  try {
    const taken = await takeProcessLease(definition, desk);
    if (taken.status === "refused") return run.refused(taken.message);
    try {
      return await recordedRun(definition, desk, options, run, taken.lease);
    } finally {
      await giveBack(definition, desk, taken.lease);
    }
  } catch (error) {
    desk.log.error(errorAbout(`${name} failed`, error), { type: name });
    await tellFailure(definition, desk, run.failed(error));
    throw error;
  }
}

async function recordedRun<Options extends ProcessOptions, Item extends OutcomeItem>(
  definition: ProcessDefinition<Options, Item>,
  desk: Desk,
  options: Options,
  run: Run<Item>,
  lease: Lease,
): Promise<Outcome<Item>> {
  const { storage, clock } = desk;
  const record = await startRecord(definition.name, run.started);
  await storage.atomically((batch) => batch.putRecord(COLLECTIONS.runs, runDocument(record)), { lease });
  const showAlive = async (): Promise<void> => {
    await lease.renew();
    const document = runDocument({ ...record, seen: clock.now() });
    const expected = { status: "running" };
    const change = { kind: "put", collection: COLLECTIONS.runs, document, expected } as const;
    // Only the lease decides whether the run may go on.
    await storage.records.compareAndSet(change).catch(() => undefined);
  };
  const end = showSignsOfLife(showAlive);
  try {
    const done = await work(definition, run, options, { storage, showAlive, lease });
    const outcome = run.ended(done);
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
    await tellOutcome(definition, desk, outcome);
    return outcome;
  } catch (error) {
    await recordFailure(desk, record, run.failed(error));
    throw error;
  } finally {
    await end();
  }
}

/** What a run works with; without a lease it is a dry run. */
interface Held {
  readonly storage: Desk["storage"];
  readonly lease?: Lease;
  readonly showAlive?: () => Promise<void>;
}

/** Lets the process do its work, on a desk whose storage and log are this run's. */
async function work<Options extends ProcessOptions, Item extends OutcomeItem>(
  definition: ProcessDefinition<Options, Item>,
  { desk, time, dryRun }: Run<Item>,
  options: Options,
  { storage, lease, showAlive }: Held,
): Promise<Done<Item>> {
  // One of its own: who listens to it and never stops is forgotten with the run.
  const { signal = new AbortController().signal, progress } = options;
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
      if (desk.clock.now() - shownAlive < SIGN_OF_LIFE) return;
      shownAlive = desk.clock.now();
      await showAlive?.();
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
  const result = await definition.run(toWork, options).catch((error: unknown): ProcessResult<Item> => {
    if (signal.aborted && error === signal.reason) return { items: [], message: "broken off" };
    throw error;
  });
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

/** What keeps a lease from being given back keeps no run from having ended as it did. */
async function giveBack({ name }: { readonly name: string }, { log }: Desk, lease: Lease): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    log.error(errorAbout(`the lease of ${name} could not be given back`, error), { type: name });
  }
}

/** Records that a run failed; what made it fail may keep even that from being written. */
async function recordFailure(
  { storage, clock, log }: Desk,
  record: RunRecord,
  { status, message }: Outcome,
): Promise<void> {
  try {
    await storage.records.put(
      COLLECTIONS.runs,
      runDocument({ ...record, status, message, ended: clock.now() }),
    );
  } catch (second) {
    log.error(errorAbout(`${record.process}: its failure could not be recorded`, second));
  }
}
