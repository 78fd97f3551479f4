import { optimalPositionAt } from "contango";
import { describe, expect, it } from "vitest";
import { priceRange } from "./meanReversion.js";
import { runMeanReversion } from "./meanReversionLauncher.js";
import { dailyPrice, testDesk } from "./testDesk.js";

const flat = dailyPrice(200, (day) => 430 + 2 * Math.sin(day * 1.7));
const key = { strategy: "reversion", instrument: "CORN" };

describe("the range of prices", () => {
  it("lies about where prices return to, wider with the distance of its entries", () => {
    const near = priceRange(flat, { span: 20, entry: 1 });
    const far = priceRange(flat, { span: 20, entry: 2 });
    expect(near.exit.at(-1)).toBeCloseTo(430, 0);
    expect(far.sellAbove.at(-1) - far.exit.at(-1)).toBeCloseTo(
      2 * (near.sellAbove.at(-1) - near.exit.at(-1)),
      9,
    );
    expect(far.exit.at(-1) - far.buyBelow.at(-1)).toBeCloseTo(far.sellAbove.at(-1) - far.exit.at(-1), 9);
  });

  it("knows nothing of tomorrow", () => {
    const whole = priceRange(flat, { span: 20, entry: 2 }).buyBelow;
    const cut = priceRange(flat.rows(0, 120), { span: 20, entry: 2 }).buyBelow;
    expect([...cut.values]).toEqual([...whole.values.subarray(0, cut.length)]);
  });
});

describe("the launcher of the mean reversion strategy", () => {
  it("stores the prices at which to act, in columns of its own", async () => {
    const desk = await testDesk("reversion", flat);
    const outcome = await runMeanReversion("reversion", desk, { span: 30, entry: 1.5, contracts: 2 });
    expect(outcome.status).toBe("stored");
    const history = await desk.data.optimalPositions.get(key);
    expect(history.names).toEqual([
      "buy_below",
      "sell_above",
      "exit_price",
      "contracts",
      "reference_price",
      "reference_contract",
    ]);
    const { buyBelow, exit } = priceRange(flat, { span: 30, entry: 1.5 });
    expect(optimalPositionAt(history)).toMatchObject({
      kind: "custom",
      values: {
        buy_below: buyBelow.at(-1),
        exit_price: exit.at(-1),
        contracts: 2,
        reference_contract: "20241200",
      },
    });
    expect((await desk.states.load("reversion")).names("CORN")).toEqual(["buyBelow", "sellAbove", "exit"]);
  });

  it("changes nothing when it runs again at the same moment", async () => {
    const desk = await testDesk("reversion", flat);
    await runMeanReversion("reversion", desk, {});
    expect((await runMeanReversion("reversion", desk, {})).status).toBe("unchanged");
  });

  it("refuses arguments that make no sense, and an instrument with too few prices", async () => {
    const desk = await testDesk("reversion", flat.rows(0, 5));
    await expect(runMeanReversion("reversion", desk, { span: -1 })).rejects.toThrow(
      "span is -1; give a number above 0",
    );
    const outcome = await runMeanReversion("reversion", desk, {});
    expect(outcome.instruments).toMatchObject([
      { status: "refused", instrument: "CORN", code: "PRICES_EMPTY" },
    ]);
  });
});
