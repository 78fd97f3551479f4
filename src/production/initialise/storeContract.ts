import type { ContractKey } from "../../contracts/contractKey.js";
import type { RollParameters } from "../../contracts/rollParameters.js";
import { NO_BARS } from "../../prices/contractPrices.js";
import { mergeFillingGaps } from "../../prices/mergeFillingGaps.js";
import type { Frame } from "../../series/frame.js";
import type { Repositories } from "../../storage/repositories/repositories.js";
import type { Batch } from "../../storage/storage.js";
import { type BarsByFrequency, mergedBars } from "../prices/mergedBars.js";
import { registerContracts } from "./registerContracts.js";
import { isWrite, type Settlement, settle } from "./settle.js";

export interface StoreContractOptions {
  readonly overwrite: boolean;
  /** True: rows that are not stored are added, and stored values stay. */
  readonly fillGaps: boolean;
  readonly parameters: RollParameters;
  /** Whether its prices are collected from now on. */
  readonly sampling: boolean;
  /** Wall time. */
  readonly now: number;
}

const FREQUENCIES = ["Hour", "Day"] as const;

/** Bars that are to be stored for one contract, of each frequency and merged. */
export interface ContractPlan {
  readonly settlement: Settlement;
  readonly writes: BarsByFrequency;
  readonly merged: Frame;
}

/** What to do with given bars, of what is stored. */
export function planContract(
  stored: BarsByFrequency,
  given: BarsByFrequency,
  { overwrite, fillGaps }: Pick<StoreContractOptions, "overwrite" | "fillGaps">,
): ContractPlan {
  const writes: { -readonly [Frequency in keyof BarsByFrequency]: Frame } = {};
  let settlement: Settlement = { status: "unchanged" };
  for (const frequency of FREQUENCIES) {
    const before = stored[frequency];
    const bars = given[frequency];
    if (bars === undefined || bars.length === 0) continue;
    const wanted = fillGaps && before !== undefined ? mergeFillingGaps(before, bars) : bars;
    const settled = fillGaps ? settleMore(before, wanted) : settle(before, wanted, overwrite);
    if (settled.status === "refused") return { settlement: settled, writes: {}, merged: NO_BARS };
    if (isWrite(settled)) writes[frequency] = wanted;
    if (settlement.status === "unchanged" || settled.status === "replaced") settlement = settled;
  }
  return { settlement, writes, merged: mergedBars({ ...stored, ...writes }) };
}

/** Of rows that hold all that is stored, and perhaps more. */
const settleMore = (stored: Frame | undefined, wanted: Frame): Settlement => ({
  status: isWrite(settle(stored, wanted, true)) ? "written" : "unchanged",
});

/** Stores the bars of a contract by frequency and merged, and registers it; all in the given batch, or nothing. */
export async function storeContract(
  data: Repositories,
  batch: Batch,
  { instrument, contract }: ContractKey,
  given: BarsByFrequency,
  options: StoreContractOptions,
): Promise<Settlement> {
  const repository = data.contractPrices;
  const stored: { -readonly [Frequency in keyof BarsByFrequency]: Frame } = {};
  for (const frequency of FREQUENCIES) {
    const found = await repository.read({ instrument, contract, frequency });
    if (found !== undefined) stored[frequency] = found;
  }
  const { settlement, writes, merged } = planContract(stored, given, options);
  if (settlement.status === "refused") return settlement;
  for (const frequency of FREQUENCIES) {
    const bars = writes[frequency];
    if (bars !== undefined) await repository.update({ instrument, contract, frequency }, () => bars, batch);
  }
  const mixed = { instrument, contract };
  await repository.update(
    mixed,
    (before) => (isWrite(settle(before, merged, true)) ? merged : undefined),
    batch,
  );
  const { parameters, sampling, now } = options;
  const known = await registerContracts(data, batch, [contract], {
    instrument,
    parameters,
    sampling,
    now,
  });
  return settlement.status === "unchanged" && known > 0 ? { status: "written" } : settlement;
}
