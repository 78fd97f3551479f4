import { join } from "node:path";
import { DAYS_TO_KEEP_STATES } from "../../launchers/backtestStates.js";
import { cutOff, oldStates, stateTime } from "../../launchers/stateId.js";
import type { Work } from "../work.js";
import type { BackupItem } from "./backupItem.js";
import { mirrorFiles, namesIn, onOtherDisk } from "./checkedFiles.js";

/** The id of the backtest that a file belongs to: what its name begins with. */
const idOf = (name: string): string => name.slice(0, "YYYYMMDD_HHMMSS".length);

const isOfBacktest = (name: string): boolean =>
  stateTime(idOf(name)) !== undefined && !name.endsWith(".partial");

/**
 * Copies the files of kept backtests to `backtests` in the folder of another disk, where those of the last days are kept, and the
 * last one of each strategy.
 */
export async function mirrorBacktests(work: Work, offSystem: string | undefined): Promise<BackupItem> {
  if (offSystem === undefined) {
    return unreachable(
      "offsystem_backup_directory is not set, so no backtest was copied; set it in configuration",
    );
  }
  const from = work.desk.config.get("backtest_store_directory");
  const to = join(offSystem, "backtests");
  const before = cutOff(DAYS_TO_KEEP_STATES, work.time);
  const result = await onOtherDisk(to, async () => {
    let copied = 0;
    for (const strategy of [...(await namesIn(from))].sort()) {
      if (work.signal.aborted) break;
      copied += await mirrorFiles({
        from: join(from, strategy),
        to: join(to, strategy),
        wanted: isOfBacktest,
        old: (names) => {
          const ids = new Set(oldStates([...new Set(names.map(idOf))].sort(), before));
          return names.filter((name) => ids.has(idOf(name)));
        },
      });
    }
    return copied;
  });
  if ("problem" in result) return unreachable(result.problem);
  return {
    name: "backtests",
    status: result.done > 0 ? "mirrored" : "unchanged",
    severity: "ok",
    message: `${result.done} files copied to ${to} and read back`,
    written: result.done,
  };
}

const unreachable = (message: string): BackupItem => ({
  name: "backtests",
  status: "unreachable",
  severity: "attention",
  message,
  written: 0,
});
