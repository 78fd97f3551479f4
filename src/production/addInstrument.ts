import type { ContractPriceSource } from "../broker/broker.js";
import type { ContractId } from "../contracts/contractId.js";
import type { RollParametersInput } from "../contracts/rollParameters.js";
import type { InstrumentCode } from "../instruments/codes.js";
import type { InstrumentValues } from "../instruments/instrument.js";
import { DAY } from "../time/civil.js";
import { type AddedItem, notAdded } from "./initialise/addedItem.js";
import { contractsToSeed } from "./initialise/contractsToSeed.js";
import { holdings } from "./initialise/holdings.js";
import { rowsText } from "./initialise/initialisedItem.js";
import { INSTRUMENT_DATA } from "./initialise/instrumentData.js";
import { instrumentDoubts } from "./initialise/instrumentDoubts.js";
import { type InstrumentPlan, missingBetween, planInstrument } from "./initialise/instrumentPlan.js";
import { type NewInstrument, newInstrument } from "./initialise/newInstrument.js";
import { type SeededContracts, type SeededItem, seedContracts } from "./initialise/seedContracts.js";
import { seedSource } from "./initialise/seedSource.js";
import { storeInstrument } from "./initialise/storeInstrument.js";
import { counted } from "./prices/counted.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { type WallTime, wallTimeOption } from "./wallTimeOption.js";
import type { Work } from "./work.js";

export interface AddInstrumentOptions extends ProcessOptions {
  /** The instrument, or the code of one that is configured. */
  readonly instrument?: InstrumentValues | InstrumentCode;
  /** How it rolls; the stored roll parameters where it has some. */
  readonly rollParameters?: RollParametersInput;
  /**
   * Where the prices of its contracts come from: a source, the name of one (`broker`, of the desk's own, or `stored` for prices that
   * are stored already); default: what `price_sources` says.
   */
  readonly source?: ContractPriceSource | string;
  /** How far back to begin, in the desk's wall time (default: five years ago). */
  readonly from?: WallTime;
  /** True: prices with spikes are stored too. */
  readonly acceptSpikes?: boolean;
  /** True: what is stored of it is replaced. */
  readonly overwrite?: boolean;
  /** An HTML file for the page that shows what is, or would be, stored; also of a dry run. */
  readonly chart?: string;
}

const FIVE_YEARS = 5 * 365 * DAY;

/**
 * Adds an instrument: checks its configuration, takes the daily prices of its contracts from a source, makes its roll calendar,
 * multiple and adjusted prices of them, and stores it all in one commit, the contracts of today marked to be sampled. Run it with
 * `dryRun` and `chart` first and look at the page.
 *
 * Nothing is stored where the broker's point size is another, FX prices of its currency cannot be had, a contract could not be asked
 * for, or a price is a spike that was not accepted. One item is the instrument, the others its contracts.
 *
 * @throws ContangoError `PROCESS_OPTION` without an instrument or roll parameters; `INSTRUMENT_VALUE`, `ROLL_CYCLE`,
 * `ROLL_PARAMETERS`; `PRICE_SOURCE`, `BROKER_MISSING` for a source that is not there.
 * @example
 * await addInstrument(desk, {
 *   instrument: { code: "CORN", pointSize: 50, currency: "USD", assetClass: "Ags", spreadCost: 0.125 },
 *   rollParameters: { holdCycle: "Z", pricedCycle: "HKNUZ", rollOffsetDays: -60, approximateExpiryOffset: 14 },
 *   dryRun: true,
 *   chart: "corn.html",
 * });
 */
export const addInstrument = defineProcess<AddedItem | SeededItem, AddInstrumentOptions>({
  name: "addInstrument",
  title: "New instrument",
  byHand: true,
  options: ["instrument", "rollParameters", "source", "from", "acceptSpikes", "overwrite", "chart"],
  reads: [...INSTRUMENT_DATA, "fxPrices", "contractPositions", "strategyPositions"],
  writes: INSTRUMENT_DATA,
  run: async (work, options) => {
    const { desk, time: now } = work;
    const { overwrite = false, acceptSpikes = false } = options;
    const wanted = await newInstrument(desk, options.instrument, options.rollParameters);
    const { code } = wanted.instrument;
    const source = seedSource(desk, code, options.source);
    const from =
      options.from === undefined ? now - FIVE_YEARS : wallTimeOption("addInstrument", "from", options.from);

    const examined = await examine(work, wanted, overwrite);
    if ("status" in examined) return { items: [examined] };
    const contracts = contractsToSeed(wanted.rollParameters, { from, now });
    const seeded = await seedContracts(work, code, contracts, { source, from, overwrite, acceptSpikes });
    if (work.signal.aborted) return { items: seeded.items };
    const added = await work.each(
      [code],
      () =>
        add(work, wanted, seeded, { ...options, notes: [...examined.notes, ...gapNotes(contracts, seeded)] }),
      { label: (instrument) => ({ instrument_code: instrument }) },
    );
    return { items: [...added, ...seeded.items] };
  },
});

