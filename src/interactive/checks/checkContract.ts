import type { BarFrequency } from "../../broker/broker.js";
import type { OrderedSource } from "../../broker/sources/orderedSource.js";
import { type ContractKey, contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import { CONTRACT_PRICE_COLUMNS } from "../../prices/contractPrices.js";
import { putAudit } from "../../production/audit.js";
import type { Desk } from "../../production/desk.js";
import { errorText } from "../../production/errorText.js";
import { askForBars, storedBars } from "../../production/prices/askForBars.js";
import { addedTo, barsBefore, type StoredBars } from "../../production/prices/barsBefore.js";
import { plainBars } from "../../production/prices/mergedBars.js";
import { otherUnit, otherUnitText } from "../../production/prices/otherUnit.js";
import { writeBars } from "../../production/prices/writeBars.js";
import type { Prompter } from "../../prompt/prompter.js";
import type { Frame } from "../../series/frame.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import type { Batch } from "../../storage/storage.js";
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
  /** What seemed wrong with them as a whole, and the person wants them all the same. */
  readonly doubt?: string;
}

/**
 * Asks the sources for the bars of a contract since the last stored ones, and a person about each spike among them; then
 * writes both frequencies, the merged view and the decisions in one commit, which also settles what was open about them: as do
 * sources that have nothing new any more. Where one frequency is in trouble, or is not stored as the person does not believe
 * it (it seems to be in another unit, say), it stays open.
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
  const declined: string[] = [];
  for (const frequency of settings.frequencies) {
    const asked = await askForBars(desk, settings.source, key, frequency, stored, {
      maxSpike: Number.POSITIVE_INFINITY,
      now: desk.now(),
      signal: new AbortController().signal,
    });
    if (asked.status === "failed") {
      if (settings.frequencies.length === problems.length + 1) throw asked.error;
      problems.push(`${frequency}: ${errorText(asked.error)}`);
    } else if (asked.status === "new") {
      const review = await reviewBars(desk, prompt, key, stored, frequency, asked.bars, settings);
      const { doubt } = review;
      if (
        doubt === undefined ||
        (await prompt.confirm(`${name} ${frequency}: ${doubt}. Store them all the same?`))
      )
        reviews.push(review);
      else declined.push(`${frequency}: not stored, as ${doubt}`);
    }
  }
  const open = [...declined, ...problems];
  const trouble = open.map((what) => `; ${what}`).join("");
  const severity = open.length > 0 ? "attention" : "ok";
  if (reviews.length === 0) {
    if (open.length === 0) await desk.storage.atomically((batch) => settle(batch, name));
    if (declined.length > 0) return { name, status: "declined", severity, message: open.join("; ") };
    return { name, status: "unchanged", severity, message: `no new bars${trouble}` };
  }
  if (!(await wanted(prompt, name, reviews))) {
    const message = "its new bars are not stored, and it stays on the list of what needs a person";
    return { name, status: "declined", severity: "attention", message: `${message}${trouble}` };
  }
  await writeReviewed(desk, key, stored, reviews, { ...settings, settles: open.length === 0 });
  const told = reviews.map(({ frequency, added }) => `${frequency}: ${rowsText(added)}`).join("; ");
  return { name, status: "written", severity, message: `${told}${trouble}` };
}

/** Asks about each spike among new bars; then looks at what came of them as a whole. */
async function reviewBars(
  desk: Desk,
  prompt: Prompter,
  key: ContractKey,
  stored: StoredBars,
  frequency: BarFrequency,
  bars: Frame,
  { maxSpike }: CheckSettings,
): Promise<ReviewedBars> {
  const before = await barsBefore(desk.storage, stored, frequency, bars.time[0]!);
  const old =
    addedTo(stored, frequency) === undefined
      ? plainBars(before)
      : before.select(CONTRACT_PRICE_COLUMNS.filter((name) => before.columns.has(name)));
  const label = `${contractKey(key.instrument, key.contract)} ${frequency}`;
  const reviewed = await askAboutSpikes(
    prompt,
    label,
    reviewSpikes(old, bars, { maxSpike, acrossGaps: true }),
  );
  const few = { instrument: key.instrument, view: stored.merged, rowsBefore: before.length };
  // A limit of Infinity asks nothing, and who has seen to a spike has looked at their level.
  const looks = maxSpike < Number.POSITIVE_INFINITY && reviewed.decisions.length === 0;
  const unit = looks ? await otherUnit(desk, few, reviewed.added.series("FINAL")) : undefined;
  return { ...reviewed, frequency, ...(unit === undefined ? {} : { doubt: otherUnitText(unit) }) };
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
    for (const { frequency, decisions, doubt } of reviews) {
      auditSpikes(batch, { tool, item, frequency, time }, decisions);
      if (doubt === undefined) continue;
      const message = `${frequency} bars accepted: ${doubt}`;
      putAudit(batch, { time, tool, action: "accepted", item, message, details: { frequency } });
    }
    if (settles) settle(batch, item);
  });
}

/** Collects the end of what is open about a contract. */
function settle(batch: Batch, item: string): void {
  batch.deleteRecord(COLLECTIONS.attention, { process: "updateHistoricalPrices", item });
}

function missing(contract: string): never {
  throw new ContangoError(
    "CONTRACT_MISSING",
    "interactive",
    `the books no longer have ${contract}, so its new bars are not stored; was its instrument removed meanwhile?`,
    { details: { contract } },
  );
}
