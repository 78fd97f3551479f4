import { describe, expect, it } from "vitest";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { positionBreaks } from "../../../src/production/positionBreaks.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { books, fillDesk, toldBroker, want } from "./fillDesk.js";

async function breakDesk() {
  const clock = fixedClock("2024-03-28 20:00");
  const broker = toldBroker(clock.now);
  const desk = await fillDesk({}, { clock, broker });
  const fill = {
    instrument: "CORN",
    contract: "20241200",
    quantity: 3,
    price: 432.5,
    time: "2024-03-28 15:00",
  };
  await recordFill(desk, { ...fill, strategy: "trend" });
  return { desk, broker };
}

describe("position breaks", () => {
  it("are none where the broker holds what the books hold, whatever it calls the contract [row 16]", async () => {
    const { desk, broker } = await breakDesk();
    broker.hold({ instrument: "CORN", contract: "20241213", position: 2 });
    broker.hold({ instrument: "CORN", contract: "20241200", position: 1 });
    const before = await books(desk.storage);
    const { status, message, items } = await positionBreaks(desk);
    expect([status, items, message]).toEqual(["unchanged", [], "no breaks in 1 contracts held"]);
    expect(await books(desk.storage)).toEqual(before);
  });

  it("with the broker are for a person, and mailed", async () => {
    const { desk, broker } = await breakDesk();
    broker.hold({ instrument: "GOLD", contract: "20240600", position: -1 });
    const { status, items } = await positionBreaks(desk);
    expect(status).toBe("attention");
    expect(items).toMatchObject([
      { name: "CORN/20241200", status: "broker", severity: "attention", ours: 3, theirs: 0 },
      { name: "GOLD/20240600", status: "broker", severity: "attention", ours: 0, theirs: -1 },
    ]);
    const subjects = desk.outbox.mails.map(({ subject }) => subject);
    expect(subjects).toEqual(["Position break: CORN/20241200", "Position break: GOLD/20240600"]);
  });

  it("between contracts and strategies are for a person", async () => {
    const { desk, broker } = await breakDesk();
    broker.hold({ instrument: "CORN", contract: "20241200", position: 5 });
    const nobodys = {
      instrument: "CORN",
      contract: "20241200",
      quantity: 2,
      price: 433,
      time: "2024-03-28 16:00",
    };
    await want(desk, "trend", "CORN", 3);
    await want(desk, "carry", "CORN", 0);
    await recordFill(desk, nobodys);
    const { items } = await positionBreaks(desk);
    expect(items).toMatchObject([
      { name: "CORN", status: "strategies", severity: "attention", ours: 5, theirs: 3 },
    ]);
  });

  it("with what strategies want are for information", async () => {
    const { desk, broker } = await breakDesk();
    broker.hold({ instrument: "CORN", contract: "20241200", position: 3 });
    const buffer = { lower: 4.6, upper: 6.2, referencePrice: 432, referenceContract: "20241200" };
    await want(desk, "trend", "CORN", { kind: "buffered", ...buffer });
    await want(desk, "carry", "GOLD", 1);
    await want(desk, "former", "GOLD", 9);
    const { status, items } = await positionBreaks(desk);
    expect(status).toBe("done");
    expect(items).toMatchObject([
      { name: "carry GOLD", status: "optimal", severity: "ok", message: "it holds 0, and wants 1" },
      {
        name: "trend CORN",
        status: "optimal",
        severity: "ok",
        message: "it holds 3, and wants 4.60 to 6.20",
      },
    ]);
  });

  it("are not known where the broker does not answer: that failed", async () => {
    const { desk, broker } = await breakDesk();
    broker.fail("positions", new ContangoError("BROKER_DISCONNECTED", "test", "the line is down"));
    const { status, items, message } = await positionBreaks(desk);
    expect(status).toBe("failed");
    expect(items).toMatchObject([{ name: "broker", code: "BROKER_DISCONNECTED" }]);
    expect(message).not.toContain("no break");
    const alone = await positionBreaks(await fillDesk());
    expect(alone.items).toMatchObject([{ name: "broker", code: "BROKER_MISSING" }]);
  });

  it("are not known where the broker holds a part of a contract", async () => {
    const { desk, broker } = await breakDesk();
    broker.hold({ instrument: "CORN", contract: "20241200", position: 2.5 });
    expect((await positionBreaks(desk)).items).toMatchObject([{ name: "broker", code: "BROKER_ANSWER" }]);
  });
});
