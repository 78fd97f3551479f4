import { describe, expect, it } from "vitest";
import { depositOrWithdraw, initialiseCapital, modifyCapital } from "../../src/capital/changeCapital.js";
import type { CapitalMethod } from "../../src/capital/compounding.js";
import { CapitalLedger, currentCapital } from "../../src/capital/ledger.js";
import { ledgerFrame, ledgerFromFrame } from "../../src/capital/ledgerFrame.js";
import { updateCapitalFromBroker } from "../../src/capital/updateCapital.js";
import { golden, hasGolden, relativeDifference, TOLERANCE } from "../support/golden.js";

interface Amounts {
  readonly broker_account_value?: number;
  readonly total_capital?: number;
  readonly maximum_capital?: number;
  readonly acc_pandl?: number;
}

type Step = { readonly state: Readonly<Record<"total" | "broker" | "maximum" | "accumulated", number>> } & (
  | { readonly op: "init" | "modify"; readonly args: Amounts }
  | {
      readonly op: "update";
      readonly broker_account_value: number;
      readonly check_limit?: number;
      readonly refused?: boolean;
      readonly result?: number;
    }
  | { readonly op: "deposit_or_withdrawal"; readonly delta: number }
);

interface Sequence {
  readonly method: CapitalMethod;
  readonly steps: readonly Step[];
}

const HOUR = 3_600_000;

function amountsOf(args: Amounts) {
  const { broker_account_value, total_capital, maximum_capital, acc_pandl } = args;
  return {
    ...(broker_account_value === undefined ? {} : { broker: broker_account_value }),
    ...(total_capital === undefined ? {} : { total: total_capital }),
    ...(maximum_capital === undefined ? {} : { maximum: maximum_capital }),
    ...(acc_pandl === undefined ? {} : { accumulated: acc_pandl }),
  };
}

function apply(ledger: CapitalLedger, step: Step, time: number, method: CapitalMethod): CapitalLedger {
  switch (step.op) {
    case "init":
      return initialiseCapital(new CapitalLedger(), time, { broker: Number.NaN, ...amountsOf(step.args) });
    case "modify":
      return modifyCapital(ledger, time, amountsOf(step.args));
    case "deposit_or_withdrawal":
      return depositOrWithdraw(ledger, time, step.delta);
    case "update": {
      const limit = step.check_limit === undefined ? {} : { limit: step.check_limit };
      const update = updateCapitalFromBroker(ledger, time, step.broker_account_value, { method, ...limit });
      expect(update.status).toBe(step.refused === true ? "refused" : "updated");
      if (update.status === "updated") {
        expect(relativeDifference([update.row.total.toNumber()], [step.result!])).toBeLessThanOrEqual(
          TOLERANCE,
        );
      } else {
        expect(update.ledger).toBe(ledger);
      }
      return update.ledger;
    }
  }
}

function expectState(ledger: CapitalLedger, { state }: Step): void {
  const { total, broker, maximum, accumulated } = currentCapital(ledger);
  const actual = [total, broker, maximum, accumulated].map((amount) => amount.toNumber());
  const expected = [state.total, state.broker, state.maximum, state.accumulated];
  expect(relativeDifference(actual, expected)).toBeLessThanOrEqual(TOLERANCE);
}

describe.runIf(hasGolden("capital.json"))("sequences of capital operations agree with the reference", () => {
  const sequences = hasGolden("capital.json") ? golden<readonly Sequence[]>("capital.json") : [];
  it("reads the file", () => {
    expect(sequences).toBeInstanceOf(Array);
  });
  it.each(sequences.map((sequence, index) => [index, sequence.method, sequence] as const))(
    "sequence %i, %s",
    (_, method, { steps }) => {
      let ledger = new CapitalLedger();
      let stored = new CapitalLedger();
      steps.forEach((step, index) => {
        ledger = apply(ledger, step, index * HOUR, method);
        expectState(ledger, step);
        // The same where every state goes through the store's doubles.
        stored = apply(ledgerFromFrame(ledgerFrame(stored)), step, index * HOUR, method);
        expectState(stored, step);
      });
    },
  );
});
