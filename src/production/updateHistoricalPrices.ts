import type { BarFrequency } from "../broker/broker.js";
import { orderedSource } from "../broker/sources/orderedSource.js";
import type { Contract } from "../contracts/contract.js";
import type { ContractKey } from "../contracts/contractKey.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { readAttention } from "./attention.js";
import type { Desk } from "./desk.js";
import { askForBars, type BarsAnswer, isRefused, type RefusedBars, storedBars } from "./prices/askForBars.js";
import { barFrequencies } from "./prices/barFrequencies.js";
import { chosenInstruments, type InstrumentChoice, noMultiplePrices } from "./prices/chosenInstruments.js";
import {
  type ContractAnswers,
  type ContractTrouble,
  contractTrouble,
  type HistoricalPricesItem,
  instrumentItem,
  type SettledContract,
} from "./prices/historicalItems.js";
import type { BarsByFrequency } from "./prices/mergedBars.js";
import { priceSourcesOf } from "./prices/priceSources.js";
import { type DownloadTimes, dueRegions, instrumentsOfRegions } from "./prices/regions.js";
import { writeBars } from "./prices/writeBars.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface UpdateHistoricalPricesOptions extends ProcessOptions, InstrumentChoice {
  /** Only instruments of these regions. Default: those whose `download_by_zone` has come today; without that setting, all. */
  readonly regions?: readonly string[];
  /** Default: as `intraday_frequency` of configuration says, hourly and daily. */
  readonly frequencies?: readonly BarFrequency[];
  /** Default: `max_price_spike` of configuration; Infinity accepts everything. */
  readonly maxSpike?: number;
}

/** How many instruments are worked on at once. */
const AT_ONCE = 4;

const NAME = "updateHistoricalPrices";

/**
 * Collects the bars of every sampled contract since the last stored one, from the sources that `price_sources` names, hourly
 * and daily ones kept apart, and brings the merged view of both up to date: all contracts of an instrument in one commit.
 * Bars of the future, of zero price, without volume … are left out as configuration says. Where a new bar is a spike, or they
 * seem to be in another unit, nothing of that contract and frequency is stored, and a person is told; the others are.
 *
 * Stored bars never change: a bar that was not final when it was collected stays as it is, and one that comes after a later
 * one of its frequency was stored is not added.
 *
 * @throws ContangoError `CONFIG_VALUE` for an `intraday_frequency` that is not supported; `PROCESS_OPTION` for an unknown
 * region or frequency.
 * @example
 * await updateHistoricalPrices(desk, { regions: ["ASIA"] });
 */
export const updateHistoricalPrices = defineProcess<HistoricalPricesItem, UpdateHistoricalPricesOptions>({
  name: NAME,
  title: "Contract prices",
  options: ["regions", "frequencies", "maxSpike", "instruments"],
  reads: ["multiplePrices", "contracts", "contractPrices", "instruments", "instrumentClasses", "spreadCosts"],
  writes: ["contractPrices"],
  async run(work, options) {
    const { desk } = work;
    const settings: Settings = {
      frequencies: barFrequencies(desk.config.get("intraday_frequency"), options.frequencies),
      maxSpike: options.maxSpike ?? desk.config.get("max_price_spike"),
    };
    const all = await chosenInstruments(desk, options);
    const chosen = await inRegions(work, all, options);
    const sampled = await sampledContracts(desk);
    const troubled = new Map<InstrumentCode, readonly ContractAnswers[]>();
    const items = await work.each(
      chosen,
      async (code) => {
        const contracts = sampled.get(code) ?? [];
        if (contracts.length === 0 && (await desk.data.multiplePrices.info(code)) === undefined) {
          throw await noMultiplePrices(desk, code);
        }
        const answers = await updateInstrument(work, code, contracts, settings);
        const item = instrumentItem(code, answers);
        troubled.set(code, answers.map(troubledAnswers));
        return item;
      },
      { concurrency: AT_ONCE, label: (code) => ({ instrument_code: code }) },
    );
    const found = await troublesOf(desk, troubled);
    const looked = options.frequencies === undefined ? troubled.keys() : [];
    const settled = await settledContracts(desk, new Set(looked), found);
    return {
      items: [...items, ...found, ...settled],
      ...(chosen.length === 0 && all.length > 0 ? { message: "no instrument's region is due yet" } : {}),
      complete:
        options.instruments === undefined &&
        options.frequencies === undefined &&
        chosen.length === all.length,
    };
  },
});

interface Settings {
  readonly frequencies: readonly BarFrequency[];
  readonly maxSpike: number;
}

