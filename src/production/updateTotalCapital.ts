import { CapitalLedger } from "../capital/ledger.js";
import { type Decimal, moneyText } from "../capital/money.js";
import { type CapitalUpdate, updateCapitalFromBroker } from "../capital/updateCapital.js";
import { TOTAL_CAPITAL } from "../storage/repositories/keys.js";
import { formatTime } from "../time/text.js";
import type { ConvertedAccount } from "./capital/accountValue.js";
import { putMargin, TOTAL_MARGIN } from "./capital/margin.js";
import { readAccount } from "./capital/readAccount.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface UpdateTotalCapitalOptions extends ProcessOptions {
  /** The largest change of the account value that is believed, as a fraction: default 0.1. `Infinity` believes any. */
  readonly limit?: number;
}

/** What became of total capital; amounts in the base currency. */
export interface TotalCapitalItem extends OutcomeItem {
  readonly status: "initialised" | "updated" | "unchanged" | "refused" | "unknown" | "late";
  /** The account value; undefined where it is not known. */
  readonly broker?: number;
  /** Total capital as it stands now. */
  readonly total?: number;
}

/**
 * Takes the change of the broker's account value since the last time as profit or loss, and compounds it by
 * `production_capital_method`. The first run starts capital with the account value. A change of more than the limit is not
 * believed, and a value that is not wholly known is not used: nothing is written then, and a person is told. Margin is
 * recorded where the broker says it.
 *
 * @example
 * await updateTotalCapital(desk);
 */
export const updateTotalCapital = defineProcess<TotalCapitalItem, UpdateTotalCapitalOptions>({
  name: "updateTotalCapital",
  title: "Total capital",
  options: ["limit"],
  reads: ["capital", "fxPrices", "margin"],
  writes: ["capital", "margin"],
  run: async (work, { limit = 0.1 }) => ({
    items: await work.each(["total capital"], () => update(work, limit)),
    complete: true,
  }),
});

async function update(work: Work, limit: number): Promise<TotalCapitalItem> {
  const { config, data } = work.desk;
  const { time, account } = await readAccount(work.desk, work.signal);
  if (account.status === "unknown") {
    return {
      name,
      status: "unknown",
      severity: "attention",
      message: `${account.reason}; nothing was written`,
    };
  }
  return work.commit(async (batch) => {
    let item: TotalCapitalItem | undefined;
    await data.totalCapital.update(
      TOTAL_CAPITAL,
      (stored = new CapitalLedger()) => {
        const options = { method: config.get("production_capital_method"), limit };
        const decision = decide(stored, time, account.value, options);
        item = capitalItem(decision, time, account);
        return "ledger" in decision && decision.status !== "refused" ? decision.ledger : undefined;
      },
      batch,
    );
    const written = item!.status === "initialised" || item!.status === "updated";
    if (written && account.margin !== undefined) {
      await putMargin(work.desk.storage, TOTAL_MARGIN, { time, margin: account.margin.toNumber() }, batch);
    }
    return item!;
  });
}

const name = "total capital";

type Decision =
  | CapitalUpdate
  | { readonly status: "unchanged"; readonly total: Decimal }
  /** Other values are stored at or after the snapshot's time. */
  | { readonly status: "late"; readonly last: number };

/** What an account value of a time makes of the ledger. */
function decide(
  ledger: CapitalLedger,
  time: number,
  broker: Decimal,
  options: Parameters<typeof updateCapitalFromBroker>[3],
): Decision {
  const last = ledger.last;
  if (last !== undefined && time <= last.time) {
    const same = ledger.rows.some((row) => row.time === time && row.broker.equals(broker));
    return same ? { status: "unchanged", total: last.total } : { status: "late", last: last.time };
  }
  return updateCapitalFromBroker(ledger, time, broker, options);
}

function capitalItem(
  decision: Decision,
  time: number,
  account: ConvertedAccount & { readonly status: "known" },
): TotalCapitalItem {
  const broker = account.value.toNumber();
  const value = moneyText(account.value);
  switch (decision.status) {
    case "unchanged": {
      const message = `the account value of ${formatTime(time)} is in the books already`;
      return { name, status: "unchanged", severity: "ok", message, broker, total: decision.total.toNumber() };
    }
    case "late": {
      const message = `the broker's account value, ${value}, is of ${formatTime(time)}, and the books have other values up to ${formatTime(decision.last)}; nothing was written: see to the clock, or update again later`;
      return { name, status: "late", severity: "attention", message, broker };
    }
    case "refused": {
      const message = `${decision.message}. If it was a deposit or a withdrawal, enter it with the capital tool; if the change is right, take it over there with an update from the broker`;
      return {
        name,
        status: "refused",
        severity: "attention",
        subject: "Large capital change",
        message,
        broker,
      };
    }
    case "initialised": {
      const message = `capital starts with the account value, ${value}`;
      return { name, status: "initialised", severity: "ok", message, broker, total: broker };
    }
    case "updated": {
      const { profit, row, capped, floored, unbounded } = decision;
      const held = capped ? "its maximum" : "zero";
      const bound = capped || floored ? ` (held at ${held}, else ${moneyText(unbounded)})` : "";
      const message = `the account value is ${value}, a profit of ${moneyText(profit)}; total capital is ${moneyText(row.total)}${bound}`;
      return { name, status: "updated", severity: "ok", message, broker, total: row.total.toNumber() };
    }
  }
}
