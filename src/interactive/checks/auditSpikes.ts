import { putAudit } from "../../production/audit.js";
import { numberText } from "../../series/series.js";
import type { Batch } from "../../storage/storage.js";
import { formatTime } from "../../time/text.js";
import type { SpikeDecision } from "./reviewSpikes.js";

/** Whose prices were decided about, in which tool, when (epoch milliseconds UTC). */
export interface AuditedPrices {
  readonly tool: string;
  readonly item: string;
  /** Of bars: hourly or daily. */
  readonly frequency?: string;
  readonly time: number;
}

const SAID: Readonly<Record<SpikeDecision["kind"], string>> = {
  accepted: "accepted",
  previous: "replaced by the value before it,",
  typed: "replaced by the typed",
};

/** Records every decision together with the prices that were written because of it. */
export function auditSpikes(batch: Batch, prices: AuditedPrices, decisions: readonly SpikeDecision[]): void {
  const { tool, item, time, frequency } = prices;
  decisions.forEach(({ kind, spike, original, value }, number) => {
    const at = formatTime(spike.time);
    const said = kind === "accepted" ? SAID[kind] : `${SAID[kind]} ${numberText(value)}`;
    putAudit(batch, {
      time,
      tool,
      action: kind,
      item,
      message: `${frequency === undefined ? "" : `${frequency} `}price ${numberText(original)} of ${at} ${said}`,
      details: {
        number,
        ...(frequency === undefined ? {} : { frequency }),
        price_time: at,
        original,
        checked: spike.value,
        value,
        previous: spike.previous,
        normalised_change: spike.normalisedChange,
        max_spike: spike.maxSpike,
      },
    });
  });
}
