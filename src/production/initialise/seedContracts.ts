import type { ContractPriceSource } from "../../broker/broker.js";
import { checkedBars } from "../../broker/sources/checkedBars.js";
import type { ContractId } from "../../contracts/contractId.js";
import { contractKey } from "../../contracts/contractKey.js";
import { isContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { mergeFillingGaps } from "../../prices/mergeFillingGaps.js";
import { type Spike, spikeText } from "../../prices/spikes.js";
import type { Frame } from "../../series/frame.js";
import { between } from "../../series/slice.js";
import type { Desk } from "../desk.js";
import { errorText } from "../errorText.js";
import type { FailedItem, OutcomeItem } from "../outcome.js";
import { counted } from "../prices/counted.js";
import { laterBars, leftOutText } from "../prices/newBars.js";
import type { Work } from "../work.js";
import { allSpikes } from "./allSpikes.js";
import { rowsText } from "./initialisedItem.js";
import { STORED } from "./seedSource.js";
import { firstDifference } from "./settle.js";

/** What became of the prices of one contract. `stored-otherwise`: other prices are there, and stay. */
export interface SeededItem extends OutcomeItem {
  readonly status: "seeded" | "missing" | "spikes" | "stored-otherwise";
}

/** Daily bars by contract, of those that have any, and what became of each. */
export interface SeededContracts {
  readonly bars: ReadonlyMap<ContractId, Frame>;
  readonly spikes: ReadonlyMap<ContractId, readonly Spike[]>;
  readonly items: readonly (SeededItem | FailedItem)[];
}

/** Asks a source for the daily bars of contracts, one after the other, and looks at them. Stores nothing. */
export async function seedContracts(
  work: Work,
  instrument: InstrumentCode,
  contracts: readonly ContractId[],
  options: {
    readonly source: ContractPriceSource;
    readonly from: number;
    readonly overwrite: boolean;
    readonly acceptSpikes: boolean;
  },
): Promise<SeededContracts> {
  const { desk, signal } = work;
  const { source, from, overwrite, acceptSpikes } = options;
  const maxSpike = desk.config.get("max_price_spike");
  const bars = new Map<ContractId, Frame>();
  const spikes = new Map<ContractId, readonly Spike[]>();
  const byKey = new Map(contracts.map((contract) => [contractKey(instrument, contract), contract]));

  const items = await work.each(
    byKey.keys(),
    async (name): Promise<SeededItem> => {
      const contract = byKey.get(name)!;
      const missing = (message: string): SeededItem => ({ name, status: "missing", severity: "ok", message });
      let answer: Frame;
      try {
        const given = await source.contractPrices({ instrument, contract }, "Day", { from, signal });
        answer = checkedBars(given, { instrument, contract, frequency: "Day", source: source.name });
      } catch (error) {
        if (isContangoError(error, "BROKER_NOT_FOUND")) return missing(errorText(error));
        throw error;
      }
      const { bars: found, leftOut } = laterBars(
        between(answer, from),
        Number.NaN,
        cleaning(desk, work.time),
      );
      if (found.length === 0) return missing(`${source.name} has no bars of it${leftOutText([leftOut])}`);
      const stored = await desk.data.contractPrices.read({ instrument, contract, frequency: "Day" });
      const kept = overwrite ? undefined : stored;
      const difference = kept && firstDifference(kept, found, { commonRows: true });
      if (difference !== undefined) {
        const message = `other prices are stored: ${difference}. Take them with { source: "${STORED}" }, or replace them with { overwrite: true }`;
        return { name, status: "stored-otherwise", severity: "attention", message };
      }
      const used = between(kept === undefined ? found : mergeFillingGaps(kept, found), from);
      bars.set(contract, used);
      const suspect = allSpikes(used.series("FINAL"), maxSpike);
      const message = `${rowsText(used, "day")}${leftOutText([leftOut])}`;
      if (suspect.length === 0) return { name, status: "seeded", severity: "ok", message };
      spikes.set(contract, suspect);
      return {
        name,
        status: "spikes",
        severity: acceptSpikes ? "ok" : "attention",
        message: `${message}; ${spikesText(suspect)}`,
      };
    },
    { label: (name) => ({ instrument_code: instrument, contract_date: byKey.get(name)! }) },
  );
  return { bars: new Map([...bars].sort(([a], [b]) => (a < b ? -1 : 1))), spikes, items };
}

/** Spikes named one by one in a message. */
const SHOWN = 3;

function spikesText(spikes: readonly Spike[]): string {
  const texts = spikes.slice(0, SHOWN).map(spikeText);
  if (spikes.length > SHOWN) texts.push(`and ${counted(spikes.length - SHOWN, "more spike")}`);
  return texts.join("; ");
}

const cleaning = ({ config }: Desk, now: number) => ({
  now,
  ignoreFuturePrices: config.get("ignore_future_prices"),
  ignoreZeroVolumes: config.get("ignore_prices_with_zero_volumes_daily"),
  ignoreZeroPrices: config.get("ignore_zero_prices"),
  ignoreNegativePrices: config.get("ignore_negative_prices"),
});
