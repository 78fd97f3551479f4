import { describe, expect, it } from "vitest";
import type { BrokerFault } from "../../../src/broker/simulated/brokerFault.js";
import { readAttention } from "../../../src/production/attention.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";
import { market, type PriceDesk, priceDesk, pricesIn } from "./priceDesk.js";

const sampled = async ({ data }: PriceDesk): Promise<readonly string[]> =>
  [...(await data.contracts.all())].flatMap(([key, { sampling }]) => (sampling ? [key] : []));

describe("updateSampledContracts", () => {
  it("adds the contracts to look after, with the broker's expiries [row 32]", async () => {
    const desk = await priceDesk({
      faults: [{ kind: "expiry", from: "2021-11-01", instrument: "BOND", days: 3 }],
    });
    const outcome = await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect(outcome.status).toBe("done");
    expect(outcome.items).toMatchObject([
      {
        name: "BOND",
        status: "written",
        added: ["20210900", "20211200", "20220300", "20220600"],
        stopped: [],
      },
    ]);
    expect(outcome.items[0]?.message).toContain("20211200 added (expires 2021-12-23)");
    expect(await desk.data.contracts.get("BOND/20211200")).toEqual({
      instrument: "BOND",
      contract: "20211200",
      expiry: toTime("2021-12-23"),
      sampling: true,
    });
    expect(await sampled(desk)).toEqual(["BOND/20211200", "BOND/20220300", "BOND/20220600"]);
  });

  it("changes nothing when it runs again, and asks no more for contracts long gone", async () => {
    const desk = await priceDesk();
    await updateSampledContracts(desk);
    const once = await pricesIn(desk);
    const again = await updateSampledContracts(desk);
    expect(again.status).toBe("unchanged");
    expect(await pricesIn(desk)).toEqual(once);
    const before = desk.broker.requests().expiry ?? 0;
    await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect((desk.broker.requests().expiry ?? 0) - before).toBe(3);
  });

  it("ends the sampling of what has expired or is no longer needed, and keeps the contract", async () => {
    const desk = await priceDesk();
    await desk.data.contracts.write("BOND/20300300", {
      instrument: "BOND",
      contract: "20300300",
      expiry: toTime("2030-03-20"),
      sampling: true,
    });
    await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect((await desk.data.contracts.get("BOND/20300300")).sampling).toBe(false);
    desk.clock.set("2021-12-21 20:30");
    const outcome = await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect(outcome.items).toMatchObject([
      { status: "expired", stopped: ["20211200"], severity: "attention" },
    ]);
    expect((await desk.data.contracts.get("BOND/20211200")).sampling).toBe(false);
  });

  it("asks to roll from the day after the priced contract has expired [row 32]", async () => {
    const desk = await priceDesk({ now: "2021-12-20 20:30" });
    expect((await updateSampledContracts(desk, { instruments: ["BOND"] })).status).toBe("done");
    desk.clock.set("2021-12-21 20:30");
    const outcome = await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect(outcome.status).toBe("attention");
    expect(outcome.items[0]?.message).toContain(
      "its priced contract 20211200 expired on 2021-12-20: roll it",
    );
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Sampled contracts: BOND"]);
    const open = await readAttention(desk.storage);
    const again = await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect(again.items[0]?.message).toBe(outcome.items[0]?.message);
    expect(await readAttention(desk.storage)).toEqual(open);
  });

  const disconnected: BrokerFault = { kind: "disconnected", from: "2021-11-02", to: "2021-11-02" };

  it("takes a broker that does not answer for what it is: unknown", async () => {
    const desk = await priceDesk({ faults: [disconnected] });
    await updateSampledContracts(desk);
    const before = await pricesIn(desk);
    desk.clock.set("2021-11-02 20:30");
    const outcome = await updateSampledContracts(desk);
    expect(outcome.status).toBe("failed");
    expect(outcome.items.map(({ status }) => status)).toEqual(["unanswered", "unanswered", "unanswered"]);
    expect(outcome.items[0]?.message).toMatch(
      /^the broker said nothing of 3 contracts: .*connection was lost/,
    );
    expect(await pricesIn(desk)).toEqual(before);
    desk.clock.set("2021-11-03 20:30");
    expect((await updateSampledContracts(desk)).status).toBe("unchanged");
  });

  it("adds contracts while the broker does not answer, so that their prices are collected", async () => {
    const desk = await priceDesk({ now: "2021-11-02 20:30", faults: [disconnected] });
    await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect(await sampled(desk)).toEqual(["BOND/20211200", "BOND/20220300", "BOND/20220600"]);
    expect((await desk.data.contracts.get("BOND/20220600")).expiry).toBe(toTime("2022-06-20"));
  });

  it("no longer samples what the broker does not list, but for the current contracts", async () => {
    const desk = await priceDesk({
      faults: [{ kind: "notFound", from: "2021-11-02", instrument: "BOND", requests: ["expiry"] }],
    });
    await updateSampledContracts(desk, { instruments: ["BOND"] });
    desk.clock.set("2021-11-02 20:30");
    const outcome = await updateSampledContracts(desk, { instruments: ["BOND"] });
    expect(outcome.items).toMatchObject([
      { status: "not-listed", severity: "attention", stopped: ["20220600"] },
    ]);
    expect(outcome.items[0]?.message).toContain("the broker does not list its priced contract 20211200");
    expect(await sampled(desk)).toEqual(["BOND/20211200", "BOND/20220300"]);
  });

  it("tells of a point size that is not the configured one", async () => {
    const fault: BrokerFault = { kind: "pointSize", from: "2021-11-01", instrument: "GRAIN", factor: 0.01 };
    const desk = await priceDesk({ faults: [fault] });
    const outcome = await updateSampledContracts(desk, { instruments: ["GRAIN", "BOND"] });
    expect(outcome.items.map(({ status }) => status)).toEqual(["wrong-point-size", "written"]);
    expect(outcome.items[0]?.message).toMatch(
      /50 in configuration and 0\.5 at the broker, 0\.01 times as much/,
    );
    expect(await sampled(desk)).toContain("GRAIN/20221200");
  });

  it("does the others where one instrument fails", async () => {
    const desk = await priceDesk();
    await desk.data.rollParameters.delete("BOND");
    const outcome = await updateSampledContracts(desk, { instruments: ["BOND", "BODN", "EQUITY"] });
    expect(outcome.items).toMatchObject([
      { name: "BOND", status: "failed", code: "STORE_MISSING" },
      {
        name: "BODN",
        status: "failed",
        code: "STORE_MISSING",
        message: expect.stringContaining('multiple prices of BODN (did you mean "BOND"?)'),
      },
      { name: "EQUITY", status: "written" },
    ]);
  });

  it("works without a broker, with approximate expiries [row 16]", async () => {
    const { storage } = await priceDesk();
    const desk = await testDesk({ now: "2021-11-01 20:30", storage });
    const outcome = await updateSampledContracts(desk);
    expect(outcome.status).toBe("done");
    expect((await desk.data.contracts.get("EQUITY/20220300")).expiry).toBe(toTime("2022-03-16"));
    expect((await updateSampledContracts(desk)).status).toBe("unchanged");
  });

  it("leaves stale instruments out, unless they are named", async () => {
    const desk = await priceDesk({ config: { stale_instruments: ["BOND"] } });
    const names = [...market.instruments.keys()].filter((code) => code !== "BOND").sort();
    expect((await updateSampledContracts(desk)).items.map(({ name }) => name)).toEqual(names);
    expect((await updateSampledContracts(desk, { instruments: ["BOND"] })).items).toHaveLength(1);
  });

  it("says what it would do on a dry run, and stores nothing", async () => {
    const desk = await priceDesk();
    const before = await pricesIn(desk);
    const outcome = await updateSampledContracts(desk, { dryRun: true });
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "written", "written"]);
    expect(await pricesIn(desk)).toEqual(before);
  });

  it("reads and writes what it says [row 63]", async () => {
    const { storage, broker } = await priceDesk();
    const recorded = recordingStorage(storage);
    const desk = await testDesk({ now: "2021-11-01 20:30", broker, storage: recorded.storage });
    await updateSampledContracts(desk);
    const { reads, writes } = updateSampledContracts.definition;
    const own = (names: Iterable<string>) =>
      [...names].filter((name) => !HOUSEKEEPING.includes(name as never)).sort();
    expect(own(recorded.reads)).toEqual([...reads].sort());
    expect(own(recorded.writes)).toEqual(writes);
  });
});