async function inRegions(
  { desk, time }: Work,
  all: readonly InstrumentCode[],
  options: UpdateHistoricalPricesOptions,
): Promise<readonly InstrumentCode[]> {
  const times: DownloadTimes = desk.config.get("download_by_zone") ?? {};
  const byTime = Object.keys(times).length > 0 && options.instruments === undefined;
  const regions = options.regions ?? (byTime ? dueRegions(times, time) : undefined);
  if (regions === undefined) return all;
  const known = await Promise.all(
    all.map(async (instrument) => {
      const found = await desk.data.instruments.read(instrument);
      return { instrument, region: found?.region ?? "" };
    }),
  );
  return instrumentsOfRegions(known, regions, times);
}

async function sampledContracts({ data }: Desk): Promise<ReadonlyMap<InstrumentCode, readonly Contract[]>> {
  const sampled = new Map<InstrumentCode, Contract[]>();
  for (const contract of (await data.contracts.all()).values()) {
    if (!contract.sampling) continue;
    const others = sampled.get(contract.instrument);
    if (others === undefined) sampled.set(contract.instrument, [contract]);
    else others.push(contract);
  }
  return sampled;
}

/** Asks for the bars of every contract, then writes what is new in one commit. */
async function updateInstrument(
  { desk, commit, signal, time: now }: Work,
  code: InstrumentCode,
  contracts: readonly Contract[],
  { frequencies, maxSpike }: Settings,
): Promise<readonly ContractAnswers[]> {
  if (contracts.length === 0) return [];
  const source = orderedSource(priceSourcesOf(desk, code));
  const asked: (ContractAnswers & { readonly stored: Awaited<ReturnType<typeof storedBars>> })[] = [];
  for (const { instrument, contract } of contracts) {
    const key = { instrument, contract };
    const stored = await storedBars(desk, key);
    const answers: BarsAnswer[] = [];
    for (const frequency of frequencies) {
      answers.push(await askForBars(desk, source, key, frequency, stored, { maxSpike, now, signal }));
    }
    asked.push({ contract, answers, stored });
  }
  const fresh = asked.map((one) => ({ ...one, bars: newBars(one.answers) }));
  const changes = fresh.filter(({ bars }) => Object.keys(bars).length > 0);
  if (changes.length > 0) {
    await commit(async (batch) => {
      for (const { contract, stored, bars } of changes) {
        await writeBars(desk, { instrument: code, contract }, stored, bars, batch);
      }
    });
  }
  return asked;
}

const newBars = (answers: readonly BarsAnswer[]): BarsByFrequency =>
  Object.fromEntries(
    answers.flatMap((answer) => (answer.status === "new" ? [[answer.frequency, answer.bars]] : [])),
  );

/** What was said of a contract, without its new bars, which need not be kept until the end. */
const troubledAnswers = ({ contract, answers }: ContractAnswers): ContractAnswers => ({
  contract,
  answers: answers.filter((answer) => isRefused(answer) || answer.status === "failed"),
});

/** What a person has to see to, of all contracts, but for what one has seen to while the run was at work. */
async function troublesOf(
  desk: Desk,
  troubled: ReadonlyMap<InstrumentCode, readonly ContractAnswers[]>,
): Promise<readonly ContractTrouble[]> {
  const found: ContractTrouble[] = [];
  for (const [code, contracts] of troubled) {
    for (const { contract, answers } of contracts) {
      const open: BarsAnswer[] = [];
      for (const answer of answers) {
        if (isRefused(answer) && (await isStored(desk, { instrument: code, contract }, answer))) continue;
        open.push(answer);
      }
      const trouble = contractTrouble(code, { contract, answers: open });
      if (trouble !== undefined) found.push(trouble);
    }
  }
  return found;
}

async function isStored({ data }: Desk, key: ContractKey, refused: RefusedBars): Promise<boolean> {
  const info = await data.contractPrices.info({ ...key, frequency: refused.frequency });
  const { time } = refused.status === "spike" ? refused.spike : refused.unit;
  return info !== undefined && info.last >= time;
}

/** What is open of earlier runs for contracts of these instruments, of which every frequency was looked at, and was in order now. */
async function settledContracts(
  { storage }: Desk,
  done: ReadonlySet<InstrumentCode>,
  found: readonly ContractTrouble[],
): Promise<readonly SettledContract[]> {
  const still = new Set(found.map(({ name }) => name));
  const open = await readAttention(storage, NAME);
  return open.flatMap(({ item }) => {
    const [code, contract] = item.split("/");
    if (contract === undefined || !done.has(code!) || still.has(item)) return [];
    return [{ name: item, status: "settled", severity: "ok", message: "its bars are in order now" }];
  });
}
