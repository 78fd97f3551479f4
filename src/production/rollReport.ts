import { pageHtml } from "../charts/pageHtml.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { rollReportPage, rollReportText } from "../reports/rollReport.js";
import type { RollInformation } from "../rolls/rollInformation.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { rollInformation } from "./rollInformation.js";

export interface RollReportOptions extends ProcessOptions {
  /** Default: all that have multiple prices. */
  readonly instruments?: Iterable<InstrumentCode>;
  /** False: nothing is mailed. */
  readonly mail?: boolean;
  /** Where to write the report as an HTML page, if anywhere. */
  readonly file?: string;
}

/**
 * Mails the roll report, as text and as a page. Beside the mail it writes nothing, unless a file is wanted. For a look at the
 * prompt use `rollInformation`.
 *
 * @throws ContangoError `CONFIG_VALUE`, `STORE_IO` for the file.
 * @example
 * await rollReport(desk);
 * await rollReport(desk, { instruments: ["CORN"], mail: false, file: "reports/corn.html" });
 */
export const rollReport = defineProcess<OutcomeItem, RollReportOptions>({
  name: "rollReport",
  title: "Roll report",
  options: ["instruments", "mail", "file"],
  reads: [
    "multiplePrices",
    "contractPrices",
    "contracts",
    "contractPositions",
    "rollParameters",
    "rollStates",
  ],
  writes: [],
  async run({ desk, dryRun }, { instruments, mail = true, file }) {
    const table = await rollInformation(desk, instruments === undefined ? {} : { instruments });
    const items = [
      ...table.rows.map(itemOf),
      ...table.problems.map(({ instrument, message }) => ({
        name: instrument,
        status: "no-information",
        severity: "attention" as const,
        message,
      })),
    ];
    const html = pageHtml(rollReportPage(table));
    if (file !== undefined && !dryRun) await desk.files.write(file, html);
    const sent =
      mail && !dryRun
        ? (await desk.mail.send({ subject: "Roll report", text: rollReportText(table), html }, "report"))
            .status
        : "not mailed";
    const count = `${table.rows.length} ${table.rows.length === 1 ? "instrument" : "instruments"}`;
    return { items, complete: instruments === undefined, message: `${count}, ${sent}` };
  },
});

function itemOf(row: RollInformation): OutcomeItem {
  const { instrument, state, suggestion, contracts, daysToRoll, pricedPosition } = row;
  const todo = suggestion === state ? "" : `, suggested: ${suggestion}`;
  return {
    name: instrument,
    status: state,
    severity: "ok",
    message: `${contracts.priced} to ${contracts.forward} in ${daysToRoll} days, holding ${pricedPosition}${todo}`,
  };
}
