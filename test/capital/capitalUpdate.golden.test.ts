import { describe, expect, it } from "vitest";
import { initialiseCapital } from "../../src/capital/changeCapital.js";
import { CAPITAL_METHODS, type CapitalMethod } from "../../src/capital/compounding.js";
import { CapitalLedger } from "../../src/capital/ledger.js";
import { updateCapitalFromBroker } from "../../src/capital/updateCapital.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { goldenVectors, hasGolden, relativeDifference, TOLERANCE } from "../support/golden.js";

interface Vector {
  readonly id: string;
  readonly input: {
    readonly method: string;
    readonly new_broker_value: number;
    readonly prev_total: number;
    readonly prev_max: number;
    readonly prev_broker: number;
    readonly prev_acc_pandl: number;
    readonly check_limit: number;
  };
  readonly expected?: Readonly<Record<"total" | "maximum" | "acc_pandl" | "pandl", number>>;
  readonly error?: string;
}

const FILE = "execution/capital_update.json";

describe.runIf(hasGolden(FILE))("updates of total capital agree with the reference", () => {
  const vectors = hasGolden(FILE) ? goldenVectors<Vector>(FILE) : [];
  it("reads the file", () => {
    expect(vectors).toBeInstanceOf(Array);
  });
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (_, { input, expected, error }) => {
    const ledger = initialiseCapital(new CapitalLedger(), 0, {
      broker: input.prev_broker,
      total: input.prev_total,
      maximum: input.prev_max,
      accumulated: input.prev_acc_pandl,
    });
    const update = () =>
      updateCapitalFromBroker(ledger, 1, input.new_broker_value, {
        method: input.method as CapitalMethod,
        limit: input.check_limit,
      });
    if (error === "LargeCapitalChange") {
      expect(update()).toMatchObject({ status: "refused", ledger });
      return;
    }
    if (expected === undefined) {
      expect(CAPITAL_METHODS).not.toContain(input.method);
      expect(update).toThrow(expect.toSatisfy((thrown) => isContangoError(thrown, "CAPITAL_METHOD")));
      return;
    }
    const result = update();
    if (result.status !== "updated") throw new Error(`the update was ${result.status}`);
    const { total, maximum, accumulated } = result.row;
    const actual = [total, maximum, accumulated, result.profit].map((amount) => amount.toNumber());
    const wanted = [expected.total, expected.maximum, expected.acc_pandl, expected.pandl];
    expect(relativeDifference(actual, wanted)).toBeLessThanOrEqual(TOLERANCE);
  });
});
