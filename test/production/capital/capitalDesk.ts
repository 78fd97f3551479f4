import type { AccountValue, Broker } from "../../../src/broker/broker.js";
import type { CapitalRow } from "../../../src/capital/ledger.js";
import type { ConfigValues } from "../../../src/config/configValues.js";
import { series } from "../../../src/series/construct.js";
import { TOTAL_CAPITAL } from "../../../src/storage/repositories/keys.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";

/** An account that says what it is told to. */
export interface ToldAccount extends Broker {
  /** Its values at the clock's time, or at another. */
  tell(values: readonly Partial<AccountValue>[], time?: string): void;
  /** From now on it throws. */
  fail(error: Error): void;
}

export function toldAccount(now: () => number): ToldAccount {
  let values: readonly AccountValue[] = [];
  let time: string | undefined;
  let failure: Error | undefined;
  return {
    name: "told",
    account: {
      accountValues: async () => {
        if (failure !== undefined) throw failure;
        return { time: time === undefined ? now() : toTime(time), values };
      },
    },
    tell: (told, at) => {
      const usual = { account: "A1", currency: "USD", netLiquidation: 0 };
      values = told.map((value) => ({ ...usual, ...value }));
      time = at;
    },
    fail: (error) => {
      failure = error;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** A desk with FX prices and an account of 500,000 dollars, on an evening. */
export async function capitalDesk(
  config: Partial<ConfigValues> = {},
  options: Omit<TestDeskOptions, "config" | "now" | "broker"> = {},
): Promise<TestDesk & { readonly account: ToldAccount }> {
  const account = toldAccount(() => desk.clock.now());
  const desk = await testDesk({ now: "2024-03-28 20:00", broker: account, config, ...options });
  const days = ["2024-03-26 23:00", "2024-03-27 23:00"];
  await desk.data.fxPrices.write("EURUSD", series(days, [1.08, 1.1]));
  await desk.data.fxPrices.write("GBPUSD", series(days, [1.26, 1.25]));
  account.tell([{ netLiquidation: 500_000 }]);
  return { ...desk, account };
}

/** Rows of total capital as plain numbers: time, total, maximum, broker, accumulated. */
export async function capitalRows(desk: TestDesk): Promise<readonly (readonly (number | string)[])[]> {
  const ledger = await desk.data.totalCapital.read(TOTAL_CAPITAL);
  return (ledger?.rows ?? []).map(({ time, ...row }: CapitalRow) => [
    new Date(time).toISOString().slice(0, 16),
    ...[row.total, row.maximum, row.broker, row.accumulated].map(Number),
  ]);
}
