import type { OutcomeItem } from "../outcome.js";

/** What was backed up of one kind of data, or copied to the mirror. */
export interface BackupItem extends OutcomeItem {
  /** `refused`: the store holds so much less than the back-up that it is probably not the one. */
  readonly status: "written" | "unchanged" | "mirrored" | "damaged" | "refused" | "unreachable";
  /** Files. */
  readonly written: number;
}

/** How the series of a library went. */
export interface LibraryCounts {
  readonly stored: number;
  readonly written: number;
  readonly removed: number;
  /** What could not be backed up, one line each. */
  readonly failures: readonly string[];
}

/** The item of a library. */
export function libraryItem(name: string, { stored, written, removed, failures }: LibraryCounts): BackupItem {
  const aside = removed === 0 ? "" : `, ${removed} no longer stored and set aside`;
  const counts = `${written} of ${stored} written${aside}`;
  if (failures.length > 0) {
    const shown = failures.slice(0, 3).join("; ");
    const more = failures.length > 3 ? `; and ${failures.length - 3} more` : "";
    return {
      name,
      status: "damaged",
      severity: "failed",
      message: `${counts}; ${failures.length} could not be backed up, and what was backed up of them before stays: ${shown}${more}`,
      written,
    };
  }
  const status = written + removed > 0 ? "written" : "unchanged";
  return { name, status, severity: "ok", message: counts, written };
}

/** The item of a collection. */
export function collectionItem(
  name: string,
  documents: number,
  { written, removed }: { readonly written: number; readonly removed: number },
): BackupItem {
  const status = written + removed > 0 ? "written" : "unchanged";
  const files = written === 1 ? "1 file" : `${written} files`;
  return { name, status, severity: "ok", message: `${documents} records, ${files} written`, written };
}
