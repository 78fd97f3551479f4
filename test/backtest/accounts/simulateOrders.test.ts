import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grossPandl } from "../../../src/backtest/accounts/grossPandl.js";
import { simulatedAccount } from "../../../src/backtest/accounts/simulatedAccount.js";
import { simulateOrders } from "../../../src/backtest/accounts/simulateOrders.js";
import { roundHalfEven } from "../../../src/series/rounding.js";
import { Series } from "../../../src/series/series.js";
import { HOUR } from "../../../src/time/civil.js";
import { daily, histories, market, ONE, refusalOf } from "./samples.js";

describe("simulateOrders", () => {
  const optimal = daily([null, 2.4, 2.5, 4, -1.2, 0]);
  const price = daily([10, 11, 9, 12, 13, 8]);

  it("fills market orders on the next row, at its price", () => {
    const { held, fills } = simulateOrders(optimal, price);
    expect([...held.values]).toEqual([Number.NaN, Number.NaN, 2, 2, 4, -1]);
    expect([...fills.quantity]).toEqual([2, 2, -5]);
    expect([...fills.price]).toEqual([9, 13, 8]);
    expect(fills.slippage).toBe(true);
  });

  it("fills limit orders at their own price, if the next price is beyond it", () => {
    const { held, fills } = simulateOrders(optimal, price, "limit");
    // Bought at 11; 4 at 12 is not to be had at 13; to sell at 13 is not to be had at 8.
    expect([...held.values]).toEqual([Number.NaN, Number.NaN, 2, 2, 2, 2]);
    expect([[...fills.quantity], [...fills.price]]).toEqual([[2], [11]]);
    expect(fills.slippage).toBe(false);
    const sold = simulateOrders(daily([2, -1, -1]), daily([10, 9, 9.5]), "limit");
    expect([[...sold.fills.quantity], [...sold.fills.price]]).toEqual([
      [2, -3],
      [10, 9],
    ]);
  });

  it("waits for a price", () => {
    expect([...simulateOrders(daily([3, 3, 3]), daily([null, null, 7])).held.values]).toEqual([
      Number.NaN,
      Number.NaN,
      3,
    ]);
    expect(simulateOrders(daily([3, 3]), daily([null, null])).fills.time.length).toBe(0);
    expect(simulateOrders(daily([]), daily([])).held.length).toBe(0);
    expect(simulateOrders(daily([3]), daily([1])).fills.time.length).toBe(0);
  });

  it("agrees with a plain walk", () => {
    fc.assert(
      fc.property(
        histories,
        fc.constantFrom("market" as const, "limit" as const),
        ({ position, price: list }, order) => {
          const { held, fills } = simulateOrders(daily(position), daily(list), order);
          const filled = (values: readonly (number | null)[], row: number): number =>
            values.slice(0, row + 1).findLast((value) => value !== null) ?? Number.NaN;
          let current = 0;
          const trades: number[] = [];
          for (let row = 0; row + 1 < list.length; row++) {
            const [here, next] = [filled(list, row), filled(list, row + 1)];
            const trade = roundHalfEven(filled(position, row)) - current;
            const done = order === "market" ? !Number.isNaN(next) : trade > 0 ? here > next : here < next;
            if (Math.abs(trade) > 0 && done) {
              current += trade;
              trades.push(trade);
            }
            if (trades.length > 0) expect(held.values[row + 1]).toBe(current);
          }
          expect([...fills.quantity]).toEqual(trades);
        },
      ),
    );
  });
});

describe("simulatedAccount", () => {
  const instrument = market({ spreadCost: 0.5, commission: { perBlock: 1 } });
  const options = {
    position: daily([2.4, 2.5, 4, -1.2, 0]),
    price: daily([11, 9, 12, 13, 8]),
    fxRate: ONE,
    instrument,
    capital: 1000,
    costs: { kind: "cash", rollsPerYear: 0, normaliseByVolatility: false },
  } as const;

  it("earns from the row after the fill, and pays the spread of market orders only", () => {
    const account = simulatedAccount(options);
    expect([...account.gross.values]).toEqual([0, 0, 2 * 3 * 50, 2 * 50, 4 * -5 * 50]);
    expect([...account.costs.values]).toEqual([-2 * 26, -2 * 26, -5 * 26]);
    expect([...simulatedAccount({ ...options, order: "limit" }).costs.values]).toEqual([-2]);
  });

  it("is the same whenever it is asked for", () => {
    expect(simulatedAccount(options)).toEqual(simulatedAccount(options));
    const { held } = simulateOrders(options.position, options.price);
    expect(simulatedAccount(options).gross).toEqual(
      grossPandl(held, options.price, { pointSize: 50, fxRate: ONE }),
    );
  });

  it("trades by hour on a position by day", () => {
    const [first, second] = [...options.position.time];
    const hours = Float64Array.from([10, 11, 12, 34, 35, 36], (hour) => first! + hour * HOUR);
    const price = new Series(hours, Float64Array.of(10, 11, 12, 13, 14, 15));
    const position = new Series(Float64Array.of(first!, second!), Float64Array.of(1, 2));
    const { held, gross } = simulatedAccount({ ...options, position, price });
    // Midnights of the position are rows too.
    expect([...held!.values]).toEqual([Number.NaN, 1, 1, 1, 1, 2, 2, 2]);
    expect([...gross.values]).toEqual([0, 0, 50, 50, 0, 50, 100, 100]);
  });

  it("refuses a spread cost that is not known", () => {
    const unknown = { ...options, instrument: market({ spreadCost: Number.NaN }) };
    expect(refusalOf(() => simulatedAccount(unknown)).code).toBe("BACKTEST_DATA");
  });
});
