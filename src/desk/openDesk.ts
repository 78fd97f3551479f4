import type { TradingRule } from "../backtest/rules/rule.js";
import type { Broker, ContractPriceSource, FxPriceSource } from "../broker/broker.js";
import { brokerWithTimeOut, fxSourceWithTimeOut, priceSourceWithTimeOut } from "../broker/withTimeOut.js";
import { type AllocationFunction, weightedAllocation } from "../capital/allocation.js";
import { type Config, configOf } from "../config/config.js";
import { loadConfig } from "../config/readConfig.js";
import type { BacktestStates } from "../launchers/backtestStates.js";
import { fileBacktestStates } from "../launchers/files/backtestStates.js";
import type { Launcher } from "../launchers/launcher.js";
import { type LauncherRegistry, launcherRegistry } from "../launchers/registry.js";
import { consoleLog } from "../log/consoleLog.js";
import { createLog } from "../log/createLog.js";
import type { Log, LogSink } from "../log/logger.js";
import { mailSink } from "../log/mailSink.js";
import { recordLog } from "../log/recordLog.js";
import { createMailbox } from "../mail/createMailbox.js";
import type { Mailer } from "../mail/mailer.js";
import { mailerFromConfig } from "../mail/mailerFromConfig.js";
import type { Clock } from "../production/clock.js";
import type { Desk } from "../production/desk.js";
import type { DeskFiles } from "../production/files.js";
import type { Outcome } from "../production/outcome.js";
import { readOnlyStorage } from "../production/storageViews.js";
import type { Prompter } from "../prompt/prompter.js";
import { type Schedule, SUGGESTED_SCHEDULE } from "../schedule/schedule.js";
import type { StorePair } from "../storage/compose.js";
import { openStorage } from "../storage/openStorage.js";
import { repositories } from "../storage/repositories/repositories.js";
import type { StorageRoutes } from "../storage/routing.js";
import type { Storage, StorageEngine } from "../storage/storage.js";
import { SECOND } from "../time/civil.js";
import { deskZone } from "./deskZone.js";
import { nodeClock } from "./nodeClock.js";
import { nodeDeskFiles } from "./nodeDeskFiles.js";

export interface DeskOptions {
  /** A configuration, or the path of a private_config.yaml (then environment variables count too); default: the defaults. */
  readonly config?: Config | string;
  /** A YAML file that holds only secrets, with a configuration that is given as a path. */
  readonly secretsFile?: string;
  /** Where everything is kept: an engine, a pair of stores, engines by kind of data, or an open storage. */
  readonly storage: Storage | StorageEngine | StorePair | StorageRoutes;
  readonly broker?: Broker;
  /** Sources of contract prices by the name that `price_sources` in configuration calls them. */
  readonly priceSources?: Readonly<Record<string, ContractPriceSource>>;
  /** Where FX prices come from, if not from the broker. */
  readonly fxSource?: FxPriceSource;
  /** Launchers of your own by name, or a registry. */
  readonly launchers?: LauncherRegistry<Desk> | Readonly<Record<string, Launcher<Desk>>>;
  /** Trading rules of your own by name. */
  readonly rules?: Readonly<Record<string, TradingRule>>;
  /** Allocation functions of your own by name. */
  readonly allocations?: Readonly<Record<string, AllocationFunction>>;
  /** Where backtests are kept; default: files below `backtest_store_directory`. */
  readonly states?: BacktestStates;
  /** A log, or the sinks of one. Default: the record store, warnings and worse on the console, critical entries by mail. */
  readonly log?: Log | readonly LogSink[];
  /** How mail is sent; default: as configuration says (`email_server` …), not at all where it says nothing. */
  readonly mailer?: Mailer;
  readonly prompt?: Prompter;
  readonly clock?: Clock;
  /** What ought to run when (default: {@link SUGGESTED_SCHEDULE}). */
  readonly schedule?: Schedule;
  readonly files?: DeskFiles;
  /** True: nothing may be written. */
  readonly readOnly?: boolean;
  readonly onOutcome?: (outcome: Outcome) => void | Promise<void>;
}

