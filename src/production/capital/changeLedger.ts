import { CapitalLedger, type CapitalRow } from "../../capital/ledger.js";
import { ledgerFrame, ledgerFromFrame } from "../../capital/ledgerFrame.js";
import { ContangoError } from "../../errors/contangoError.js";
import { printsAs } from "../../series/printsAs.js";
import { textTable } from "../../series/textTable.js";
import { COLLECTIONS, LIBRARIES } from "../../storage/libraries.js";
import type { RecordDocument, RecordValue } from "../../storage/recordStore.js";
import { TOTAL_CAPITAL } from "../../storage/repositories/keys.js";
import { formatTime } from "../../time/text.js";
import { readAttention } from "../attention.js";
import { putAudit } from "../audit.js";
import type { Desk } from "../desk.js";
import { repeatOnConflict } from "../repeatOnConflict.js";

/** What every change of total capital by hand takes. */
export interface CapitalChangeOptions {
  /** Say what would be done, and store nothing. */
  readonly dryRun?: boolean;
  /**
   * The last row that the decision was made on (null: there was none). Where another is stored by now, nothing is written:
   * `STORE_VERSION_CONFLICT`.
   */
  readonly decidedOn?: CapitalRow | null;
}

/** What a change of total capital did, or would do. In a REPL it prints as the amounts before and after. */
export interface CapitalChange {
  readonly status: "written" | "refused" | "dry run";
  /** One sentence, with the numbers. */
  readonly message: string;
  readonly before: CapitalRow | undefined;
  readonly after: CapitalRow | undefined;
  /** Rows that were taken away. */
  readonly removed: CapitalLedger;
}

/** What a change makes of a ledger. */
export interface LedgerChange {
  readonly ledger: CapitalLedger;
  readonly message: string;
  readonly removed?: CapitalLedger;
  /** True: nothing is to be written. */
  readonly refused?: boolean;
}

/**
 * Changes total capital in one commit, with an audit entry, which also settles a change that the automatic update refused: a person
 * has seen to it. Decides again where another process wrote in between.
 */
export async function changeLedger(
  desk: Desk,
  action: string,
  decide: (ledger: CapitalLedger) => LedgerChange,
  { dryRun = false, decidedOn }: CapitalChangeOptions,
): Promise<CapitalChange> {
  const { storage, clock } = desk;
  return repeatOnConflict(async () => {
    const stored = await storage.series.read(LIBRARIES.capital, TOTAL_CAPITAL);
    const ledger = stored === undefined ? new CapitalLedger() : ledgerFromFrame(stored.frame);
    if (decidedOn !== undefined) requireSameRow(ledger.last, decidedOn ?? undefined);
    const { ledger: after, message, removed = new CapitalLedger(), refused = false } = decide(ledger);
    const change = { message, before: ledger.last, after: after.last, removed };
    if (refused || dryRun) return printed({ status: refused ? "refused" : "dry run", ...change });
    const open = await readAttention(storage, "updateTotalCapital");
    await storage.atomically((batch) => {
      for (const { process, item, status } of open) {
        if (status === "refused") batch.deleteRecord(COLLECTIONS.attention, { process, item }, { status });
      }
      const version = stored?.version ?? null;
      if (after.length === 0) batch.deleteSeries(LIBRARIES.capital, TOTAL_CAPITAL, version);
      else
        batch.writeSeries(LIBRARIES.capital, TOTAL_CAPITAL, ledgerFrame(after, stored?.frame.meta), version);
      putAudit(batch, {
        time: clock.now(),
        tool: "capital",
        action,
        item: "total capital",
        message,
        details: details(change),
      });
    });
    return printed({ status: "written", ...change });
  });
}

function requireSameRow(now: CapitalRow | undefined, seen: CapitalRow | undefined): void {
  const same =
    now === undefined || seen === undefined
      ? now === seen
      : now.time === seen.time && AMOUNTS.every((amount) => now[amount].equals(seen[amount]));
  if (same) return;
  throw new ContangoError(
    "STORE_VERSION_CONFLICT",
    "capital",
    "total capital was changed by another process meanwhile; look at it and decide again",
    { details: { seen: seen?.time, now: now?.time } },
  );
}

const AMOUNTS = ["total", "maximum", "broker", "accumulated"] as const;

const details = ({ before, after, removed }: Omit<CapitalChange, "status">): RecordDocument => ({
  before: before === undefined ? null : rowDocument(before),
  after: after === undefined ? null : rowDocument(after),
  removed: removed.rows.map(rowDocument),
});

const rowDocument = ({ time, total, maximum, broker, accumulated }: CapitalRow): RecordValue => ({
  time,
  total: total.toNumber(),
  maximum: maximum.toNumber(),
  broker: broker.toNumber(),
  accumulated: accumulated.toNumber(),
});

function printed(change: CapitalChange): CapitalChange {
  return printsAs(change, () => `${change.status}: ${change.message}\n${beforeAndAfter(change)}`);
}

/** The amounts before and after a change, side by side. */
export function beforeAndAfter({ before, after }: Pick<CapitalChange, "before" | "after">): string {
  const cells = (row: CapitalRow | undefined): string[] =>
    row === undefined
      ? ["none", "", "", "", ""]
      : [formatTime(row.time).slice(0, 19), ...AMOUNTS.map((name) => row[name].toFixed())];
  const [left, right] = [cells(before), cells(after)];
  const rows = ["time", ...AMOUNTS].map((name, at) => [name, left[at]!, right[at]!]);
  return textTable([["", "before", "after"], ...rows], (column) => column > 0)
    .map((line) => `  ${line}`)
    .join("\n");
}
