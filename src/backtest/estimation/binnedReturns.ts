import { type Column, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { dailyChanges, type NetReturnsOptions } from "./dailyChanges.js";
import { estimationFrequency } from "./estimationFrequency.js";
import { resampleFrame } from "./frameBins.js";
import { type AssetReturns, grossReturns, type ReturnsSummaries } from "./grossReturns.js";
import { type StackedData, stack } from "./stackedData.js";

/** The gross returns of an instrument's assets by bins of time: all that net returns need of it, whosever costs count. */
export interface BinnedReturns {
  /** Their total in each bin, a column for each asset; 0 where there are none. */
  readonly totals: Frame;
  /** On how many days of the bin there are any. */
  readonly days: Frame;
  readonly summaries: ReturnsSummaries;
}

/**
 * Gross returns by bins of time, with what costs are made of.
 *
 * @param frequency B, W, 7D, M or A.
 * @throws ContangoError `ESTIMATION`.
 */
export function binReturns(assets: AssetReturns, frequency = "W"): BinnedReturns {
  const { bins } = estimationFrequency(frequency);
  const { frame, summaries } = grossReturns(assets);
  const ones = new Map<string, Column>();
  for (const name of frame.names) {
    const present = frame.floats(name).map((value) => (Number.isNaN(value) ? Number.NaN : 1));
    ones.set(name, floatColumn(present));
  }
  return {
    totals: resampleFrame(frame, bins, "sum"),
    days: resampleFrame(new Frame(frame.time, ones), bins, "sum"),
    summaries,
  };
}

/**
 * The returns after costs that an instrument's weights are estimated of, by bins of time, stacked over the instruments whose
 * gross returns are used. A cost is the same every day that has a gross return: the asset's cost as a Sharpe ratio times the
 * standard deviation of its gross returns.
 *
 * @param pool The instruments with the same assets, this one among them.
 * @param instrument Whose costs count.
 * @throws ContangoError `ESTIMATION` where the instrument is not in the pool, or has no assets.
 * @example
 * stackedNetReturns(new Map([["CORN", binReturns(rules)], ["US10", binReturns(others)]]), "CORN", { costMultiplier: 2 });
 */
export function stackedNetReturns(
  pool: ReadonlyMap<string, BinnedReturns>,
  instrument: string,
  options: NetReturnsOptions = {},
): StackedData {
  const summaries = new Map([...pool].map(([member, { summaries }]) => [member, summaries]));
  const changes = [...dailyChanges(summaries, instrument, options)];
  return stack(changes.map(([member, change]) => net(pool.get(member)!, change)));
}

function net({ totals, days }: BinnedReturns, changes: ReadonlyMap<string, number>): Frame {
  const columns = new Map<string, Column>();
  for (const name of totals.names) {
    const change = changes.get(name)!;
    const count = days.floats(name);
    const isKnown = !Number.isNaN(change);
    // A day whose net return is not known counts for nothing, as one without a return.
    const values = totals.floats(name).map((total, bin) => (isKnown ? total + count[bin]! * change : 0));
    columns.set(name, floatColumn(values));
  }
  return new Frame(totals.time, columns);
}
