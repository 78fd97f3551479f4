import { barPanel } from "../charts/barPanel.js";
import { figuresPanel } from "../charts/figuresPanel.js";
import { type Page, page, type Section } from "../charts/page.js";
import { type TableCell, tablePanel } from "../charts/tablePanel.js";
import type { ContractId } from "../contracts/contractId.js";
import { daysToAct, type RollInformation } from "../rolls/rollInformation.js";
import { formatTime } from "../time/text.js";
import { ROLL_TABLE_NOTES, type RollTable, rollTableText } from "./rollTable.js";

/** Within so many days a roll is near. */
const NEAR_DAYS = 10;

const PAGE_NOTES = [
  "Roll, expiry and carry are whole days until the preferred roll, and until the priced and the carry contract expire; -1 on the day itself. Behind: rolls that lead to the contract that should be held now, where that is more than one.",
  "Volumes are smoothed over two weeks: rel. vol. is the forward contract's where the priced one's is 1, fwd vol. the forward contract's a day.",
];

/** Instruments whose days to roll are drawn at most. */
const MOST_BARS = 30;

/**
 * The roll report as a page: who is to be rolled soon, the whole table with the next first, and the days that are left.
 *
 * @example
 * writePage("reports/rolls.html", rollReportPage(await rollInformation(desk)));
 */
export function rollReportPage(table: RollTable): Page {
  const { rows, problems, time } = table;
  return page({
    title: "Roll report",
    subtitle: `${minute(time)}, ${rows.length} ${rows.length === 1 ? "instrument" : "instruments"}`,
    sections: [
      { panels: [figuresPanel(figures(rows))] },
      {
        heading: "Status and time to roll in days",
        text: PAGE_NOTES,
        panels: [tablePanel(tableRows(rows), { decimals: { "rel. vol.": 3, "fwd vol.": 0 } })],
      },
      ...problemSections(problems),
      {
        heading: "Days to the roll date",
        panels: [barPanel(rows.slice(0, MOST_BARS).map((row) => [row.instrument, row.daysToRoll] as const))],
      },
    ],
  });
}

/** The roll report as text, for a mail. */
export function rollReportText(table: RollTable): string {
  return [
    `Roll report, ${minute(table.time)}`,
    "",
    "Status and time to roll in days",
    rollTableText(table),
    "",
    ...ROLL_TABLE_NOTES,
    "",
  ].join("\n");
}

const minute = (time: number): string => formatTime(time).slice(0, 16);

function figures(rows: readonly RollInformation[]): { label: string; value: string; note: string }[] {
  const figure = (label: string, which: (row: RollInformation) => boolean, none = "") => {
    const found = rows.filter(which).map(({ instrument }) => instrument);
    const names =
      found.length > 5 ? `${found.slice(0, 4).join(", ")} and ${found.length - 4} more` : found.join(", ");
    return { label, value: String(found.length), note: names || none };
  };
  return [
    figure(`Within ${NEAR_DAYS} days`, (row) => daysToAct(row) <= NEAR_DAYS),
    figure("Past the roll date", (row) => row.rollsBehind > 0),
    figure("Expired", (row) => row.daysToExpiry < -1),
    figure("To be decided", (row) => row.suggestion === "Ask"),
    figure("Rolling", (row) => row.state !== "No_Roll"),
  ];
}

/** Rows of the table; how many rolls are behind only where there are some to catch up. */
function tableRows(rows: readonly RollInformation[]): Record<string, TableCell>[] {
  const isBehind = rows.some(({ rollsBehind }) => rollsBehind > 1);
  return rows.map((row) => ({
    instrument: row.instrument,
    status: row.state,
    suggestion: row.suggestion === row.state ? "" : row.suggestion,
    roll: row.daysToRoll,
    expiry: row.daysToExpiry,
    carry: row.daysToCarryExpiry,
    ...(isBehind ? { behind: row.rollsBehind > 1 ? row.rollsBehind : undefined } : {}),
    priced: monthText(row.contracts.priced),
    forward: monthText(row.contracts.forward),
    held: row.pricedPosition,
    "rel. vol.": row.relativeVolume,
    "fwd vol.": row.forwardVolume,
  }));
}

/** A contract of a month without the day that it does not have. */
const monthText = (contract: ContractId): string => contract.replace(/00$/, "");

function problemSections(problems: RollTable["problems"]): Section[] {
  if (problems.length === 0) return [];
  return [{ heading: "Not told", panels: [tablePanel(problems.map((one) => ({ ...one })))] }];
}
