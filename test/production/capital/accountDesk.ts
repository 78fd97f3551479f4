import type { AccountValue } from "../../../src/broker/broker.js";
import { TOTAL_CAPITAL } from "../../../src/storage/repositories/keys.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";
import { HOUR } from "../../../src/time/civil.js";

export interface AccountDesk extends TestDesk {
  /** Sets what the account is worth, in dollars or by currency, an hour later. */
  worth(value: number | readonly Partial<AccountValue>[]): void;
  later(): void;
  rows(): Promise<readonly number[][]>;
}

/** A desk whose broker says what it is told to say. */
export async function accountDesk(options: TestDeskOptions = {}): Promise<AccountDesk> {
  let values: readonly AccountValue[] = [];
  const desk = await testDesk({
    now: "2024-03-01 09:00",
    broker: {
      name: "fake",
      account: { accountValues: async () => ({ time: desk.clock.now(), values }) },
      [Symbol.asyncDispose]: async () => {},
    },
    ...options,
  });
  const later = () => desk.clock.advance(HOUR);
  return {
    ...desk,
    later,
    worth: (value) => {
      later();
      const usual = { account: "U1", currency: "USD", netLiquidation: 0 };
      values = (typeof value === "number" ? [{ netLiquidation: value }] : value).map((one) => ({
        ...usual,
        ...one,
      }));
    },
    rows: async () =>
      ((await desk.data.totalCapital.read(TOTAL_CAPITAL))?.rows ?? []).map(
        ({ total, maximum, broker, accumulated }) => [total, maximum, broker, accumulated].map(Number),
      ),
  };
}
