import { type Column, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { dailyChanges, type NetReturnsOptions } from "./dailyChanges.js";
import { estimationFrequency } from "./estimationFrequency.js";
import { resampleFrame } from "./frameBins.js";
import { type AssetReturns, grossReturns } from "./grossReturns.js";
import { type StackedData, stack } from "./stackedData.js";

export type { NetReturnsOptions } from "./dailyChanges.js";
export type { AssetReturns, ReturnsAndCosts } from "./grossReturns.js";

/**
 * The returns after costs that an instrument's weights are estimated of, a frame of daily values for each instrument
 * whose gross returns are used. A cost is the same every day: the asset's cost as a Sharpe ratio times the standard
 * deviation of its gross returns. Days without any gross return are missing.
 *
 * @param pool The instruments with the same assets, this one among them.
 * @param instrument Whose costs count.
 * @throws ContangoError `ESTIMATION` where the instrument is not in the pool, or has no assets.
 * @example
 * netReturns(new Map([["CORN", rules], ["US10", others]]), "CORN", { costMultiplier: 2 });
 */
export function netReturns(
  pool: ReadonlyMap<string, AssetReturns>,
  instrument: string,
  options: NetReturnsOptions = {},
): readonly Frame[] {
  const gross = new Map([...pool].map(([member, assets]) => [member, grossReturns(assets)]));
  const summaries = new Map([...gross].map(([member, { summaries }]) => [member, summaries]));
  return [...dailyChanges(summaries, instrument, options)].map(([member, changes]) => {
    const { frame } = gross.get(member)!;
    const columns = new Map<string, Column>();
    for (const name of frame.names) {
      const change = changes.get(name)!;
      columns.set(name, floatColumn(frame.floats(name).map((value) => value + change)));
    }
    return new Frame(frame.time, columns);
  });
}

/**
 * Returns by bins of time, those of several instruments stacked: what weights are estimated of.
 *
 * @param frequency B, W, 7D, M or A.
 * @throws ContangoError `ESTIMATION`.
 */
export function stackedReturns(frames: readonly Frame[], frequency = "W"): StackedData {
  const { bins } = estimationFrequency(frequency);
  return stack(frames.map((frame) => resampleFrame(frame, bins, "sum")));
}