/**
 * Opens a desk. What it opens itself it closes: closing the desk ends log, mail, prompts, broker and storage.
 *
 * @throws ContangoError `CONFIG_FILE`, `CONFIG_SYNTAX`, `CONFIG_VALUE`; `TIME_ZONE` where the store's times are of another
 * zone; `MAIL_CONFIG`; as `openStorage`.
 * @example
 * await using desk = await openDesk({ config: "private_config.yaml", storage: await openSqlite("desk.sqlite") });
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { clock = nodeClock, readOnly = false, broker, prompt, onOutcome } = options;
  const storage = await openedStorage(options.storage);
  try {
    const config = await openedConfig(options);
    const zone = await deskZone(storage, config.get("timezone"), readOnly);
    const mailer = options.mailer ?? mailerFromConfig(config);
    const secrets = config.secrets();
    const mail = createMailbox({ mailer, storage, clock, zone, secrets });
    const shown = [consoleLog({ least: "warn", zone }), mailSink(mail)];
    const sinks = readOnly ? shown : [recordLog(storage), ...shown];
    const log = openedLog(options.log, sinks, { clock, secrets });
    const view = readOnly ? readOnlyStorage(storage) : storage;
    const patience = config.get("broker_timeout_minutes") * 60 * SECOND;
    const close = onlyOnce(async () => {
      await log.close();
      await mail.close();
      await prompt?.close?.();
      await broker?.[Symbol.asyncDispose]();
      await storage.close();
    });
    return {
      config,
      storage: view,
      data: repositories(view),
      states: options.states ?? fileBacktestStates(config.get("backtest_store_directory")),
      ...(options.rules === undefined ? {} : { rules: options.rules }),
      timezone: zone.name,
      clock,
      now: () => zone.wallTime(clock.now()),
      wallTime: zone.wallTime,
      instant: zone.instant,
      broker: broker && brokerWithTimeOut(broker, patience),
      priceSources: Object.fromEntries(
        Object.entries(options.priceSources ?? {}).map(([name, source]) => [
          name,
          priceSourceWithTimeOut(source, patience),
        ]),
      ),
      fxSource: options.fxSource && fxSourceWithTimeOut(options.fxSource, patience),
      launchers: openedLaunchers(options.launchers),
      allocations: { weightedAllocation, ...options.allocations },
      log,
      mail,
      prompt,
      schedule: options.schedule ?? SUGGESTED_SCHEDULE,
      files: options.files ?? nodeDeskFiles,
      readOnly,
      ...(onOutcome === undefined ? {} : { onOutcome }),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function openedStorage(given: DeskOptions["storage"]): Promise<Storage> {
  return "atomically" in given ? given : openStorage(given);
}

async function openedConfig({ config, secretsFile }: DeskOptions): Promise<Config> {
  if (typeof config !== "string") return config ?? configOf();
  return loadConfig({
    privateFile: config,
    env: process.env,
    ...(secretsFile === undefined ? {} : { secretsFile }),
  });
}

function openedLog(
  given: DeskOptions["log"],
  sinks: readonly LogSink[],
  options: { readonly clock: Clock; readonly secrets: readonly string[] },
): Log {
  if (given !== undefined && "flush" in given) return given;
  return createLog({ sinks: given ?? sinks, ...options });
}

function openedLaunchers(given: DeskOptions["launchers"]): LauncherRegistry<Desk> {
  if (given === undefined) return launcherRegistry<Desk>();
  return isRegistry(given) ? given : launcherRegistry(given);
}

const isRegistry = (given: NonNullable<DeskOptions["launchers"]>): given is LauncherRegistry<Desk> =>
  Array.isArray(given.names) && typeof given.get === "function";

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
