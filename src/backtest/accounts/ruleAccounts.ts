import type { Series } from "../../series/series.js";
import type { Account, GroupAccount } from "./account.js";
import { groupAccount } from "./groupAccount.js";
import { normaliseByTotal, normaliseRuleWeights, type RuleWeights, weightsOfRule } from "./ruleWeights.js";
import { weightedAccount } from "./weightedAccount.js";

/** The account of a forecast alone, with all the capital. */
export type ForecastAccounts = (instrument: string, rule: string) => Account;

/**
 * The account of one rule with all the capital, shared among the instruments that have it, as `ruleWeights` weights them.
 *
 * @returns members by instrument.
 */
export function ruleAccount(
  rule: string,
  weights: RuleWeights,
  accounts: ForecastAccounts,
  capital: number,
): GroupAccount {
  return shared(rule, normaliseByTotal(weightsOfRule(weights, rule)), accounts, capital);
}

/**
 * The accounts of all rules, each with the share of the capital that it has in the portfolio, as `ruleWeights` weights them.
 *
 * @returns members by rule, whose members are by instrument.
 */
export function ruleAccounts(
  weights: RuleWeights,
  accounts: ForecastAccounts,
  capital: number,
): GroupAccount {
  const shares = normaliseRuleWeights(weights);
  const rules = [...new Set([...weights.values()].flatMap((own) => [...own.keys()]))].sort();
  const members = rules.map(
    (rule) => [rule, shared(rule, weightsOfRule(shares, rule), accounts, capital)] as const,
  );
  return groupAccount(new Map(members), capital);
}

function shared(
  rule: string,
  weights: ReadonlyMap<string, Series>,
  accounts: ForecastAccounts,
  capital: number,
): GroupAccount {
  const members = [...weights].map(
    ([instrument, weight]) => [instrument, weightedAccount(accounts(instrument, rule), weight)] as const,
  );
  return groupAccount(new Map(members), capital);
}
