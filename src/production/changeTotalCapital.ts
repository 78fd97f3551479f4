import {
  type CapitalAmounts,
  depositOrWithdraw,
  initialiseCapital,
  modifyCapital,
} from "../capital/changeCapital.js";
import { deleteAllCapital, deleteCapitalSince } from "../capital/deleteCapital.js";
import { type MoneyLike, money } from "../capital/money.js";
import { updateCapitalFromBroker } from "../capital/updateCapital.js";
import { ContangoError } from "../errors/contangoError.js";
import { formatTime } from "../time/text.js";
import { accountValue } from "./accountValue.js";
import { type CapitalChange, type CapitalChangeOptions, changeLedger } from "./capital/changeLedger.js";
import type { Desk } from "./desk.js";
import { checkOptions } from "./processOptions.js";
import { type WallTime, wallTimeOption } from "./wallTimeOption.js";

/** What has to be typed to delete all of total capital. */
export const DELETE_EVERYTHING = "YESyesYES";

/**
 * Starts total capital. The broker's value is asked for where it is not given; total capital is the broker's value, the maximum
 * total capital, and accumulated P&L 0, where they are not given.
 *
 * @throws ContangoError `CAPITAL_EXISTS` where it was started before; `CAPITAL_VALUE`; `PROCESS_OPTION`; as {@link accountValue}.
 * @example
 * await initialiseTotalCapital(desk, { total: 100_000 });
 */
export async function initialiseTotalCapital(
  desk: Desk,
  options: Partial<CapitalAmounts> & CapitalChangeOptions = {},
): Promise<CapitalChange> {
  checkChange("initialiseTotalCapital", AMOUNTS, options);
  const { broker = (await accountValue(desk)).value, total, maximum, accumulated } = options;
  return changeLedger(
    desk,
    "initialise",
    (ledger) => ({
      ledger: initialiseCapital(ledger, desk.now(), {
        broker,
        ...(total === undefined ? {} : { total }),
        ...(maximum === undefined ? {} : { maximum }),
        ...(accumulated === undefined ? {} : { accumulated }),
      }),
      message: `capital starts with a broker value of ${money(broker).toFixed()}`,
    }),
    options,
  );
}

export interface UpdateCapitalNowOptions extends CapitalChangeOptions {
  /** The largest change that is believed, as a fraction (default 0.1); `Infinity` believes any. */
  readonly limit?: number;
  /** The account value in the base currency at a wall time; the broker is asked where it is not given. */
  readonly account?: { readonly time: number; readonly value: MoneyLike };
}

/**
 * Asks the broker for the account value now, and takes the change as profit or loss by `production_capital_method`. A change
 * of more than the limit is refused, with the numbers: look, and repeat it with a higher one.
 *
 * @throws ContangoError as {@link accountValue}; `CAPITAL_TIME` where capital was changed after the broker's snapshot;
 * `PROCESS_OPTION`.
 * @example
 * await updateCapitalNow(desk, { limit: Infinity });
 */
export async function updateCapitalNow(
  desk: Desk,
  options: UpdateCapitalNowOptions = {},
): Promise<CapitalChange> {
  checkChange("updateCapitalNow", ["limit", "account"], options);
  const { limit = 0.1 } = options;
  const { time, value: given } = options.account ?? (await accountValue(desk));
  const value = money(given, "broker account value");
  const method = desk.config.get("production_capital_method");
  return changeLedger(
    desk,
    "update",
    (ledger) => {
      const update = updateCapitalFromBroker(ledger, time, value, { method, limit });
      switch (update.status) {
        case "refused":
          return { ledger, message: update.message, refused: true };
        case "initialised":
          return {
            ledger: update.ledger,
            message: `capital starts with the account value, ${value.toFixed()}`,
          };
        case "updated":
          return {
            ledger: update.ledger,
            message: `the account value is ${value.toFixed()}, a profit of ${update.profit.toFixed()} (method ${method})`,
          };
      }
    },
    options,
  );
}

/**
 * Notes a deposit (or, below zero, a withdrawal), so that the next update does not take it for profit or loss. Total capital
 * stays as it is.
 *
 * @param options.amount in the base currency.
 * @throws ContangoError `CAPITAL_MISSING`; `CAPITAL_VALUE` for an amount of zero; `PROCESS_OPTION` without an amount.
 * @example
 * await adjustForFlow(desk, { amount: -25_000 });
 */
