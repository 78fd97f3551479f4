import { describe, expect, it } from "vitest";
import { configOf } from "../../src/config/config.js";
import { openDesk } from "../../src/desk/openDesk.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { fixedClock } from "../../src/testing/fixedClock.js";
import { testDesk } from "../../src/testing/testDesk.js";
import { formatTime } from "../../src/time/text.js";

describe("a desk [row 14] [row 64]", () => {
  it("takes the zone of the first set-up for good, and refuses another", async () => {
    const engine = memoryEngine();
    const open = (timezone?: string) =>
      openDesk({ storage: engine, config: configOf(timezone === undefined ? {} : { timezone }) });
    const storage = await openStorage(engine);
    const first = await openDesk({ storage, config: configOf({ timezone: "America/Chicago" }) });
    expect(first.timezone).toBe("America/Chicago");
    expect((await open()).timezone).toBe("America/Chicago");
    await expect(open("Europe/London")).rejects.toThrow(
      /timezone is Europe\/London, but the times in the store are wall time of America\/Chicago; set timezone: America\/Chicago/,
    );
  });

  it("takes the machine's zone where nothing says another", async () => {
    await using desk = await openDesk({ storage: memoryEngine() });
    expect(desk.timezone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it("reads the clock on the wall of its zone", async () => {
    await using desk = await testDesk({
      clock: fixedClock("2024-07-01 12:00"),
      config: { timezone: "America/Chicago" },
    });
    expect(formatTime(desk.now())).toBe("2024-07-01 07:00:00");
    expect(desk.instant(desk.now())).toBe(desk.clock.now());
  });

  it("closes what it was given once, in the end the store", async () => {
    const closed: string[] = [];
    const storage = await openStorage(memoryEngine());
    const desk = await openDesk({
      storage: { ...storage, close: async () => void closed.push("storage") },
      broker: { name: "none", [Symbol.asyncDispose]: async () => void closed.push("broker") },
      mailer: { send: async () => undefined, close: async () => void closed.push("mailer") },
    });
    await desk.close();
    await desk[Symbol.asyncDispose]();
    expect(closed).toEqual(["mailer", "broker", "storage"]);
  });

  it("closes the store where it cannot be opened", async () => {
    const closed: string[] = [];
    const storage = await openStorage(memoryEngine());
    const broken = openDesk({
      storage: { ...storage, close: async () => void closed.push("storage") },
      config: "no/such/file.yaml",
    });
    await expect(broken).rejects.toThrow(/no\/such\/file.yaml cannot be read/);
    expect(closed).toEqual(["storage"]);
  });

  it("keeps prices in a store that several desks share, and capital apart", async () => {
    const shared = memoryEngine();
    const deskOf = () => testDesk({ storage: { default: memoryEngine(), prices: shared, fx: shared } });
    const [one, other] = [await deskOf(), await deskOf()];
    const { series } = await import("../../src/series/construct.js");
    await one.data.fxPrices.write("GBPUSD", series(["2024-01-02 23:00"], [1.27]));
    await one.data.strategyCapital.write("trend", series(["2024-01-02 23:00"], [1e6]));
    expect((await other.data.fxPrices.get("GBPUSD")).at(-1)).toBe(1.27);
    expect(await other.data.strategyCapital.read("trend")).toBeUndefined();
  });
});
