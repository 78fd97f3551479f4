import type { Broker, ContractPriceSource, FxPriceSource } from "../broker/broker.js";
import type { AllocationFunction } from "../capital/allocation.js";
import type { LauncherDesk } from "../launchers/desk.js";
import type { LauncherRegistry } from "../launchers/registry.js";
import type { Log } from "../log/logger.js";
import type { Mailbox } from "../mail/mailer.js";
import type { Prompter } from "../prompt/prompter.js";
import type { Schedule } from "../schedule/schedule.js";
import type { Clock } from "./clock.js";
import type { DeskFiles } from "./files.js";
import type { Outcome } from "./outcome.js";

/**
 * Everything that a process needs: configuration, the store and the data in it by name, the broker, log, mail, a clock. One
 * object, opened once, passed to every function. Close it when the work is done (`await using desk = await openDesk(…)`).
 */
export interface Desk extends LauncherDesk, AsyncDisposable {
  /** The IANA zone whose wall time prices, capital and positions carry; recorded in the store. */
  readonly timezone: string;
  readonly clock: Clock;
  /** Wall time of the desk's zone at an instant (epoch milliseconds UTC). */
  wallTime(instant: number): number;
  /** The instant (epoch milliseconds UTC) of a wall time. */
  instant(wallTime: number): number;
  /** Undefined where everything is done by hand. */
  readonly broker: Broker | undefined;
  /** Where contract prices come from besides the broker, by the name that `price_sources` in configuration calls them. */
  readonly priceSources: Readonly<Record<string, ContractPriceSource>>;
  /** Where FX prices come from; without it, the broker. */
  readonly fxSource: FxPriceSource | undefined;
  readonly launchers: LauncherRegistry<Desk>;
  /** Allocation functions by the name that `strategy_capital_allocation.function` calls them. */
  readonly allocations: Readonly<Record<string, AllocationFunction>>;
  readonly log: Log;
  readonly mail: Mailbox;
  /** Undefined where nobody can be asked. */
  readonly prompt: Prompter | undefined;
  /** What ought to run when, for the status and the morning mail. */
  readonly schedule: Schedule;
  /** Files: backups, echo files, reports. */
  readonly files: DeskFiles;
  /** Nothing may be written: processes that write run only with `dryRun`. */
  readonly readOnly: boolean;
  /** Told of every outcome of a process, after it was recorded: a place for a health-check ping. Its errors are logged. */
  onOutcome?(outcome: Outcome): void | Promise<void>;
  close(): Promise<void>;
}
