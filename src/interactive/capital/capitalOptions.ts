import { CapitalLedger, type CapitalRow, currentCapital } from "../../capital/ledger.js";
import { pageHtml } from "../../charts/pageHtml.js";
import { isContangoError } from "../../errors/contangoError.js";
import { accountValue } from "../../production/accountValue.js";
import {
  beforeAndAfter,
  type CapitalChange,
  type CapitalChangeOptions,
} from "../../production/capital/changeLedger.js";
import { capitalHistory } from "../../production/capitalHistory.js";
import {
  adjustForFlow,
  DELETE_EVERYTHING,
  deleteCapital,
  initialiseTotalCapital,
  modifyTotalCapital,
  updateCapitalNow,
} from "../../production/changeTotalCapital.js";
import type { Desk } from "../../production/desk.js";
import { errorText } from "../../production/errorText.js";
import { TIME_FORMS, timeAnswer } from "../../prompt/parseTime.js";
import { wrongAnswer } from "../../prompt/problems.js";
import type { Prompter } from "../../prompt/prompter.js";
import { capitalReport } from "../../reports/capitalReport.js";
import { capitalRowsText } from "../../reports/capitalTable.js";
import { TOTAL_CAPITAL } from "../../storage/repositories/keys.js";
import type { ToolItem, ToolRun } from "../toolRun.js";
import { amountAnswer, askFirstAmounts, askNewAmounts } from "./askAmounts.js";
import { methodText } from "./methodText.js";

/** What the options of the capital tool work with. */
export interface CapitalTool {
  readonly run: ToolRun;
  readonly desk: Desk;
  readonly prompt: Prompter;
}

/** A change that is first only worked out. */
type Change = (options: CapitalChangeOptions) => Promise<CapitalChange>;

export async function startCapital(tool: CapitalTool): Promise<void> {
  const { desk, prompt } = tool;
  const { last } = await readLedger(desk);
  if (last !== undefined)
    return prompt.show("Capital was started already; change it, or delete it all first.");
  const amounts = await askFirstAmounts(desk, prompt);
  await confirmChange(tool, "start", (options) => initialiseTotalCapital(desk, { ...amounts, ...options }));
}

/** A change of more than 10% is asked about. */
export async function updateFromBroker(tool: CapitalTool): Promise<void> {
  const { desk, prompt } = tool;
  const account = await askAccount(tool);
  const update =
    (limit: number): Change =>
    (options) =>
      updateCapitalNow(desk, { account, limit, ...options });
  const usual = await update(0.1)({ dryRun: true });
  if (usual.status !== "refused") return confirmChange(tool, "update", update(0.1));
  prompt.show(usual.message);
  if (await prompt.confirm("Is it really a profit or loss? Take it over?", { default: false })) {
    return confirmChange(tool, "update", update(Number.POSITIVE_INFINITY));
  }
  prompt.show("Nothing was changed. A deposit or withdrawal has its own option.");
  addItem(tool, "update", "declined", usual.message);
}

async function askAccount({
  desk,
  prompt,
}: CapitalTool): Promise<Pick<CapitalRow, "time"> & { readonly value: CapitalRow["broker"] }> {
  try {
    return await accountValue(desk);
  } catch (error) {
    if (!isContangoError(error)) throw error;
    prompt.show(errorText(error));
    const value = await prompt.ask("Account value in the base currency", { parse: amountAnswer() });
    return { time: desk.now(), value };
  }
}

export async function enterFlow(tool: CapitalTool): Promise<void> {
  const { desk, prompt } = tool;
  currentCapital(await readLedger(desk));
  const currency = desk.config.get("base_currency");
  const amount = await prompt.ask(`Deposit in ${currency}; a withdrawal below zero`, {
    parse: amountAnswer({ not0: true }),
  });
  await confirmChange(tool, "flow", (options) => adjustForFlow(desk, { amount, ...options }));
}

export async function setAmounts(tool: CapitalTool): Promise<void> {
  const { desk, prompt } = tool;
  const amounts = await askNewAmounts(prompt, currentCapital(await readLedger(desk)));
  if (Object.keys(amounts).length === 0) return prompt.show("Nothing was changed.");
  await confirmChange(tool, "modify", (options) => modifyTotalCapital(desk, { ...amounts, ...options }));
}

