import fc from "fast-check";
import { initialiseCapital } from "../../../src/capital/changeCapital.js";
import { CapitalLedger } from "../../../src/capital/ledger.js";
import { rollParameters } from "../../../src/contracts/rollParameters.js";
import { instrument } from "../../../src/instruments/instrument.js";
import { optimalPositionFrame } from "../../../src/positions/optimalPositionFrame.js";
import { COLLECTIONS_BACKED_UP, LIBRARIES_BACKED_UP } from "../../../src/production/backup/backedUp.js";
import type { Desk } from "../../../src/production/desk.js";
import {
  boolColumn,
  type Column,
  floatColumn,
  intColumn,
  stringColumn,
  timeColumn,
} from "../../../src/series/column.js";
import { frame, series } from "../../../src/series/construct.js";
import { Frame, type Json } from "../../../src/series/frame.js";
import { frameChecksum } from "../../../src/storage/checksum.js";
import { Int32, type RecordDocument, type RecordValue } from "../../../src/storage/recordStore.js";
import { recordText } from "../../../src/storage/recordText.js";
import { TOTAL_CAPITAL } from "../../../src/storage/repositories/keys.js";
import type { Batch, Storage } from "../../../src/storage/storage.js";
import { toTime } from "../../../src/time/text.js";

/** Everything that a back-up is to bring back, as text by name. */
export async function contentsOf(storage: Storage): Promise<Readonly<Record<string, string>>> {
  const contents: Record<string, string> = {};
  for (const [name, library] of LIBRARIES_BACKED_UP) {
    for (const symbol of await storage.series.list(library)) {
      const { frame: stored } = (await storage.series.read(library, symbol))!;
      contents[`${name} ${symbol}`] = frameChecksum(stored);
    }
  }
  for (const [name, collection] of COLLECTIONS_BACKED_UP) {
    const { documents } = await storage.records.find(collection);
    for (const document of documents) {
      const key = collection.key.map((field) => String(document[field])).join(", ");
      contents[`${name} ${key}`] = recordText(document);
    }
  }
  return contents;
}

const prices = (days: readonly string[], first: number): Frame =>
  frame(
    days.map((day) => `${day} 23:00`),
    {
      OPEN: days.map((_, row) => first + row),
      HIGH: days.map((_, row) => first + row + 0.5),
      LOW: days.map((_, row) => first + row - 0.25),
      FINAL: days.map((_, row) => first + row + 0.1),
      VOLUME: days.map((_, row) => 100 * row),
    },
  );

/** A small desk that has something of every kind. */
export async function fillDesk({ data, storage }: Desk): Promise<void> {
  const days = ["2024-03-26", "2024-03-27", "2024-03-28"];
  const closes = days.map((day) => `${day} 23:00`);
  await storage.atomically(async (batch) => {
    await data.instruments.write(
      "CORN",
      instrument({
        code: "CORN",
        description: 'Corn, "CBOT"',
        pointSize: 50,
        currency: "USD",
        assetClass: "Ags",
        region: "US",
        spreadCost: 0.125,
        commission: { perBlock: 2.1, percentage: 0, perTrade: 0 },
        classification: {
          subClass: "Grain",
          subSubClass: "Corn",
          style: "",
          country: "US",
          duration: 0,
          description: "",
        },
      }),
      batch,
    );
    await data.rollParameters.write("CORN", rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ" }), batch);
    for (const contract of ["20240500", "20241200"]) {
      const expiry = toTime(`${contract.slice(0, 4)}-${contract.slice(4, 6)}-14`);
      await data.contracts.write(
        `CORN/${contract}`,
        { instrument: "CORN", contract, expiry, sampling: contract === "20241200" },
        batch,
      );
    }
    await data.rollStates.write("CORN", "Passive", batch);
    await data.fxPrices.write("GBPUSD", series(closes, [1.26, 1.2625, 1.2623]), batch);
    const key = { instrument: "CORN", contract: "20241200" };
    await data.contractPrices.write({ ...key, frequency: "Day" }, prices(days, 450), batch);
    await data.contractPrices.write({ ...key, frequency: "Hour" }, prices(days, 451), batch);
    await data.contractPrices.write(key, prices(days, 450), batch);
    await data.multiplePrices.write(
      "CORN",
      frame(closes, {
        CARRY: [448, 449, null],
        CARRY_CONTRACT: ["20240500", "20240500", "20240500"],
        PRICE: [450, 451, 452],
        PRICE_CONTRACT: ["20241200", "20241200", "20241200"],
        FORWARD: [null, null, 460],
        FORWARD_CONTRACT: ["20251200", "20251200", "20251200"],
      }),
      batch,
    );
    await data.adjustedPrices.write("CORN", series(closes, [450, 451, 452]), batch);
    await data.rollCalendars.write(
      "CORN",
      frame(["2023-11-20 23:00"], {
        current_contract: ["20231200"],
        next_contract: ["20241200"],
        carry_contract: ["20230900"],
      }),
      batch,
    );
    await data.totalCapital.write(
      TOTAL_CAPITAL,
      initialiseCapital(new CapitalLedger(), "2024-03-28 01:00", { broker: 100_000 }),
      batch,
    );
    await data.strategyCapital.write("trend", series(["2024-03-28 01:30"], [100_000]), batch);
    await data.optimalPositions.write(
      { strategy: "slow_trend", instrument: "CORN" },
      optimalPositionFrame("2024-03-28 20:30", {
        kind: "buffered",
        lower: 1.2,
        upper: 2.4,
        referencePrice: 452,
        referenceContract: "20241200",
      }),
      batch,
    );
    await data.strategyPositions.write(
      { strategy: "trend", instrument: "CORN" },
      series(closes.slice(2), [2]),
      batch,
    );
    await data.contractPositions.write(key, series(closes.slice(2), [2]), batch);
    for (const [id, strategy] of [
      ["a1", "trend"],
      ["a2", undefined],
    ] as const) {
      await data.fills.write(
        id,
        {
          id,
          ...key,
          quantity: 1,
          price: 451.5,
          time: toTime("2024-03-28 15:00"),
          source: "broker",
          ...(strategy === undefined ? {} : { strategy }),
        },
        batch,
      );
    }
  });
}

/** Writes what {@link someContents} made. */
export async function writeContents(storage: Storage, contents: Contents): Promise<void> {
  await storage.atomically((batch: Batch) => {
    for (const { library, symbol, frame: one } of contents.series) batch.writeSeries(library, symbol, one);
    for (const { place, document } of contents.records)
      batch.putRecord(COLLECTIONS_BACKED_UP[place]![1], document);
  });
}

export interface Contents {
  readonly series: readonly { readonly library: string; readonly symbol: string; readonly frame: Frame }[];
  readonly records: readonly { readonly place: number; readonly document: RecordDocument }[];
}

const someText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom(
    "",
    " ",
    "20240300",
    "1.5",
    "1e400",
    "True",
    "2024-01-01",
    "a,b",
    'a"b',
    "a\nb",
    "NaN",
    "nan",
    "\ufeff",
  ),
);
const someFloat = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 5, Number.NaN, Number.POSITIVE_INFINITY, 1e22),
);
const someTime = fc.oneof(
  fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 }),
  fc.integer({ min: 0, max: 20_000 }).map((day) => day * 86_400_000),
);

