import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { accountOf } from "../../../src/backtest/accounts/account.js";
import { accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import { accountStatistics } from "../../../src/backtest/accounts/accountStatistics.js";
import { groupAccount } from "../../../src/backtest/accounts/groupAccount.js";
import { statistics } from "../../../src/backtest/accounts/statistics.js";
import { series } from "../../../src/series/construct.js";

const DAYS = ["2024-01-01", "2024-01-02", "2024-01-03"];
const gross = series(DAYS, [1000, -250, 500]);
const costs = series(DAYS, [-10, 0, -15]);
const corn = accountOf({ gross, costs, capital: 100_000 });

describe("an account", () => {
  it("prints as its totals", () => {
    expect(inspect(corn)).toBe(
      "account from 2024-01-01 to 2024-01-03, capital 100,000\n  net 1,225, gross 1,250, costs -25",
    );
    expect(inspect(accountOf({ gross: gross.rows(0, 0), costs: costs.rows(0, 0), capital: gross }))).toBe(
      "account without rows\n  net 0, gross 0, costs 0",
    );
  });

  it("prints its members by what each earned, the first eight of them", () => {
    const members = new Map(Array.from({ length: 10 }, (_, at) => [`M${at}`, corn]));
    const text = inspect(groupAccount(members, 100_000));
    expect(text).toContain("net 12,250");
    expect(text).toContain("members, net: M0 1,225, M1 1,225");
    expect(text).toContain("M7 1,225, and 2 more");
    expect(text.split("\n")).toHaveLength(3);
  });
});

describe("the statistics of an account", () => {
  it("are those of its daily net profit in percent, or of another view", () => {
    expect(accountStatistics(corn)).toEqual(statistics(accountCurve(corn, { unit: "percent" })));
    const monthly = { kind: "gross", frequency: "month" } as const;
    const curve = accountCurve(corn, { ...monthly, unit: "percent" });
    expect(accountStatistics(corn, monthly)).toEqual(statistics(curve, "month"));
  });

  it("are not taken of the account itself, which has no rows", () => {
    expect(() => statistics(corn as never)).toThrow("accountStatistics(account)");
  });
});
