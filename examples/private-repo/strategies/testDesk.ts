import {
  configOf,
  frame,
  instrument,
  type LauncherDesk,
  memoryBacktestStates,
  memoryEngine,
  openStorage,
  repositories,
  rollParameters,
  type Series,
  series,
  toTime,
} from "contango";

const MONDAY = Date.UTC(2022, 0, 3);
const DAY = 86_400_000;

/** A price on business days, at 23:00. */
export function dailyPrice(days: number, price: (day: number) => number): Series {
  const each = Array.from({ length: days }, (_, day) => day);
  const times = each.map((day) => MONDAY + (Math.floor(day / 5) * 7 + (day % 5)) * DAY + 23 * 3_600_000);
  return series(times, each.map(price), { name: "price" });
}

/** A desk in memory that has prices of one contract of CORN, 100,000 of capital for a strategy, and a clock that stands still. */
export async function testDesk(strategy: string, price: Series): Promise<LauncherDesk> {
  const storage = await openStorage(memoryEngine());
  const data = repositories(storage);
  const corn = { code: "CORN", pointSize: 50, currency: "USD", assetClass: "Ags", spreadCost: 0.1 };
  await data.instruments.write("CORN", instrument(corn));
  await data.rollParameters.write("CORN", rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ" }));
  await data.adjustedPrices.write("CORN", price);
  const every = (contract: string): string[] => Array.from(price.values, () => contract);
  await data.multiplePrices.write(
    "CORN",
    frame([...price.time], {
      CARRY: [...price.values],
      CARRY_CONTRACT: every("20240900"),
      PRICE: [...price.values],
      PRICE_CONTRACT: every("20241200"),
      FORWARD: [...price.values],
      FORWARD_CONTRACT: every("20251200"),
    }),
  );
  await data.strategyCapital.write(strategy, series(["2023-12-29"], [100_000], { name: "capital" }));
  const now = (): number => toTime("2023-12-29 20:05");
  return {
    config: configOf({ percentage_vol_target: 20 }),
    storage,
    data,
    states: memoryBacktestStates(),
    now,
  };
}