const someJson: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;

const someColumn = (rows: number): fc.Arbitrary<Column> => {
  const exactly = { minLength: rows, maxLength: rows };
  return fc.oneof(
    fc.array(someFloat, exactly).map((values) => floatColumn(Float64Array.from(values))),
    fc
      .array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), exactly)
      .map((values) => intColumn(BigInt64Array.from(values))),
    fc.array(fc.boolean(), exactly).map((values) => boolColumn(Uint8Array.from(values, Number))),
    fc
      .array(fc.oneof(someTime, fc.constant(Number.NaN)), exactly)
      .map((values) => timeColumn(Float64Array.from(values))),
    fc
      .array(
        fc.option(
          someText.filter((text) => !/[\0\p{Surrogate}]/u.test(text)),
          { nil: undefined },
        ),
        exactly,
      )
      .map((values) => stringColumn(values)),
  );
};

const someName = fc
  .string({ minLength: 1, maxLength: 8 })
  .filter((name) => !/[\0\p{Surrogate}]/u.test(name) && name.trim() === name && name !== "__proto__");

/** A frame of any kinds of columns. */
export const someFrame: fc.Arbitrary<Frame> = fc.uniqueArray(someTime, { maxLength: 6 }).chain((times) =>
  fc
    .tuple(
      fc.uniqueArray(fc.oneof(someName, fc.constantFrom("price", "position", "PRICE_CONTRACT")), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(someColumn(times.length), { minLength: 4, maxLength: 4 }),
      fc.dictionary(someName, someJson, { maxKeys: 2 }),
    )
    .map(
      ([names, columns, meta]) =>
        new Frame(
          Float64Array.from(times).sort(),
          new Map(names.map((name, at) => [name, columns[at]!])),
          JSON.parse(JSON.stringify(meta)) as Frame["meta"],
        ),
    ),
);

const someValue: fc.Arbitrary<RecordValue> = fc.letrec<{ value: RecordValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constant(null),
    fc.boolean(),
    someFloat,
    someText,
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.integer().map((value) => new Int32(value)),
    fc.integer({ min: -1e13, max: 4e12 }).map((value) => new Date(value)),
    fc.uint8Array({ maxLength: 4 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(someName, tie("value"), { maxKeys: 3 }).map((fields) => ({ ...fields })),
  ),
})).value;

const someDocument = (place: number): fc.Arbitrary<RecordDocument> => {
  const [, { key }] = COLLECTIONS_BACKED_UP[place]!;
  const keys = fc.tuple(
    ...key.map(() => fc.oneof(fc.constantFrom("CORN", "GOLD", "CORN/20240300"), someText)),
  );
  return fc
    .tuple(keys, fc.array(fc.tuple(someName, someValue), { maxLength: 4 }))
    .map(([values, fields]) => ({
      ...Object.fromEntries(fields),
      ...Object.fromEntries(key.map((field, at) => [field, values[at]!])),
    }));
};

/** Series and records of every kind, with whatever in them. */
export const someContents: fc.Arbitrary<Contents> = fc.record({
  series: fc.array(
    fc.record({
      library: fc.constantFrom(...LIBRARIES_BACKED_UP.map(([, library]) => library)),
      symbol: fc.oneof(
        fc.constantFrom("CORN", "trend CORN", "Day@CORN#20240300", "a_b CORN", "__global_capital"),
        someName,
      ),
      frame: someFrame,
    }),
    { maxLength: 6 },
  ),
  records: fc.array(
    fc
      .integer({ min: 0, max: COLLECTIONS_BACKED_UP.length - 1 })
      .chain((place) => someDocument(place).map((document) => ({ place, document }))),
    { maxLength: 8 },
  ),
});
