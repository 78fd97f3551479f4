import { describe, expect, test } from "vitest";
import { rollParameters } from "../../src/contracts/rollParameters.js";
import { ContangoError } from "../../src/errors/contangoError.js";
import { type ContractPriceSet, contractPriceSet } from "../../src/prices/contractPriceSet.js";
import { multiplePricesFromCalendar } from "../../src/prices/multiplePricesFromCalendar.js";
import { rollCalendar, rollCalendarFromRows } from "../../src/prices/rollCalendar.js";
import { adjustRollCalendar } from "../../src/prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../src/prices/rollCalendarApproximate.js";
import { checkRollCalendar } from "../../src/prices/rollCalendarChecks.js";
import { inferRollCalendar } from "../../src/prices/rollCalendarInfer.js";
import { withPhantomRoll } from "../../src/prices/rollCalendarPhantom.js";
import { stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { toTime } from "../../src/time/text.js";
import { type GoldenRow, goldenFrame } from "./multipleGoldenRows.js";

const instrument = "CORN";
const quarterly = rollParameters({
  holdCycle: "HMUZ",
  pricedCycle: "HMUZ",
  carryOffset: 1,
  rollOffsetDays: -5,
});

/** One price of 1 at each time. */
const daily = (...times: string[]): Series =>
  new Series(Float64Array.from(times, toTime), new Float64Array(times.length).fill(1));

const calendarOf = (...rows: (readonly [string, string, string, string])[]): Frame =>
  rollCalendarFromRows(
    rows.map(([time, current, next, carry]) => ({ time: toTime(time), current, next, carry })),
  );

function refusal(act: () => unknown): ContangoError {
  try {
    act();
  } catch (error) {
    if (error instanceof ContangoError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const march: GoldenRow = ["2024-02-01T23:00:00", 1, null, 2, "20240300", "20240600", "20240600"];
const june: GoldenRow = ["2024-02-02T23:00:00", 2, null, null, "20240600", "20240900", "20240900"];

describe("roll calendar frame", () => {
  test("prints as a table and reads back", () => {
    const calendar = calendarOf(["2024-02-01", "202403", "202406", "202406"]);
    expect(String(calendar)).toContain("current_contract");
    expect(rollCalendar(calendar)).toMatchObject({ current: ["20240300"], next: ["20240600"] });
  });

  test("without a contract is refused with row and time", () => {
    const calendar = calendarOf(["2024-02-01", "20240300", "20240600", "20240600"]).with({
      carry_contract: stringColumn([undefined]),
    });
    const error = refusal(() => rollCalendar(calendar));
    expect(error.code).toBe("ROLL_CALENDAR");
    expect(error.message).toContain("no carry_contract in row 0 (2024-02-01 00:00:00)");
  });

  test("with a text that is no contract is refused with instrument, row and time, wherever it is read", () => {
    const calendar = calendarOf(
      ["2024-02-01", "20240300", "20240600", "20240600"],
      ["2024-05-01", "20240600", "next", "20240900"],
    );
    const prices = contractPriceSet({});
    const rollOptions = { now: "2024-06-01", rollParameters: quarterly, contracts: [], instrument };
    for (const read of [
      () => rollCalendar(calendar, { instrument }),
      () => adjustRollCalendar(calendar, prices, { instrument }),
      () => multiplePricesFromCalendar(calendar, prices, { instrument }),
      () => withPhantomRoll(calendar, rollOptions),
    ]) {
      const error = refusal(read);
      expect(error.code).toBe("CONTRACT_ID");
      const place = { instrument, row: 1, time: "2024-05-01 00:00:00", column: "next_contract" };
      expect(error.details).toEqual({ ...place, text: "next" });
      expect(error.message).toContain(
        'the roll calendar of CORN, next_contract in row 1 (2024-05-01 00:00:00): "next"',
      );
    }
  });

  test("whose times do not ascend is refused with both times", () => {
    const row = (time: string): [string, string, string, string] => [
      time,
      "20240300",
      "20240600",
      "20240600",
    ];
    const error = refusal(() => calendarOf(row("2024-02-02"), row("2024-02-01")));
    expect(error.code).toBe("SERIES_UNSORTED_TIME");
    expect(error.message).toContain("2024-02-01 00:00:00");
    expect(refusal(() => calendarOf(row("2024-02-02"), row("2024-02-02"))).code).toBe(
      "SERIES_DUPLICATE_TIME",
    );
  });
});

describe("inferRollCalendar", () => {
  test("closes with the last row", () => {
    const later: GoldenRow = ["2024-02-03T23:00:00", 2, null, null, "20240600", "20240900", "20240900"];
    expect(inferRollCalendar(goldenFrame([march, june, later]))).toEqual(
      calendarOf(
        ["2024-02-02 23:00:00", "20240300", "20240600", "20240600"],
        ["2024-02-03 23:00:00", "20240600", "20240900", "20240900"],
      ),
    );
  });

  test("has no closing row where the last row is a roll", () => {
    expect(inferRollCalendar(goldenFrame([march, june]))).toEqual(
      calendarOf(["2024-02-02 23:00:00", "20240300", "20240600", "20240600"]),
    );
  });

  test("of one row is that row", () => {
    expect(inferRollCalendar(goldenFrame([march]))).toEqual(
      calendarOf(["2024-02-01 23:00:00", "20240300", "20240600", "20240600"]),
    );
  });

  test("passes over a label that goes back", () => {
    const back: GoldenRow = ["2024-02-03T23:00:00", 1, null, 2, "20240300", "20240600", "20240600"];
    expect(inferRollCalendar(goldenFrame([march, june, back])).length).toBe(2);
  });

  test("refuses no rows and missing labels, naming instrument and time", () => {
    const empty = refusal(() => inferRollCalendar(goldenFrame([]), { instrument }));
    expect(empty.code).toBe("PRICES_EMPTY");
    expect(empty.message).toContain(instrument);
    expect(empty.details).toEqual({ instrument });
    const strange = refusal(() =>
      inferRollCalendar(goldenFrame([march, [...june.slice(0, 4), "old", "", ""] as never]), { instrument }),
    );
    expect(strange.code).toBe("CONTRACT_ID");
    expect(strange.details).toMatchObject({ instrument, row: 1, time: "2024-02-02 23:00:00", text: "old" });
    const frame = goldenFrame([march, june]).with({ PRICE_CONTRACT: stringColumn(["20240300", undefined]) });
    const missing = refusal(() => inferRollCalendar(frame, { instrument }));
    expect(missing.code).toBe("CONTRACT_LABELS");
    expect(missing.details).toMatchObject({ instrument, row: 1, time: "2024-02-02 23:00:00" });
  });
});

describe("approximateRollCalendar", () => {
  test("passes over a held contract without prices", () => {
    const calendar = approximateRollCalendar(["20240300", "20240900", "20241200", "20250300"], quarterly);
    expect(rollCalendar(calendar)).toMatchObject({
      current: ["20240300", "20240900", "20241200"],
      next: ["20240900", "20241200", "20250300"],
      carry: ["20240900", "20241200", "20250300"],
    });
    expect(calendar.time[0]).toBe(toTime("2024-02-25"));
  });

  test("refuses a text that is no contract, and a month without the day, naming the instrument", () => {
    for (const contracts of [
      ["20240300", "old"],
      ["20240331", "20240930"],
    ]) {
      const error = refusal(() => approximateRollCalendar(contracts, quarterly, { instrument }));
      expect(error.code).toBe("CONTRACT_ID");
      expect(error.details.instrument).toBe(instrument);
      expect(error.message).toContain(instrument);
    }
  });

  test("says when the contract at fault would be left", () => {
    const error = refusal(() => approximateRollCalendar(["20240300"], quarterly, { instrument }));
    expect(error.details).toEqual({ instrument, contract: "20240300", time: "2024-02-25 00:00:00" });
  });

  test("reads contracts of six digits, in any order", () => {
    expect(approximateRollCalendar(["202406", "202403"], quarterly)).toEqual(
      approximateRollCalendar(["20240300", "20240600"], quarterly),
    );
  });

  test.each([
    ["no contracts", [], quarterly, "there are no contracts"],
    [
      "no carry contract",
      ["20240300"],
      quarterly,
      "no contract from 20240300 to 20240300 has a carry contract",
    ],
    [
      "held contracts that end early",
      ["20240300", "20240600", "20240900", "20241000", "20260100"],
      rollParameters({ holdCycle: "HMUZ", pricedCycle: "FHMUVZ", carryOffset: 1 }),
      "no held contract after 20240900 has prices, though 20260100 has",
    ],
    [
      "nothing to roll into",
      ["20240300", "20240400"],
      rollParameters({ holdCycle: "H", pricedCycle: "HJ", carryOffset: 1 }),
      "nothing to roll into after 20240300",
    ],
    [
      "a carry contract that is missing later",
      ["20240300", "20240400", "20250300", "20260300"],
      rollParameters({ holdCycle: "H", pricedCycle: "J", carryOffset: 1 }),
      "no carry contract of 20250300 has prices",
    ],
  ])("refuses %s", (_what, contracts, parameters, message) => {
    const error = refusal(() => approximateRollCalendar(contracts, parameters, { instrument }));
    expect(error.code).toBe("ROLL_CALENDAR");
    expect(error.message).toContain(`${instrument}: `);
    expect(error.message).toContain(message);
    expect(error.details.instrument).toBe(instrument);
  });
});

describe("adjustRollCalendar", () => {
  const rolls = calendarOf(
    ["2024-02-10", "20240300", "20240600", "20231200"],
    ["2024-05-10", "20240600", "20240900", "20240300"],
    ["2024-08-10", "20240900", "20241200", "20240600"],
  );

  test("counts whole days rounded down: half a day late is nearer than half a day early", () => {
    const prices = contractPriceSet({
      "202403": daily("2024-02-09 12:00:00", "2024-02-10 23:00:00"),
      "202406": daily("2024-02-09 12:00:00", "2024-02-10 23:00:00"),
    });
    const { calendar } = adjustRollCalendar(rolls.rows(0, 2), prices);
    expect(calendar.time[0]).toBe(toTime("2024-02-10 23:00:00"));
  });

  test("takes the first of equally near times", () => {
    const times = ["2024-02-09 06:00:00", "2024-02-09 12:00:00", "2024-02-11 06:00:00"];
    const prices = contractPriceSet({ "202403": daily(...times), "202406": daily(...times) });
    expect(adjustRollCalendar(rolls.rows(0, 2), prices).calendar.time[0]).toBe(toTime("2024-02-09 06:00:00"));
  });

  test("notes what it conceded", () => {
    const prices = contractPriceSet({
      "202312": daily("2024-02-01"),
      "202403": daily("2024-02-08"),
      "202406": daily("2024-02-08", "2024-05-08"),
      "202409": daily("2024-06-08"),
    });
    const { calendar, notes } = adjustRollCalendar(rolls, prices);
    expect(calendar).toEqual(calendarOf(["2024-02-08", "20240300", "20240600", "20231200"]));
    expect(notes.map(({ kind, row }) => [kind, row])).toEqual([
      ["carry-ignored", 0],
      ["stopped", 1],
    ]);
  });

  test("skips what comes before the first prices", () => {
    const prices = contractPriceSet({ "202406": daily("2024-05-08"), "202409": daily("2024-05-08") });
    const { calendar, notes } = adjustRollCalendar(rolls, prices);
    expect(calendar.length).toBe(1);
    expect(notes).toEqual([
      { kind: "skipped", row: 0, time: toTime("2024-02-10"), current: "20240300", next: "20240600" },
    ]);
  });

  test("refuses when nothing is left, naming instrument and time", () => {
    const error = refusal(() => adjustRollCalendar(rolls, new Map(), { instrument }));
    expect(error.code).toBe("ROLL_CALENDAR");
    expect(error.details).toMatchObject({ instrument, time: "2024-02-10 00:00:00" });
    expect(refusal(() => adjustRollCalendar(rolls.rows(0, 0), new Map())).code).toBe("ROLL_CALENDAR");
  });

  test("refuses rolls that would change places, naming them", () => {
    const prices = contractPriceSet({
      "202403": daily("2024-06-01"),
      "202406": daily("2024-05-10", "2024-06-01"),
      "202409": daily("2024-05-10"),
    });
    const error = refusal(() => adjustRollCalendar(rolls, prices, { instrument }));
    expect(error.code).toBe("ROLL_CALENDAR");
    expect(error.details).toMatchObject({
      instrument,
      time: "2024-05-10 00:00:00",
      rows: [1],
      times: ["2024-05-10 00:00:00"],
    });
    expect(error.message).toContain("20240600 to 20240900 at 2024-05-10 00:00:00");
  });
});

describe("checkRollCalendar", () => {
  const calendar = calendarOf(
    ["2024-02-10", "20240300", "20240600", "20231200"],
    ["2024-05-10", "20240900", "20241200", "20240300"],
  );

  test("lists every problem with row, time and contract", () => {
    const prices = contractPriceSet({
      "202403": daily("2024-02-10"),
      "202406": daily("2024-02-09"),
      "202409": new Series(Float64Array.of(toTime("2024-05-10")), Float64Array.of(Number.NaN)),
    });
    const [first, second] = [toTime("2024-02-10"), toTime("2024-05-10")];
    expect(checkRollCalendar(calendar, prices)).toEqual([
      { kind: "no-price", row: 0, time: first, contract: "20240600" },
      { kind: "broken-chain", row: 0, time: first, contract: "20240600" },
      { kind: "no-price", row: 1, time: second, contract: "20240900" },
      { kind: "no-contract", row: 1, time: second, contract: "20241200" },
    ]);
  });

  test("finds nothing in a good calendar", () => {
    const prices = contractPriceSet({ "202403": daily("2024-02-10"), "202406": daily("2024-02-10") });
    expect(checkRollCalendar(calendar.rows(0, 1), prices)).toEqual([]);
  });
});

describe("withPhantomRoll", () => {
  const calendar = calendarOf(["2024-02-10", "20240300", "20240600", "20240600"]);
  const contracts = new Set(["20240600"]);

  test("adds the roll out of the contract held now, five days ahead", () => {
    const options = { now: "2024-03-01 12:00:00", rollParameters: quarterly, contracts };
    expect(withPhantomRoll(calendar, options)).toEqual(
      calendarOf(
        ["2024-02-10", "20240300", "20240600", "20240600"],
        ["2024-03-06 12:00:00", "20240600", "20240900", "20240900"],
      ),
    );
  });

  test("takes contracts as any iterable of ids, of six digits too, or as a contract price set", () => {
    const from = (given: Iterable<string | readonly [string, unknown]>): Frame =>
      withPhantomRoll(calendar, { now: "2024-03-01", rollParameters: quarterly, contracts: given });
    const expected = from(contracts);
    const set = contractPriceSet({ "202406": daily("2024-02-10") });
    for (const given of [["202406"], ["20240600"], set, set.keys(), new Set(["202406"])]) {
      expect(from(given)).toEqual(expected);
    }
  });

  test("leaves a calendar that ends in the future as it is", () => {
    const options = { now: "2024-02-09", rollParameters: quarterly, contracts };
    expect(withPhantomRoll(calendar, options)).toBe(calendar);
  });

  test("refuses without prices of the contract held now, and an empty calendar", () => {
    const options = {
      now: "2024-03-01",
      rollParameters: quarterly,
      contracts: new Set<string>(),
      instrument,
    };
    const error = refusal(() => withPhantomRoll(calendar, options));
    expect(error.code).toBe("ROLL_CALENDAR");
    expect(error.details).toEqual({ instrument, contract: "20240600", time: "2024-02-10 00:00:00" });
    const empty = refusal(() => withPhantomRoll(calendar.rows(0, 0), options));
    expect(empty.code).toBe("PRICES_EMPTY");
    expect(empty.details).toEqual({ instrument });
  });
});

describe("multiplePricesFromCalendar", () => {
  const calendar = calendarOf(
    ["2024-02-10", "20231200", "20240300", "20240300"],
    ["2024-05-10", "20240300", "20240600", "20240600"],
    ["2024-08-10", "20240600", "20240900", "20240900"],
  );
  const all: ContractPriceSet = contractPriceSet({
    "202403": daily("2024-03-01"),
    "202406": daily("2024-03-01", "2024-06-01"),
    "202409": daily("2024-06-02"),
  });
  const without = (...contracts: string[]): ContractPriceSet =>
    new Map([...all].filter(([contract]) => !contracts.includes(contract)));

  test("starts a second after a roll and ends with the next", () => {
    const prices = contractPriceSet({
      "202403": daily(
        "2024-02-10 00:00:00.999999",
        "2024-02-10 00:00:01",
        "2024-05-10",
        "2024-05-10 00:00:01",
      ),
      "202406": daily("2024-05-09"),
    });
    const multiple = multiplePricesFromCalendar(calendar.rows(0, 2), prices);
    expect([...multiple.time]).toEqual(["2024-02-10 00:00:01", "2024-05-09", "2024-05-10"].map(toTime));
    expect(multiple.row(1)).toEqual({
      time: toTime("2024-05-09"),
      CARRY: 1,
      CARRY_CONTRACT: "20240600",
      PRICE: Number.NaN,
      PRICE_CONTRACT: "20240300",
      FORWARD: 1,
      FORWARD_CONTRACT: "20240600",
    });
  });

  test("passes over contracts without prices at the start, and allows next and carry without them at the end", () => {
    const multiple = multiplePricesFromCalendar(calendar, without("20240300", "20240900"));
    expect(multiple.length).toBe(1);
    expect(multiple.row(0)).toMatchObject({ PRICE_CONTRACT: "20240600", FORWARD: Number.NaN });
  });

  test("refuses a contract that is missing on the way, naming it and the roll", () => {
    const longer = rollCalendarFromRows([
      ...[0, 1, 2].map((row) => {
        const { time, current, next, carry } = rollCalendar(calendar);
        return { time: time[row]!, current: current[row]!, next: next[row]!, carry: carry[row]! };
      }),
      { time: toTime("2024-11-10"), current: "20240900", next: "20241200", carry: "20241200" },
    ]);
    const next = refusal(() => multiplePricesFromCalendar(longer, without("20240900"), { instrument }));
    expect(next.code).toBe("CONTRACT_PRICES_MISSING");
    expect(next.details).toEqual({ instrument, contract: "20240900", time: "2024-08-10 00:00:00", row: 2 });
    const current = refusal(() => multiplePricesFromCalendar(calendar, without("20240600")));
    expect(current.code).toBe("CONTRACT_PRICES_MISSING");
    expect(current.message).toContain("20240600");
  });

  test("refuses a calendar of one row, of none, and one without any prices in it", () => {
    const one = refusal(() => multiplePricesFromCalendar(calendar.rows(0, 1), all, { instrument }));
    expect(one.code).toBe("ROLL_CALENDAR");
    expect(one.details).toMatchObject({ instrument, rolls: 1, time: "2024-02-10 00:00:00" });
    expect(refusal(() => multiplePricesFromCalendar(calendar.rows(0, 0), all)).code).toBe("ROLL_CALENDAR");
    const elsewhere = contractPriceSet({ "202403": daily("2020-01-01"), "202406": daily("2020-01-01") });
    const empty = refusal(() => multiplePricesFromCalendar(calendar.rows(0, 2), elsewhere, { instrument }));
    expect(empty.code).toBe("PRICES_EMPTY");
    expect(empty.details).toEqual({ instrument, time: "2024-02-10 00:00:00" });
    expect(empty.message).toContain(
      "no contract of CORN has a row from the first roll (2024-02-10 00:00:00) to the last (2024-05-10 00:00:00); load",
    );
  });
});

test("a calendar without its columns is refused by name", () => {
  const frame = new Frame(Float64Array.of(0), { current_contract: stringColumn(["20240300"]) });
  expect(refusal(() => rollCalendar(frame)).code).toBe("COLUMN_MISSING");
});
