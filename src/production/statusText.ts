import { printsAs } from "../series/printsAs.js";
import { textTable } from "../series/textTable.js";
import { formatTime } from "../time/text.js";
import type { Desk } from "./desk.js";
import { oneLine } from "./oneLine.js";
import type { DeskStatus } from "./status.js";

/** A status that prints as a page of text, times in the desk's wall time. */
export function withStatusText(status: DeskStatus, { wallTime }: Pick<Desk, "wallTime">): DeskStatus {
  return printsAs(status, () => statusText(status, wallTime));
}

/** A run settles what it finds in order; the rest is for a person to say. */
const HOW_TO_SETTLE = "To take off what is to stay as it is: settleAttention(desk, { process, item })";

function statusText(status: DeskStatus, wallTime: (instant: number) => number): string {
  const at = (instant: number | undefined): string =>
    instant === undefined ? "" : formatTime(wallTime(instant)).slice(0, 16);
  const { processes, attention, stalePrices, keptMails } = status;
  return [
    `Status at ${formatTime(status.time).slice(0, 16)}`,
    "",
    `Waiting for a person: ${attention.length === 0 ? "nothing" : attention.length}`,
    ...table(
      attention.map(({ process, item, status: what, message, since }) => [
        process,
        item,
        `${what} since ${at(since)}`,
        message,
      ]),
    ),
    ...(attention.length === 0 ? [] : [`  ${HOW_TO_SETTLE}`]),
    "",
    `Prices that end too long ago: ${stalePrices.length === 0 ? "none" : stalePrices.length}`,
    ...table(
      stalePrices.map(({ instrument, last, businessDays }) => [
        instrument,
        `last of ${formatTime(last).slice(0, 10)}`,
        `${businessDays} business days`,
      ]),
    ),
    "",
    "Processes",
    ...table([
      ["process", "last start", "last end", "", "outcome"],
      ...processes.map(({ process, lastStart, lastEnd, status: how, message, overdue }) => [
        process,
        at(lastStart),
        at(lastEnd),
        `${how}${overdue ? ", overdue" : ""}`,
        message,
      ]),
    ]),
    ...(keptMails === 0 ? [] : ["", `Mails that wait to be sent: ${keptMails}`]),
  ].join("\n");
}

/** Rows with their columns aligned, a line each, under a heading. */
const table = (rows: readonly (readonly string[])[]): readonly string[] =>
  textTable(rows.map((row) => row.map(oneLine))).map((line) => `  ${line}`);