export async function deleteSince(tool: CapitalTool): Promise<void> {
  const { desk, prompt } = tool;
  currentCapital(await readLedger(desk));
  const since = await prompt.ask(`Delete the rows at or after (${TIME_FORMS})`, {
    parse: timeAnswer({ now: desk.now() }),
  });
  await confirmChange(tool, "delete", (options) => deleteCapital(desk, { since, ...options }));
}

export async function deleteEverything(tool: CapitalTool): Promise<void> {
  const { desk, prompt } = tool;
  currentCapital(await readLedger(desk));
  prompt.show(
    "The history of P&L in percent goes with it: change single amounts instead where that will do.",
  );
  const everything = await prompt.ask(`Type ${DELETE_EVERYTHING} to delete everything <RETURN to keep it>`, {
    parse: (answer) => {
      const word = answer.trim();
      if (word === "" || word === DELETE_EVERYTHING) return word;
      throw wrongAnswer(`"${word}" is not ${DELETE_EVERYTHING}; nothing is deleted`);
    },
  });
  if (everything === "") return prompt.show("Nothing was deleted.");
  await write(tool, "delete everything", await deleteCapital(desk, { everything, dryRun: true }), (options) =>
    deleteCapital(desk, { everything, ...options }),
  );
}

export async function showPandl({ desk, prompt }: CapitalTool): Promise<void> {
  prompt.show(String(await capitalHistory(desk)));
}

export async function showMethod({ desk, prompt }: CapitalTool): Promise<void> {
  prompt.show(methodText(desk.config.get("production_capital_method"), await readLedger(desk)));
}

export async function writeChart({ desk, prompt }: CapitalTool): Promise<void> {
  const { ledger, currency } = await capitalHistory(desk);
  const html = pageHtml(capitalReport(ledger, { currency }));
  const folder = desk.config.get("reporting_directory") ?? "reports";
  const file = await prompt.ask("File of the page", { parse: fileAnswer, default: `${folder}/capital.html` });
  await desk.files.write(file, html);
  prompt.show(`written: ${file}`);
}

function fileAnswer(answer: string): string {
  const file = answer.trim();
  if (/\.html?$/.test(file)) return file;
  throw wrongAnswer(`"${file}" is not the name of a page; give one that ends in .html`);
}

/** The last rows of total capital. */
export async function capitalNow(desk: Desk): Promise<string> {
  const ledger = await readLedger(desk);
  return ledger.length === 0 ? "Capital was not started yet." : `Total capital\n${capitalRowsText(ledger)}`;
}

async function readLedger({ data }: Desk): Promise<CapitalLedger> {
  return (await data.totalCapital.read(TOTAL_CAPITAL)) ?? new CapitalLedger();
}

/** Works a change out, shows it, asks, and writes exactly what was shown. */
async function confirmChange(tool: CapitalTool, action: string, change: Change): Promise<void> {
  const { prompt } = tool;
  const preview = await change({ dryRun: true });
  prompt.show(
    [
      preview.message,
      beforeAndAfter(preview),
      ...(preview.removed.length === 0 ? [] : ["These rows go:", capitalRowsText(preview.removed)]),
    ].join("\n"),
  );
  if (await prompt.confirm("Write it?")) await write(tool, action, preview, change);
  else {
    prompt.show("Nothing was changed.");
    addItem(tool, action, "declined", preview.message);
  }
}

async function write(tool: CapitalTool, action: string, seen: CapitalChange, change: Change): Promise<void> {
  const { message } = await change({ decidedOn: seen.before ?? null });
  addItem(tool, action, "written", message);
  tool.prompt.show(await capitalNow(tool.desk));
}

function addItem(
  { run, desk }: CapitalTool,
  action: string,
  status: ToolItem["status"],
  message: string,
): void {
  run.items.push({ name: `${run.items.length + 1} ${action}`, status, severity: "ok", message });
  desk.log.msg(`${action}: ${status}, ${message}`, { type: run.tool });
}
