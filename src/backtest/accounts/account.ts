import type { Series } from "../../series/series.js";
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
  return { ...parts, net: addPandl(parts.gross, parts.costs) };
}
