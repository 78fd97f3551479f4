import type { InstrumentCode } from "../../instruments/codes.js";
import type { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";
import type { OutcomeItem } from "../outcome.js";
import { counted } from "../prices/counted.js";
import type { ProcessOptions } from "../process.js";
import type { Settlement } from "./settle.js";

/** What every initialisation takes. */
export interface InitialiseOptions extends ProcessOptions {
  /** A folder in the layout of pysystemtrade's `data/futures`. */
  readonly folder?: string;
  /** True: what is stored and differs is replaced; it is left, and the item refused, otherwise. */
  readonly overwrite?: boolean;
}

export interface InitialiseInstrumentOptions extends InitialiseOptions {
  /** Only these; without it, all that are found. */
  readonly instruments?: readonly InstrumentCode[];
}

/** What became of one pair, instrument or contract. */
export interface InitialisedItem extends OutcomeItem {
  /**
   * `written`: nothing was stored before; `replaced`: other data were; `unchanged`: all of it was stored already;
   * `refused`: other data are stored, and stay.
   */
  readonly status: Settlement["status"];
}

/** The outcome of an item. `what` says what was given; `notes` are sentences about it, without their points. */
export function initialisedItem(
  name: string,
  settlement: Settlement,
  what: string,
  notes: readonly string[] = [],
): InitialisedItem {
  const { status } = settlement;
  if (settlement.status === "refused") {
    const message = `other data are stored, and stay: ${settlement.difference}. Run it with { overwrite: true } to replace them`;
    return { name, status, severity: "attention", message };
  }
  const head = status === "replaced" ? `${what}, in place of what was stored` : what;
  return { name, status, severity: "ok", message: [head, ...notes].join("; ") };
}

/** `11221 rows, 1971-01-04 to 2023-08-31`. */
export function rowsText(data: Series | Frame, what = "row"): string {
  const rows = counted(data.length, what);
  if (data.length === 0) return rows;
  return `${rows}, ${dayText(data.time[0]!)} to ${dayText(data.time.at(-1)!)}`;
}

/** The day of a wall time. */
export const dayText = (time: number): string => formatTime(time).slice(0, 10);
