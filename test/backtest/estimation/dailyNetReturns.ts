import { dailyChanges, type NetReturnsOptions } from "../../../src/backtest/estimation/dailyChanges.js";
import { estimationFrequency } from "../../../src/backtest/estimation/estimationFrequency.js";
import { resampleFrame } from "../../../src/backtest/estimation/frameBins.js";
import { type AssetReturns, grossReturns } from "../../../src/backtest/estimation/grossReturns.js";
import { type StackedData, stack } from "../../../src/backtest/estimation/stackedData.js";
import { type Column, floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";

/** Net returns day by day, as `stackedNetReturns` defines them: what its shorter way by bins has to agree with. */
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

/** Daily returns by bins of time, those of several instruments stacked. */
export function stackedReturns(frames: readonly Frame[], frequency = "W"): StackedData {
  const { bins } = estimationFrequency(frequency);
  return stack(frames.map((frame) => resampleFrame(frame, bins, "sum")));
}
