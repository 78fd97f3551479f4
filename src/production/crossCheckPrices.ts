import { checkedBars } from "../broker/sources/checkedBars.js";
import { contractKey, parseContractKey } from "../contracts/contractKey.js";
import { type ContangoError, isContangoError } from "../errors/contangoError.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { requireWhole } from "../series/parameters.js";
import { DAY } from "../time/civil.js";
import type { Desk } from "./desk.js";
import { errorText } from "./errorText.js";
import type { OutcomeItem } from "./outcome.js";
import { barCleaning } from "./prices/barCleaning.js";
import { chosenInstruments, type InstrumentChoice, noMultiplePrices } from "./prices/chosenInstruments.js";
import {
  type ClosesComparison,
  compareCloses,
  comparisonText,
  type NamedCloses,
} from "./prices/compareCloses.js";
import { counted } from "./prices/counted.js";
import { laterBars } from "./prices/newBars.js";
import { priceSourcesOf } from "./prices/priceSources.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface CrossCheckPricesOptions extends ProcessOptions, InstrumentChoice {
  /** How many days back (default 10). */
  readonly days?: number;
  /** Differences of up to this many percent of the price are no trouble (default 0.5). */
  readonly tolerance?: number;
}

/** How the daily closes of one contract, `CORN/20241200`, compare. */
export interface CrossCheckItem extends OutcomeItem {
  /** `unchecked`: fewer than two sources have bars. */
  readonly status: "agrees" | "differs" | "unchecked";
  /** The others with the first source that has bars. */
  readonly comparisons: readonly ClosesComparison[];
}

/** What stored closes are called beside those of sources. */
const STORED = "stored";

/** How many contracts are worked on at once. */
const AT_ONCE = 4;

/**
 * Compares the recent daily closes of every sampled contract between the sources that `price_sources` names for it, and with
 * those that are stored. Writes nothing. A person is told where a difference is above the tolerance.
 *
 * @throws ContangoError `SERIES_PARAMETER` for days that are no whole number.
 * @example
 * console.log(await crossCheckPrices(desk, { instruments: ["CORN"], days: 30 }));
 */
export const crossCheckPrices = defineProcess<CrossCheckItem, CrossCheckPricesOptions>({
  name: "crossCheckPrices",
  title: "Cross-check of prices",
  options: ["days", "tolerance", "instruments"],
  reads: ["multiplePrices", "contracts", "contractPrices"],
  writes: [],
  async run(work, options) {
    const { desk } = work;
    const { tolerance = 0.5 } = options;
    const from = work.time - requireWhole("days", options.days ?? 10, 1) * DAY;
    const chosen = new Set(await chosenInstruments(desk, options));
    const keys = [...(await desk.data.contracts.all()).values()]
      .filter(({ instrument, sampling }) => sampling && chosen.has(instrument))
      .map(({ instrument, contract }) => contractKey(instrument, contract));
    const items = await work.each(keys, (name) => checkContract(work, name, from, tolerance), {
      concurrency: AT_ONCE,
      label: (name) => {
        const { instrument, contract } = parseContractKey(name);
        return { instrument_code: instrument, contract_date: contract };
      },
    });
    const found = new Set(keys.map((name) => parseContractKey(name).instrument));
    const named = (options.instruments ?? []).filter((code) => !found.has(code));
    const without = await work.each(named, (code) => uncheckedInstrument(desk, code));
    return { items: [...items, ...without], complete: options.instruments === undefined };
  },
});

/** The item of an instrument that was named and has no sampled contract. */
async function uncheckedInstrument(desk: Desk, code: InstrumentCode): Promise<CrossCheckItem> {
  if ((await desk.data.multiplePrices.info(code)) === undefined) throw await noMultiplePrices(desk, code);
  const message = "none of its contracts is sampled: run updateSampledContracts";
  return { name: code, status: "unchecked", severity: "ok", comparisons: [], message };
}

async function checkContract(
  work: Work,
  name: string,
  from: number,
  tolerance: number,
): Promise<CrossCheckItem> {
  const { found, failures } = await closesOf(work, name, from);
  const [reference, ...others] = found;
  const failed = failures.map((error) => `. ${errorText(error)}`).join("");
  if (reference === undefined || others.length === 0) {
    if (found.length === 0 && failures[0] !== undefined) throw failures[0];
    const message = `${counted(found.length, "source")} with bars, so there is nothing to compare${failed}`;
    return { name, status: "unchecked", severity: "ok", comparisons: [], message };
  }
  const comparisons = others.map((other) => compareCloses(reference, other));
  const differs = comparisons.some(({ differing }) => differing > 0);
  const large = comparisons.some(({ largest }) => largest !== undefined && largest.percent > tolerance);
  return {
    name,
    status: differs ? "differs" : "agrees",
    severity: large ? "attention" : "ok",
    comparisons,
    message: `${comparisons.map(comparisonText).join("; ")}${failed}`,
  };
}

/** Closes by source, in their order, stored ones last; a source that has none is left out. */
async function closesOf(
  { desk, signal, time: now }: Work,
  name: string,
  from: number,
): Promise<{ readonly found: readonly NamedCloses[]; readonly failures: readonly ContangoError[] }> {
  const key = parseContractKey(name);
  const found: NamedCloses[] = [];
  const failures: ContangoError[] = [];
  for (const source of priceSourcesOf(desk, key.instrument)) {
    try {
      const answer = await source.contractPrices(key, "Day", { from, signal });
      const bars = checkedBars(answer, { ...key, frequency: "Day", source: source.name });
      const { bars: kept } = laterBars(bars, from - 1, barCleaning(desk.config, "Day", now));
      if (kept.length > 0) found.push({ source: source.name, closes: kept.series("FINAL") });
    } catch (error) {
      if (signal.aborted || !isContangoError(error)) throw error;
      if (error.code !== "BROKER_NOT_FOUND") failures.push(error);
    }
  }
  return { found: [...found, ...(await storedCloses(desk, name, from))], failures };
}

async function storedCloses({ data }: Desk, name: string, from: number): Promise<readonly NamedCloses[]> {
  const stored = await data.contractPrices.read({ ...parseContractKey(name), frequency: "Day" }, { from });
  return stored === undefined || stored.length === 0
    ? []
    : [{ source: STORED, closes: stored.series("FINAL") }];
}
