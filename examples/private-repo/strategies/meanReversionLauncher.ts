/**
 * Template: mean reversion, trading between prices. What it stores are no positions but prices at which to act, in columns of
 * its own; your own order code reads them with `optimalPositionAt`. Arguments (in `strategy_list`): `span`, `entry`, `contracts`.
 */
import {
  ContangoError,
  keepBacktest,
  type Launcher,
  type LauncherArguments,
  launcherOutcome,
  loadBacktestData,
  referencePrice,
  type Series,
  snapshotOf,
  storePositions,
  type WantedPosition,
} from "contango";
import { priceRange } from "./meanReversion.js";

export const runMeanReversion: Launcher = async (strategy, desk, args) => {
  const time = desk.now();
  const [span, entry, contracts] = [
    above0(args, "span", 20),
    above0(args, "entry", 2),
    above0(args, "contracts", 1),
  ];

  const market = await loadBacktestData(desk.data, undefined, desk.config.get("base_currency"));
  const wanted: WantedPosition[] = [];
  const kept: Record<string, Record<string, Series>> = {};
  for (const [code, { adjustedPrice, multiplePrices }] of market.instruments) {
    // Adjusted prices end at the price of the contract that is traded, and so do these.
    const { buyBelow, sellAbove, exit } = priceRange(adjustedPrice, { span, entry });
    kept[code] = { buyBelow, sellAbove, exit };
    const reference = multiplePrices && referencePrice(multiplePrices);
    if (reference === undefined || Number.isNaN(buyBelow.at(-1))) {
      const problem = { code: "PRICES_EMPTY", message: "there are too few prices" } as const;
      wanted.push({ instrument: code, problem });
      continue;
    }
    const values = {
      buy_below: buyBelow.at(-1),
      sell_above: sellAbove.at(-1),
      exit_price: exit.at(-1),
      contracts,
      reference_price: reference.price,
      reference_contract: reference.contract,
    };
    wanted.push({ instrument: code, position: { kind: "custom", values } });
  }
  const instruments = await storePositions(desk, strategy, time, wanted);
  const backtest = await keepBacktest(desk, strategy, () => ({
    time,
    snapshot: snapshotOf(kept),
    config: args,
  }));
  return launcherOutcome({ strategy, time, instruments, ...backtest });
};

/** A number above 0 among the arguments. */
function above0(args: LauncherArguments, name: string, otherwise: number): number {
  const value = args[name] ?? otherwise;
  if (typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new ContangoError(
    "LAUNCHER_ARGUMENT",
    "reversion",
    `${name} is ${String(value)}; give a number above 0`,
  );
}