/** What was noted of an instrument that can be added; its outcome where it cannot, or need not. */
async function examine(
  { desk, signal }: Work,
  wanted: NewInstrument,
  overwrite: boolean,
): Promise<AddedItem | { readonly notes: readonly string[] }> {
  const { code } = wanted.instrument;
  const { problems, notes } = await instrumentDoubts(desk, wanted, { overwrite, signal });
  const held = overwrite ? await holdings(desk.data, code) : [];
  const against = [...problems, ...held];
  if (against.length > 0) {
    return notAdded(code, "refused", `${against.join("; ")}. Nothing was written`, notes);
  }
  const there = await desk.data.multiplePrices.info(code);
  if (there === undefined || overwrite) return { notes };
  const message = `it has ${counted(there.rows, "row")} of multiple prices already; { overwrite: true } begins anew`;
  return notAdded(code, "unchanged", message);
}

function gapNotes(contracts: readonly ContractId[], { bars }: SeededContracts): readonly string[] {
  const missing = missingBetween(contracts, bars);
  return missing.length === 0
    ? []
    : [`no prices of ${missing.join(", ")}, which lie between contracts with prices`];
}

/** Stores an instrument of whose contracts all could be asked for. */
async function add(
  work: Work,
  wanted: NewInstrument,
  { bars, spikes, items }: SeededContracts,
  options: AddInstrumentOptions & { readonly notes: readonly string[] },
): Promise<AddedItem> {
  const { code } = wanted.instrument;
  const { overwrite = false, acceptSpikes = false, notes } = options;
  const count = (wantedStatus: string): number =>
    items.filter(({ status }) => status === wantedStatus).length;
  const trouble = count("failed") + count("stored-otherwise");
  if (trouble > 0) {
    const message = `${counted(trouble, "contract")} could not be had, see there; nothing was written. Run it again when that is settled`;
    return notAdded(code, "refused", message, notes);
  }
  if (bars.size === 0) {
    return notAdded(
      code,
      "refused",
      `none of its ${items.length} contracts has prices; nothing was written`,
      notes,
    );
  }
  const plan = planInstrument(bars, {
    instrument: code,
    rollParameters: wanted.rollParameters,
    now: work.time,
  });
  const all = [...notes, ...plan.notes];
  const chart = await chartOf(work, options.chart, { ...wanted, ...plan, bars, spikes, notes: all });
  if (spikes.size > 0 && !acceptSpikes) {
    const message = `${counted(spikes.size, "contract")} with spikes, see there; nothing was written. Where they are right, run it with { acceptSpikes: true }`;
    return { ...notAdded(code, "spikes", message, all), ...chart };
  }
  const replaced = await storeInstrument(work, wanted, bars, plan, overwrite);
  const message = [planText(plan, bars.size), ...all].join("; ");
  const status = replaced ? "replaced" : "written";
  return { name: code, status, severity: "ok", message, notes: all, ...chart };
}

const planText = ({ calendar, adjusted }: InstrumentPlan, contracts: number): string =>
  `${rowsText(adjusted, "adjusted price")}, of ${counted(contracts, "contract")} and ${counted(calendar.length, "roll")}`;

async function chartOf(
  { desk }: Work,
  file: string | undefined,
  data: Parameters<typeof import("../reports/instrumentPage.js").instrumentPage>[0],
): Promise<{ readonly chart?: string }> {
  if (file === undefined) return {};
  const [{ instrumentPage }, { pageHtml }] = await Promise.all([
    import("../reports/instrumentPage.js"),
    import("../charts/pageHtml.js"),
  ]);
  await desk.files.write(file, pageHtml(instrumentPage(data)));
  return { chart: file };
}
