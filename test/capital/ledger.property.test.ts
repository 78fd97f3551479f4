import fc from "fast-check";
import { expect, it } from "vitest";
import { accountPandl } from "../../src/capital/accountPandl.js";
import { depositOrWithdraw, initialiseCapital, modifyCapital } from "../../src/capital/changeCapital.js";
import { CAPITAL_METHODS } from "../../src/capital/compounding.js";
import { deleteCapitalSince } from "../../src/capital/deleteCapital.js";
import { CapitalLedger, currentCapital } from "../../src/capital/ledger.js";
import { ledgerFrame, ledgerFromFrame } from "../../src/capital/ledgerFrame.js";
import { Decimal } from "../../src/capital/money.js";
import { updateCapitalFromBroker } from "../../src/capital/updateCapital.js";

const cents = (size: number) => fc.integer({ min: -size, max: size }).map((value) => value / 100);

type Operation =
  | { readonly kind: "trade"; readonly profit: number }
  | { readonly kind: "flow"; readonly amount: number }
  | { readonly kind: "total"; readonly total: number };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("trade" as const), profit: cents(20_000_00) }) },
  fc.record({ kind: fc.constant("flow" as const), amount: cents(50_000_00) }),
  fc.record({ kind: fc.constant("total" as const), total: fc.integer({ min: 0, max: 200_000 }) }),
);

/** Minutes to days between operations, so that days hold several and stretches of days none. */
const step = fc.integer({ min: 1, max: 5 * 86_400 });
const history = fc.record({
  method: fc.constantFrom(...CAPITAL_METHODS),
  accumulated: cents(1000_00),
  operations: fc.array(fc.tuple(step, operation), { maxLength: 40 }),
});

interface Run {
  readonly ledger: CapitalLedger;
  /** The sum of the profits that were believed. */
  readonly profit: Decimal;
}

function run({
  method,
  accumulated,
  operations,
}: typeof history extends fc.Arbitrary<infer T> ? T : never): Run {
  let time = 1_709_251_200_000;
  let ledger = initialiseCapital(new CapitalLedger(), time, { broker: 100_000, accumulated });
  let profit = new Decimal(0);
  for (const [seconds, change] of operations) {
    time += seconds * 1000;
    if (change.kind === "flow") ledger = depositOrWithdraw(ledger, time, change.amount);
    else if (change.kind === "total") ledger = modifyCapital(ledger, time, { total: change.total });
    else {
      const broker = currentCapital(ledger).broker.plus(change.profit);
      const update = updateCapitalFromBroker(ledger, time, broker, { method });
      if (update.status === "updated") profit = profit.plus(change.profit);
      ledger = update.ledger;
    }
  }
  return { ledger, profit };
}

it("accumulated P&L is the sum of the profits, net of deposits and withdrawals", () => {
  fc.assert(
    fc.property(history, (given) => {
      const { ledger, profit } = run(given);
      expect(currentCapital(ledger).accumulated.minus(given.accumulated).equals(profit)).toBe(true);
    }),
  );
});

it.each(["business day", "week", "month", "year"] as const)(
  "account P&L by %s adds up to the same",
  (frequency) => {
    fc.assert(
      fc.property(history, (given) => {
        const { ledger, profit } = run(given);
        const sum = accountPandl(ledger, { frequency }).values.reduce((total, value) => total + value, 0);
        expect(Math.abs(sum - profit.toNumber())).toBeLessThan(1e-6);
      }),
    );
  },
);

it("capital is never negative, and half never ends above the maximum after an update", () => {
  fc.assert(
    fc.property(history, (given) => {
      const { ledger } = run(given);
      for (const row of ledger.rows) expect(row.total.greaterThanOrEqualTo(0)).toBe(true);
      const last = currentCapital(ledger);
      const update = updateCapitalFromBroker(ledger, last.time + 1, last.broker, { method: "half" });
      const after = currentCapital(update.ledger);
      expect(after.total.lessThanOrEqualTo(after.maximum)).toBe(true);
    }),
  );
});

it("after deleting since T nothing is left at or after T, and nothing else is lost", () => {
  fc.assert(
    fc.property(history, fc.integer({ min: -10, max: 150 * 86_400 }), (given, seconds) => {
      const { ledger } = run(given);
      const since = 1_709_251_200_000 + seconds * 1000;
      const deletion = deleteCapitalSince(ledger, since);
      expect(deletion.ledger.rows.every((row) => row.time < since)).toBe(true);
      expect(deletion.removed.rows.every((row) => row.time >= since)).toBe(true);
      expect([...deletion.ledger.rows, ...deletion.removed.rows]).toEqual(ledger.rows);
    }),
  );
});

it("amounts of up to 15 digits go through the stored doubles unchanged", () => {
  fc.assert(
    fc.property(history, (given) => {
      const { ledger } = run(given);
      expect(ledgerFromFrame(ledgerFrame(ledger))).toEqual(ledger);
    }),
  );
});
