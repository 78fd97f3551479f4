import type { FxPriceSource } from "../../broker/broker.js";
import type { FxPair } from "../../instruments/codes.js";
import type { Desk } from "../../production/desk.js";
import { laterRates, putRates, ratesBefore } from "../../production/prices/fxRates.js";
import type { Prompter } from "../../prompt/prompter.js";
import type { Series } from "../../series/series.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import type { Batch } from "../../storage/storage.js";
import type { ToolItem } from "../toolRun.js";
import { askAboutSpikes } from "./askAboutSpikes.js";
import { auditSpikes } from "./auditSpikes.js";
import { previewText, rowsText } from "./preview.js";
import { type ReviewedRows, reviewSpikes } from "./reviewSpikes.js";

export interface PairSettings {
  readonly tool: string;
  readonly source: FxPriceSource;
  readonly maxSpike: number;
}

/**
 * Asks for the rates of a pair since the last stored one, and a person about each spike among them; then writes them and the
 * decisions in one commit, which also settles what was open about the pair; as does a source that has nothing new any more.
 *
 * @throws ContangoError `PROMPT_CANCELLED`, with nothing written; `STORE_VERSION_CONFLICT` where another process wrote rates
 * meanwhile; what the source throws.
 */
export async function checkPair(
  desk: Desk,
  prompt: Prompter,
  pair: FxPair,
  { tool, source, maxSpike }: PairSettings,
): Promise<ToolItem> {
  const info = await desk.data.fxPrices.info(pair);
  const { rates } = await laterRates(desk, source, pair, info, { now: desk.now() });
  if (rates.length === 0) {
    await desk.storage.atomically((batch) => settle(batch, pair));
    return { name: pair, status: "unchanged", severity: "ok", message: "no new rates" };
  }
  const review = reviewSpikes(await ratesBefore(desk, info), rates, { maxSpike, acrossGaps: true });
  const reviewed = await askAboutSpikes(prompt, pair, review);
  if (reviewed.decisions.length > 0) {
    prompt.show(previewText(pair, reviewed));
    if (!(await prompt.confirm(`Write ${pair}`))) {
      const message = "its new rates are not stored, and it stays on the list of what needs a person";
      return { name: pair, status: "declined", severity: "attention", message };
    }
  }
  await writeRates(desk, pair, info, reviewed, tool);
  return { name: pair, status: "written", severity: "ok", message: rowsText(reviewed.added) };
}

async function writeRates(
  desk: Desk,
  pair: FxPair,
  info: SeriesInfo | undefined,
  { added, decisions }: ReviewedRows<Series>,
  tool: string,
): Promise<void> {
  const time = desk.clock.now();
  await desk.storage.atomically(async (batch) => {
    await putRates(desk, pair, info, added, batch);
    auditSpikes(batch, { tool, item: pair, time }, decisions);
    settle(batch, pair);
  });
}

/** Collects the end of what is open about a pair. */
function settle(batch: Batch, item: FxPair): void {
  batch.deleteRecord(COLLECTIONS.attention, { process: "updateFxPrices", item });
}
