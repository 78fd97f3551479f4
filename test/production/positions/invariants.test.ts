import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributeFill } from "../../../src/production/attributeFill.js";
import { cancelFill } from "../../../src/production/cancelFill.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import { importFills } from "../../../src/production/importFills.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { positionBreaks } from "../../../src/production/positionBreaks.js";
import type { ProcessDefinition } from "../../../src/production/process.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { tradesToDo } from "../../../src/production/tradesToDo.js";
import { updateStrategyCapital } from "../../../src/production/updateStrategyCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { series } from "../../../src/series/construct.js";
import { valueAsOf } from "../../../src/series/search.js";
import type { Series } from "../../../src/series/series.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import { fillDesk, pricesOfCorn, toldBroker, want } from "./fillDesk.js";

const CORN = { instrument: "CORN", contract: "20241200" };
const HOURS = Array.from({ length: 8 }, (_, hour) => `2024-03-28 ${String(hour + 8).padStart(2, "0")}:00`);

type Step =
  | {
      readonly kind: "record";
      readonly id: string;
      readonly hour: number;
      readonly quantity: number;
      readonly strategy: number;
    }
  | { readonly kind: "attribute"; readonly id: string; readonly strategy: number }
  | { readonly kind: "cancel"; readonly id: string };

const NAMES = ["trend", "carry"];
const id = fc.constantFrom("a", "b", "c", "d");
const strategy = fc.integer({ min: 0, max: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("record" as const),
    id,
    hour: fc.integer({ min: 0, max: 7 }),
    quantity: fc.integer({ min: -3, max: 3 }).filter((quantity) => quantity !== 0),
    strategy: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({ kind: fc.constant("attribute" as const), id, strategy }),
  fc.record({ kind: fc.constant("cancel" as const), id }),
);

async function take(desk: TestDesk, one: Step): Promise<void> {
  if (one.kind === "attribute") await attributeFill(desk, { id: one.id, strategy: NAMES[one.strategy]! });
  else if (one.kind === "cancel") await cancelFill(desk, { id: one.id });
  else {
    const { id: name, quantity } = one;
    const whose = NAMES[one.strategy];
    const named = whose === undefined ? {} : { strategy: whose };
    await recordFill(desk, { ...CORN, id: name, quantity, price: 430, time: HOURS[one.hour]!, ...named });
  }
}

const BASE = series(["2024-03-01", "2024-03-28 11:30"], [2, -1]);

describe("whatever is recorded, attributed and taken back, in whichever order", () => {
  it("positions are at every time the base and the sum of fills [row 16]", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const desk = await fillDesk();
        const trend = { strategy: "trend", instrument: "CORN" };
        await desk.data.contractPositions.write(CORN, BASE);
        await desk.data.strategyPositions.write(trend, BASE);
        // What cannot be is refused; it must leave no trace.
        for (const one of steps) await take(desk, one).catch(() => undefined);
        const fills = [...(await desk.data.fills.all()).values()];
        const carry = await desk.data.strategyPositions.read({ strategy: "carry", instrument: "CORN" });
        const histories: readonly (readonly [
          Series | undefined,
          number,
          (strategy: string | undefined) => boolean,
        ])[] = [
          [await desk.data.contractPositions.get(CORN), 1, () => true],
          [await desk.data.strategyPositions.get(trend), 1, (whose) => whose === "trend"],
          [carry, 0, (whose) => whose === "carry"],
        ];
        for (const at of [...HOURS, "2024-03-28 20:00"].map(toTime)) {
          for (const [history, based, isOf] of histories) {
            const own = fills.filter((fill) => isOf(fill.strategy) && fill.time <= at);
            const sum = own.reduce((total, { quantity }) => total + quantity, 0);
            const held = history === undefined ? 0 : valueAsOf(history, at) || 0;
            expect(held, formatTime(at)).toBe(based * valueAsOf(BASE, at) + sum);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("processes keep to the data that they declare [row 63]", () => {
  it.each([
    [
      "recordFill",
      recordFill,
      { ...CORN, quantity: 1, price: 430, time: "2024-03-28 15:00", addContract: true },
    ],
    [
      "importFills",
      importFills,
      {
        text: "instrument,contract,quantity,price,time\nCORN,20250300,1,430,2024-03-28\n",
        addContracts: true,
      },
    ],
    ["pickUpFills", pickUpFills, {}],
    ["attributeFill", attributeFill, { id: "b1", strategy: "carry" }],
    ["cancelFill", cancelFill, { id: "b1" }],
    ["positionBreaks", positionBreaks, {}],
    ["tradesToDo", tradesToDo, {}],
    ["executeTrades", executeTrades, {}],
    ["updateTotalCapital", updateTotalCapital, {}],
    ["updateStrategyCapital", updateStrategyCapital, {}],
  ] as const)("%s", async (_, process, options) => {
    const clock = fixedClock("2024-03-28 20:00");
    const told = toldBroker(clock.now);
    const values = [{ account: "A1", currency: "EUR", netLiquidation: 500_000, excessLiquidity: 400_000 }];
    const account = { accountValues: async () => ({ time: clock.now(), values }) };
    const engine = memoryEngine();
    const config = { automation: "automatic" } as const;
    const broker = { ...told, account };
    const recorded = recordingStorage(await openStorage(engine));
    const desk = await fillDesk(config, { clock, broker, storage: recorded.storage });
    await pricesOfCorn(desk);
    await desk.data.fxPrices.write("EURUSD", series(["2024-03-27 23:00"], [1.1]));
    told.execute({ id: "b1", reference: "trend", time: clock.now() - 1 });
    await pickUpFills(desk);
    await updateTotalCapital(desk);
    await want(desk, "trend", "CORN", 3);
    told.execute({ id: "b2", reference: "trend", contract: "20250300" });
    recorded.reads.clear();
    recorded.writes.clear();
    await (process as (desk: TestDesk, options: object) => Promise<unknown>)(desk, options);
    const { reads, writes } = process.definition as ProcessDefinition<never, never>;
    expect([...reads, ...writes, ...HOUSEKEEPING]).toEqual(expect.arrayContaining([...recorded.reads]));
    expect([...writes, ...HOUSEKEEPING]).toEqual(expect.arrayContaining([...recorded.writes]));
    const touched = [...recorded.reads].filter((name) => !HOUSEKEEPING.some((one) => one === name));
    expect(touched.length).toBeGreaterThan(0);
  });
});
