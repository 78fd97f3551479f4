import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account, GroupAccount } from "../../../src/backtest/accounts/account.js";
import { accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import { groupAccount } from "../../../src/backtest/accounts/groupAccount.js";
import { instrumentAccount } from "../../../src/backtest/accounts/instrumentAccount.js";
import { ruleAccount, ruleAccounts } from "../../../src/backtest/accounts/ruleAccounts.js";
import {
  normaliseByTotal,
  normaliseRuleWeights,
  ruleWeights,
  weightsOfRule,
} from "../../../src/backtest/accounts/ruleWeights.js";
import { weightedAccount } from "../../../src/backtest/accounts/weightedAccount.js";
import { sum } from "../../../src/series/reduce.js";
import { Series } from "../../../src/series/series.js";
import { toFrame } from "../../../src/series/toFrame.js";
import { DAY } from "../../../src/time/civil.js";
import { daily, histories, market, ONE } from "./samples.js";

const instrument = market({ spreadCost: 0.25 });
const costs = { kind: "cash", rollsPerYear: 12, normaliseByVolatility: false } as const;
const accountFrom = (history: { position: (number | null)[]; price: (number | null)[] }, days = 0) => {
  const later = (series: Series): Series =>
    new Series(
      series.time.map((time) => time + days * DAY),
      series.values,
    );
  return instrumentAccount({
    position: later(daily(history.position)),
    price: later(daily(history.price)),
    fxRate: ONE,
    instrument,
    capital: 5000,
    costs,
  });
};

describe("groupAccount", () => {
  it("adds up its members, wherever they start and end", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(histories, fc.nat(40)), { maxLength: 5 }), (list) => {
        const members = new Map(
          list.map(([history, weeks], at) => [`M${at}`, accountFrom(history, 7 * weeks)]),
        );
        const group = groupAccount(members, 1000);
        expect(group.members).toBe(members);
        for (const kind of ["gross", "costs", "net"] as const) {
          const parts = [...members.values()].map((member) => sum(member[kind]));
          expect(sum(group[kind])).toBeCloseTo(sum(parts), 6);
          const byDay = new Map<number, number>();
          for (const member of members.values()) {
            for (const [time, value] of accountCurve(member, { kind }))
              byDay.set(time, (byDay.get(time) ?? 0) + value);
          }
          for (const [time, value] of accountCurve(group, { kind })) {
            expect(Math.abs(value - (byDay.get(time) ?? 0))).toBeLessThan(1e-7);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("takes percentages of its own capital, its members of theirs", () => {
    const member = accountFrom({ position: [1, 1, 1], price: [100, 100, 110] });
    const group = groupAccount(new Map([["CORN", member]]), 250);
    expect(accountCurve(group, { kind: "gross", unit: "percent" }).at(-1)).toBe(200);
    expect(accountCurve(group.members.get("CORN")!, { kind: "gross", unit: "percent" }).at(-1)).toBe(10);
  });

  it("may have no members, and counts a missing value as 0", () => {
    expect(groupAccount(new Map(), 100).net.length).toBe(0);
    const noRate = new Series(Float64Array.of(1e14), Float64Array.of(1));
    const member = instrumentAccount({
      position: daily([1, 1]),
      price: daily([1, 2]),
      fxRate: noRate,
      instrument,
      capital: 1,
      costs,
    });
    expect(member.net.values.every(Number.isNaN)).toBe(true);
    expect([...groupAccount(new Map([["CORN", member]]), 100).net.values]).toEqual([0, 0]);
  });
});

describe("weightedAccount", () => {
  const history = { position: [1, 3, -2, 4, 4, 0], price: [100, 103, 99, 108, 101, 111] };

  it("is the account of a position with that weight", () => {
    const weight = daily([0.5, 0.25, null, 1, 0.75, 0.125]);
    const shares = [0.5, 0.25, 0.25, 1, 0.75, 0.125];
    const position = daily(history.position.map((value, row) => value * shares[row]!));
    const own = { price: daily(history.price), fxRate: ONE, instrument, capital: 5000, round: false };
    const averagePosition = daily([2, 2, 3, 3, 2, 2]);
    const volatility = daily([1, 1, 1, 2, 2, 2]);
    const sharpe = { kind: "sharpe", annualCost: 0.1, averagePosition, volatility } as const;
    const whole = instrumentAccount({ ...own, position: daily(history.position), costs: sharpe });
    const weighted = weightedAccount(whole, weight);
    const smaller = daily([...averagePosition.values].map((value, row) => value * shares[row]!));
    const direct = instrumentAccount({ ...own, position, costs: { ...sharpe, averagePosition: smaller } });
    expect([...weighted.gross.values]).toEqual([...direct.gross.values]);
    expect([...weighted.held!.values]).toEqual([0, ...direct.held!.values.slice(1)]);
    for (let row = 1; row < 6; row++) expect(weighted.costs.at(row)).toBeCloseTo(direct.costs.at(row), 12);
    expect([...(weighted.capital as Series).values]).toEqual(shares.map((share) => share * 5000));
  });

  it("holds nothing before there is a weight", () => {
    const weighted = weightedAccount(accountFrom(history), daily([null, null, null, 1, 1, 1]));
    expect([...weighted.gross.values].slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(weighted.gross.at(5)).toBe(4 * 10 * 50);
  });
});

describe("ruleWeights", () => {
  const weights = ruleWeights(
    new Map([
      [
        "CORN",
        {
          instrumentWeight: daily([1, 0.5, 0.5]),
          forecastDiversificationMultiplier: daily([1.5, 1.5, 1.5]),
          forecastWeights: toFrame({ carry: daily([null, 0.5, 0.5]), ewmac: daily([null, 0.5, 0.5]) }),
        },
      ],
      [
        "US10",
        {
          instrumentWeight: daily([0, 0.5, 0.5]),
          forecastDiversificationMultiplier: daily([1, 1, 1]),
          forecastWeights: toFrame({ carry: daily([1, 1, null]) }),
        },
      ],
    ]),
    daily([2, 2, 2]),
  );
  const of = (series: Series | undefined): number[] => [...(series?.values ?? [])];

  it("multiplies the forecast weight with all that scales it, filled both ways", () => {
    expect(of(weights.get("CORN")?.get("carry"))).toEqual([1.5, 0.75, 0.75]);
    expect(of(weights.get("US10")?.get("carry"))).toEqual([0, 1, 1]);
  });

  it("adds up to 1 over everything, or over the instruments of a rule", () => {
    const all = normaliseRuleWeights(weights);
    const series = [...all.values()].flatMap((rules) => [...rules.values()]);
    expect(series.length).toBe(3);
    for (let row = 0; row < 3; row++) expect(sum(series.map((one) => one.at(row)))).toBeCloseTo(1, 14);
    expect([...weightsOfRule(weights, "ewmac").keys()]).toEqual(["CORN"]);
    const carry = normaliseByTotal(weightsOfRule(weights, "carry"));
    expect(of(carry.get("CORN"))).toEqual([1, 0.75 / 1.75, 0.75 / 1.75]);
    expect(of(carry.get("US10"))).toEqual([0, 1 / 1.75, 1 / 1.75]);
  });
});

describe("ruleAccounts", () => {
  const forecasts: Record<string, Account> = {
    "CORN carry": accountFrom({ position: [1, 1, 2, 2, 2], price: [100, 101, 99, 103, 104] }),
    "CORN ewmac": accountFrom({ position: [-1, 1, 1, 3, 2], price: [100, 101, 99, 103, 104] }),
    "US10 carry": accountFrom({ position: [2, 2, 2, 2, 2], price: [50, 51, 52, 50, 53] }),
  };
  const accounts = (instrument: string, rule: string): Account => forecasts[`${instrument} ${rule}`]!;
  const constant = (value: number): Series => daily([value, value, value, value, value]);
  const weights = new Map([
    [
      "CORN",
      new Map([
        ["ewmac", constant(1)],
        ["carry", constant(0.5)],
      ]),
    ],
    ["US10", new Map([["carry", constant(1.5)]])],
  ]);
  const totals = (account: Account): number => sum(accountCurve(account));

  it("gives each rule its share of the portfolio", () => {
    const all = ruleAccounts(weights, accounts, 5000);
    expect([...all.members.keys()]).toEqual(["carry", "ewmac"]);
    const expected = {
      carry: totals(accounts("CORN", "carry")) / 6 + totals(accounts("US10", "carry")) / 2,
      ewmac: totals(accounts("CORN", "ewmac")) / 3,
    };
    expect(totals(all.members.get("carry")!)).toBeCloseTo(expected.carry, 10);
    expect(totals(all.members.get("ewmac")!)).toBeCloseTo(expected.ewmac, 10);
    expect(totals(all)).toBeCloseTo(expected.carry + expected.ewmac, 10);
    expect([...(all.members.get("carry") as GroupAccount).members.keys()]).toEqual(["CORN", "US10"]);
  });

  it("gives one rule all the capital", () => {
    const carry = ruleAccount("carry", weights, accounts, 5000);
    const expected = totals(accounts("CORN", "carry")) / 4 + (totals(accounts("US10", "carry")) * 3) / 4;
    expect(totals(carry)).toBeCloseTo(expected, 10);
    expect(ruleAccount("breakout", weights, accounts, 5000).net.length).toBe(0);
  });
});
