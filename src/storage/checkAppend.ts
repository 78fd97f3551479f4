import { ContangoError } from "../errors/contangoError.js";
import type { ColumnKind } from "../series/column.js";
import type { Frame } from "../series/frame.js";
import { formatTime } from "../time/text.js";

/** What is known of the stored rows that others are to follow. */
export interface AppendTarget {
  readonly library: string;
  readonly symbol: string;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
  /** Time of the last stored row, `undefined` or NaN where there is none. */
  readonly last: number | undefined;
}

/**
 * Refuses rows that cannot follow the stored ones.
 *
 * @throws ContangoError `STORE_APPEND` where rows are not later, or a column or its kind differs.
 */
export function checkAppend(target: AppendTarget, rows: Frame): void {
  const { library, symbol, columns, last } = target;
  const refuse = (why: string): ContangoError =>
    new ContangoError("STORE_APPEND", "storage", `cannot append to "${symbol}" of "${library}": ${why}`, {
      details: { library, symbol },
    });
  const stored = new Map(columns.map(({ name, kind }) => [name, kind]));
  for (const name of new Set([...stored.keys(), ...rows.names])) {
    const kind = stored.get(name);
    const given = rows.columns.get(name)?.kind;
    if (kind === given) continue;
    throw refuse(
      `column "${name}" is ${kind ?? "not there"} in the stored rows and ${given ?? "not there"} in the new ones; give the same columns`,
    );
  }
  const first = rows.time[0];
  if (first !== undefined && last !== undefined && first <= last) {
    throw refuse(
      `the first new row, ${formatTime(first)}, is not later than the last stored one, ${formatTime(last)}`,
    );
  }
}
