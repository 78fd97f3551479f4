import { sum } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";
import { addPandl } from "./addPandl.js";

/**
 * The profit and loss of a market, a rule or a group, in the base currency. Rows are those on which something was earned
 * or paid: `costs` may have few, and some on weekends. NaN where the FX rate is not known yet.
 */
export interface Account {
  /** Before costs. */
  readonly gross: Series;
  /** Zero or below. */
  readonly costs: Series;
  readonly net: Series;
  /** What percentages are taken of. */
  readonly capital: number | Series;
  /** What was held at each row, in contracts; a group has none. */
  readonly held?: Series;
}

/** The account of several others together, and they themselves by name. */
export interface GroupAccount extends Account {
  readonly members: ReadonlyMap<string, Account>;
}

/** An account from what was earned and what was paid. */
export function accountOf(parts: Omit<Account, "net">): Account {
  return printable({ ...parts, net: addPandl(parts.gross, parts.costs) });
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** The same account, which a REPL prints by its totals instead of its rows. */
export function printable<A extends Account | GroupAccount>(account: A): A {
  return Object.defineProperty(account, INSPECT, { value: () => accountText(account) });
}

const MEMBERS_SHOWN = 8;

function accountText(account: Account | GroupAccount): string {
  const { net, gross, costs, capital } = account;
  const of = typeof capital === "number" ? amount(capital) : "that varies";
  const day = (row: number): string => formatDay(dayOf(net.timeAt(row)));
  const lines = [
    net.length === 0 ? "account without rows" : `account from ${day(0)} to ${day(-1)}, capital ${of}`,
    `  net ${amount(sum(net))}, gross ${amount(sum(gross))}, costs ${amount(sum(costs))}`,
  ];
  const members = "members" in account ? [...account.members] : [];
  const shown = members.slice(0, MEMBERS_SHOWN).map(([name, member]) => `${name} ${amount(sum(member.net))}`);
  const more = members.length > MEMBERS_SHOWN ? `, and ${members.length - MEMBERS_SHOWN} more` : "";
  if (members.length > 0) lines.push(`  members, net: ${shown.join(", ")}${more}`);
  return lines.join("\n");
}

const amount = (value: number): string => Math.round(value).toLocaleString("en");
