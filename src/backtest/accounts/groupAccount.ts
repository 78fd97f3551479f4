import { joinAll, unionTimes } from "../../series/joinTimes.js";
import { Series } from "../../series/series.js";
import { type Account, accountOf, type GroupAccount, printable } from "./account.js";
import { addRows } from "./addPandl.js";

/**
 * The account of several others together: what they earned and what they paid, added up on every time of any of them. A
 * missing value counts as 0.
 *
 * @param members accounts by name, of markets or groups.
 * @param capital what the group's percentages are taken of; members keep their own.
 * @example
 * groupAccount(new Map([["CORN", corn], ["US10", us10]]), 250_000);
 */
export function groupAccount(members: ReadonlyMap<string, Account>, capital: number | Series): GroupAccount {
  const accounts = [...members.values()];
  const gross = total(
    accounts.map((member) => member.gross),
    "gross",
  );
  const costs = total(
    accounts.map((member) => member.costs),
    "costs",
  );
  return printable({ ...accountOf({ gross, costs, capital }), members });
}

function total(parts: readonly Series[], name: string): Series {
  const time = joinAll(
    parts.map((part) => part.time),
    unionTimes,
  );
  const out = new Float64Array(time.length);
  for (const part of parts) addRows(out, time, part);
  return new Series(time, out, name);
}
