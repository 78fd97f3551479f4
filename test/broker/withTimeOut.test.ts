import { describe, expect, it } from "vitest";
import type { Broker } from "../../src/broker/broker.js";
import { simulatedBroker } from "../../src/broker/simulated/simulatedBroker.js";
import { brokerWithTimeOut, priceSourceWithTimeOut } from "../../src/broker/withTimeOut.js";
import { updateHistoricalPrices } from "../../src/production/updateHistoricalPrices.js";
import { updateSampledContracts } from "../../src/production/updateSampledContracts.js";
import { updateTotalCapital } from "../../src/production/updateTotalCapital.js";
import { fixedClock } from "../../src/testing/fixedClock.js";
import { loadMarket } from "../../src/testing/loadMarket.js";
import { generateMarket } from "../../src/testing/market.js";
import { testDesk } from "../../src/testing/testDesk.js";

const market = generateMarket({ seed: "silent", instruments: 2, from: "2022", to: "2023-07-31" });
const [quiet, other] = [...market.instruments.keys()] as [string, string];
const never = <Answer>() => new Promise<Answer>(() => undefined);
const broker = (parts: Partial<Broker>): Broker => ({
  name: "paper",
  [Symbol.asyncDispose]: async () => undefined,
  ...parts,
});
const notAnswered = { code: "BROKER_DISCONNECTED", retryable: true } as const;

describe("a question that is not answered in time", () => {
  it("ends with an error that says which, whether its source heeds the signal or not", async () => {
    const heeding = (request?: { readonly signal?: AbortSignal }) =>
      new Promise<never>((_, reject) => {
        request?.signal?.addEventListener("abort", () => reject(request.signal!.reason));
      });
    const { account, positions } = brokerWithTimeOut(
      broker({
        account: { accountValues: never },
        positions: { positions: (_, request) => heeding(request) },
      }),
      20,
    );
    await expect(account!.accountValues()).rejects.toMatchObject({
      ...notAnswered,
      message: expect.stringMatching(
        /paper did not answer in .* when asked for account values; see whether its gateway/,
      ),
    });
    await expect(positions!.positions()).rejects.toMatchObject(notAnswered);
  });

  it("fails the items that it was for, and keeps no process waiting", async () => {
    const clock = fixedClock("2023-06-12 20:30");
    const faults = [
      { kind: "silent", from: "2023-06-12", instrument: quiet, requests: ["dailyPrices", "hourlyPrices"] },
      { kind: "silent", from: "2023-06-12", requests: ["accountValues"] },
    ] as const;
    const simulated = simulatedBroker({ market, clock, cash: { USD: 1_000_000 }, faults });
    await using desk = await testDesk({
      clock,
      broker: simulated,
      config: { broker_timeout_minutes: 0.001, intraday_frequency: "D" },
    });
    await loadMarket(desk, market, { until: "2023-06-09" });
    await updateSampledContracts(desk);
    const prices = await updateHistoricalPrices(desk);
    expect(prices.status).toBe("attention");
    expect(prices.items.find(({ name }) => name === quiet)).toMatchObject({
      status: "failed",
      code: "BROKER_DISCONNECTED",
      message: expect.stringMatching(/simulated did not answer in 0.001 minutes .* Day bars of/),
    });
    expect(prices.items.find(({ name }) => name === other)).toMatchObject({ status: "written" });
    expect((await updateTotalCapital(desk)).status).toBe("failed");
    expect((await updateTotalCapital(desk)).status, "its lease was given back").toBe("failed");
  });
});

describe("a question that is answered", () => {
  it("comes through with its answer, its arguments and the signal that stops it", async () => {
    const seen: unknown[] = [];
    const stop = new AbortController();
    const { executions, trades, fx } = brokerWithTimeOut(
      broker({
        executions: {
          executions: async (since, request) => {
            seen.push(since, request?.signal?.aborted);
            stop.abort(new Error("stopped"));
            seen.push(request?.signal?.reason);
            return [];
          },
        },
      }),
      60_000,
    );
    expect([trades, fx]).toEqual([undefined, undefined]);
    expect(await executions!.executions(7, { signal: stop.signal })).toEqual([]);
    expect(seen).toEqual([7, false, stop.signal.reason]);
  });

  it("keeps where prices begin, and an error as it was", async () => {
    const refusal = new Error("no");
    const source = priceSourceWithTimeOut(
      {
        name: "file",
        contractPrices: async (key, frequency, request) => {
          expect([key.contract, frequency, request?.from]).toEqual(["20240300", "Day", 5]);
          throw refusal;
        },
      },
      60_000,
    );
    const asked = source.contractPrices({ instrument: "CORN", contract: "20240300" }, "Day", { from: 5 });
    await expect(asked).rejects.toBe(refusal);
  });
});