export async function adjustForFlow(
  desk: Desk,
  options: CapitalChangeOptions & { readonly amount: MoneyLike },
): Promise<CapitalChange> {
  checkChange("adjustForFlow", ["amount"], options, ["amount"]);
  const amount = money(options.amount, "deposit or withdrawal");
  if (amount.isZero()) {
    throw new ContangoError("CAPITAL_VALUE", "capital", "the deposit or withdrawal was 0; give an amount");
  }
  const what = amount.lessThan(0) ? "withdrawal" : "deposit";
  return changeLedger(
    desk,
    "flow",
    (ledger) => ({
      ledger: depositOrWithdraw(ledger, desk.now(), amount),
      message: `a ${what} of ${amount.abs().toFixed()} ${desk.config.get("base_currency")}`,
    }),
    options,
  );
}

/**
 * Sets any of total capital, maximum, broker value and accumulated P&L by hand.
 *
 * @throws ContangoError `CAPITAL_MISSING`; `CAPITAL_VALUE` where nothing is given, or an amount cannot be; `PROCESS_OPTION`.
 * @example
 * await modifyTotalCapital(desk, { total: 450_000, maximum: 450_000 });
 */
export async function modifyTotalCapital(
  desk: Desk,
  options: Partial<CapitalAmounts> & CapitalChangeOptions = {},
): Promise<CapitalChange> {
  checkChange("modifyTotalCapital", AMOUNTS, options);
  const given = AMOUNTS.flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]] as const],
  );
  const text = given.map(([name, amount]) => `${name} ${money(amount, name).toFixed()}`).join(", ");
  return changeLedger(
    desk,
    "modify",
    (ledger) => ({
      ledger: modifyCapital(ledger, desk.now(), Object.fromEntries(given)),
      message: `set by hand: ${text}`,
    }),
    options,
  );
}

/**
 * Deletes the rows of total capital at or after a time; or, where the word {@link DELETE_EVERYTHING} is given, all of them, so
 * that capital has to be started anew. The audit entry keeps what goes.
 *
 * @throws ContangoError `CAPITAL_MISSING` where no row would go; `PROCESS_OPTION` for a wrong word, or neither or both.
 * @example
 * await deleteCapital(desk, { since: "2024-03-01" });
 */
export async function deleteCapital(
  desk: Desk,
  options: CapitalChangeOptions & { readonly since?: WallTime; readonly everything?: string } = {},
): Promise<CapitalChange> {
  checkChange("deleteCapital", ["since", "everything"], options);
  const { everything } = options;
  const since =
    options.since === undefined ? undefined : wallTimeOption("deleteCapital", "since", options.since);
  if ((since === undefined) === (everything === undefined)) {
    throw wrongDeletion("say what to delete: { since: time }, or { everything: word } with the word");
  }
  if (everything !== undefined && everything !== DELETE_EVERYTHING) {
    throw wrongDeletion(
      `to delete all of total capital the word is ${DELETE_EVERYTHING}; nothing was deleted`,
    );
  }
  return changeLedger(
    desk,
    "delete",
    (ledger) => {
      const deletion = since === undefined ? deleteAllCapital(ledger) : deleteCapitalSince(ledger, since);
      const rows = deletion.removed.length;
      if (rows === 0) {
        throw new ContangoError(
          "CAPITAL_MISSING",
          "capital",
          "there are no rows to delete; look at the history",
        );
      }
      const from = since === undefined ? "" : ` at or after ${formatTime(since)}`;
      return { ...deletion, message: `deleted ${rows} ${rows === 1 ? "row" : "rows"}${from}` };
    },
    options,
  );
}

const AMOUNTS = ["total", "maximum", "broker", "accumulated"] as const;

/** Checks the names of options, those of every change among them. */
function checkChange(name: string, own: readonly string[], given: unknown, needs?: readonly string[]): void {
  checkOptions({ name, takes: [...own, "dryRun", "decidedOn"], needs }, given);
}

const wrongDeletion = (message: string): ContangoError =>
  new ContangoError("PROCESS_OPTION", "capital", message);
