import { optimalPositionAt } from "contango";
import { describe, expect, it } from "vitest";
import { dailyPrice, testDesk } from "./testDesk.js";
import { runTrend } from "./trendLauncher.js";

const rising = dailyPrice(400, (day) => 400 + 0.4 * day + Math.sin(day * 1.7));
const key = { strategy: "trend", instrument: "CORN" };

describe("the launcher of the trend strategy", () => {
  it("stores the buffer of tonight, with the price and contract that it was made with", async () => {
    const desk = await testDesk("trend", rising);
    const outcome = await runTrend("trend", desk, {});
    expect(outcome).toMatchObject({ status: "stored", capital: 100_000, problems: [] });
    const stored = optimalPositionAt(await desk.data.optimalPositions.get(key));
    if (stored.kind !== "buffered") throw new Error(`a ${stored.kind} position is stored`);
    expect(stored).toMatchObject({
      referencePrice: rising.at(-1),
      referenceContract: "20241200",
      time: desk.now(),
    });
    expect(stored.lower).toBeGreaterThan(0);
    expect(stored.upper).toBeGreaterThan(stored.lower);
    expect((await desk.states.load("trend")).series("CORN", "lower").at(-1)).toBe(stored.lower);
  });

  it("changes nothing when it runs again at the same moment", async () => {
    const desk = await testDesk("trend", rising);
    await runTrend("trend", desk, {});
    expect((await runTrend("trend", desk, {})).status).toBe("unchanged");
    expect((await desk.data.optimalPositions.get(key)).length).toBe(1);
  });

  it("is refused without capital, and stores nothing", async () => {
    const desk = await testDesk("another", rising);
    const outcome = await runTrend("trend", desk, {});
    expect(outcome).toMatchObject({ status: "refused", problems: [{ code: "CAPITAL_MISSING" }] });
    expect(await desk.data.optimalPositions.list()).toEqual([]);
  });
});
