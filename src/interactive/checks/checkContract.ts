import type { BarFrequency } from "../../broker/broker.js";
import type { OrderedSource } from "../../broker/sources/orderedSource.js";
import { type ContractKey, contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import { CONTRACT_PRICE_COLUMNS, NO_BARS } from "../../prices/contractPrices.js";
import type { Desk } from "../../production/desk.js";
import { errorText } from "../../production/eachItem.js";
import { askForBars, type StoredBars, storedBars } from "../../production/prices/askForBars.js";
import { SPIKE_ROWS } from "../../production/prices/newBars.js";
import { readRows } from "../../production/prices/storedSeries.js";
import { writeBars } from "../../production/prices/writeBars.js";
import type { Prompter } from "../../prompt/prompter.js";
import type { Frame } from "../../series/frame.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import type { ToolItem } from "../toolRun.js";
import { askAboutSpikes } from "./askAboutSpikes.js";
import { auditSpikes } from "./auditSpikes.js";
import { previewText, rowsText } from "./preview.js";
import { type ReviewedRows, reviewSpikes } from "./reviewSpikes.js";

export interface CheckSettings {
  readonly tool: string;
  readonly source: OrderedSource;
  readonly frequencies: readonly BarFrequency[];
  readonly maxSpike: number;
  /** True: only of contracts that the books have, also when it is written. */
  readonly booked: boolean;
}

/** New bars of one frequency, after a person's word on each spike. */
interface ReviewedBars extends ReviewedRows<Frame> {
  readonly frequency: BarFrequency;
}

/**
 * Asks the sources for the bars of a contract since the last stored ones, and a person about each spike among them; then
 * writes both frequencies, the merged view and the decisions in one commit, which also settles what was open about them.
 *
 * @throws ContangoError `PROMPT_CANCELLED`, with nothing written; `STORE_VERSION_CONFLICT` where another process wrote the
 * bars meanwhile; what the sources throw, where they all do.
 */
export async function checkContract(
  desk: Desk,
  prompt: Prompter,
  key: ContractKey,
  settings: CheckSettings,
): Promise<ToolItem> {
  const name = contractKey(key.instrument, key.contract);
  const stored = await storedBars(desk, key);
  const reviews: ReviewedBars[] = [];
  const problems: string[] = [];
  for (const frequency of settings.frequencies) {
    const asked = await askForBars(desk, settings.source, key, frequency, stored, {
      maxSpike: Number.POSITIVE_INFINITY,
      now: desk.now(),
      signal: NEVER_STOPS,
    });
    if (asked.status === "failed") {
      if (settings.frequencies.length === problems.length + 1) throw asked.error;
      problems.push(`${frequency}: ${errorText(asked.error)}`);
    } else if (asked.status === "new") {
      const old = await barsBefore(desk, stored, frequency);
      const review = reviewSpikes(old, asked.bars, { maxSpike: settings.maxSpike, acrossGaps: true });
      reviews.push({ frequency, ...(await askAboutSpikes(prompt, `${name} ${frequency}`, review)) });
    }
  }
  const trouble = problems.map((problem) => `; ${problem}`).join("");
  const severity = problems.length > 0 ? "attention" : "ok";
  if (reviews.length === 0) return { name, status: "unchanged", severity, message: `no new bars${trouble}` };
  if (!(await wanted(prompt, name, reviews))) {
    const message = "its new bars are not stored, and it stays on the list of what needs a person";
    return { name, status: "declined", severity: "attention", message: `${message}${trouble}` };
  }
  await writeReviewed(desk, key, stored, reviews, { ...settings, settles: problems.length === 0 });
  const told = reviews.map(({ frequency, added }) => `${frequency}: ${rowsText(added)}`).join("; ");
  return { name, status: "written", severity, message: `${told}${trouble}` };
}

const NEVER_STOPS = new AbortController().signal;

/** The bars that new ones have to follow: those of their frequency, or of the merged view where there is nothing else. */
async function barsBefore(desk: Desk, stored: StoredBars, frequency: BarFrequency): Promise<Frame> {
  const unsplit = stored.Hour === undefined && stored.Day === undefined;
  const base = stored[frequency] ?? (unsplit ? stored.merged : undefined);
  if (base === undefined) return NO_BARS;
  const rows = await readRows(desk.storage, base, { last: SPIKE_ROWS });
  return rows.select(CONTRACT_PRICE_COLUMNS.filter((name) => rows.columns.has(name)));
}

/** Asks where something was decided; new bars without a spike are written as every night. */
async function wanted(prompt: Prompter, name: string, reviews: readonly ReviewedBars[]): Promise<boolean> {
  if (reviews.every(({ decisions }) => decisions.length === 0)) return true;
  for (const review of reviews) prompt.show(previewText(`${name} ${review.frequency}`, review));
  return prompt.confirm(`Write ${name}`);
}

async function writeReviewed(
  desk: Desk,
  key: ContractKey,
  stored: StoredBars,
  reviews: readonly ReviewedBars[],
  { tool, booked, settles }: CheckSettings & { readonly settles: boolean },
): Promise<void> {
  const item = contractKey(key.instrument, key.contract);
  const bars = Object.fromEntries(reviews.map(({ frequency, added }) => [frequency, added]));
  const time = desk.clock.now();
  await desk.storage.atomically(async (batch) => {
    if (booked) await desk.data.contracts.update(item, (contract) => contract ?? missing(item), batch);
    await writeBars(desk, key, stored, bars, batch);
    for (const { frequency, decisions } of reviews) {
      auditSpikes(batch, { tool, item, frequency, time }, decisions);
    }
    if (settles) batch.deleteRecord(COLLECTIONS.attention, { process: "updateHistoricalPrices", item });
  });
}

function missing(contract: string): never {
  throw new ContangoError(
    "CONTRACT_MISSING",
    "interactive",
    `the books no longer have ${contract}, so its new bars are not stored; was its instrument removed meanwhile?`,
    { details: { contract } },
  );
}
