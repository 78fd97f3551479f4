import { describe, expect, it } from "vitest";
import { type ImportFillsOptions, importFills } from "../../../src/production/importFills.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { toTime } from "../../../src/time/text.js";
import { books, fillDesk, positions } from "./fillDesk.js";

const FILLS = `instrument,contract,quantity,price,time,strategy,commission
CORN,20241200,3,432.5,2024-03-27 15:00:00,trend,2.5
CORN,20241200,-1,433,2024-03-28 15:00:00,carry,
GOLD,202406,2,2200.1,2024-03-28 15:30:00,trend,2.5
`;

describe("fills from a file", () => {
  it("are recorded as by hand [row 11] [row 16]", async () => {
    const desk = await fillDesk();
    await desk.files.write("fills.csv", FILLS);
    const { status, items } = await importFills(desk, { file: "fills.csv" });
    expect(status).toBe("done");
    expect(items.map((item) => item.status)).toEqual(["recorded", "recorded", "recorded"]);
    expect(await positions(desk)).toEqual({
      "CORN/20241200": 2,
      "GOLD/20240600": 2,
      "trend CORN": 3,
      "carry CORN": -1,
      "trend GOLD": 2,
    });
    expect(await desk.data.fills.get("CORN/20241200 3 at 432.5, 2024-03-27T15:00:00.000Z")).toMatchObject({
      source: "csv",
      commission: 2.5,
      time: toTime("2024-03-27 15:00"),
    });
  });

  it("are recorded once, however often the file is imported, and whatever it gains", async () => {
    const desk = await fillDesk();
    await importFills(desk, { text: FILLS });
    const before = await books(desk.storage);
    expect((await importFills(desk, { text: FILLS })).status).toBe("unchanged");
    expect(await books(desk.storage)).toEqual(before);
    const grown = `${FILLS}CORN,20241200,5,434,2024-03-28 16:00,trend,\n`;
    const { items } = await importFills(desk, { text: grown });
    expect(items.map((item) => item.status)).toEqual(["unchanged", "unchanged", "unchanged", "recorded"]);
    expect(await positions(desk)).toMatchObject({ "CORN/20241200": 7 });
  });

  it("that are alike are as many as there are lines, and those told by hand are among them", async () => {
    const desk = await fillDesk();
    const text = `instrument,contract,quantity,price,time,strategy\n${"CORN,20241200,3,432.5,2024-03-27 15:00:00,trend\n".repeat(3)}`;
    const fill = { strategy: "trend", instrument: "CORN", contract: "20241200", quantity: 3, price: 432.5 };
    await recordFill(desk, { ...fill, time: "2024-03-27 15:00" });
    const { items } = await importFills(desk, { text });
    expect(items.map((item) => item.status)).toEqual(["unchanged", "recorded", "recorded"]);
    await importFills(desk, { text });
    expect(await positions(desk)).toEqual({ "CORN/20241200": 9, "trend CORN": 9 });
  });

  it("may be written otherwise: other headers, a side, another form of dates", async () => {
    const desk = await fillDesk();
    const text = [
      "Trade Date;Symbol;Expiry;Side;Qty;Fill Price;Exec;Book",
      "27/03/2024 15:00:00;CORN;20241213;SLD;3;432.5;e1;trend",
      "28/03/2024;GOLD;202406;buy;1;2200;e2;carry",
    ].join("\n");
    const options: ImportFillsOptions = {
      text,
      columns: {
        time: "Trade Date",
        instrument: "Symbol",
        contract: "Expiry",
        side: "Side",
        quantity: "Qty",
        price: "Fill Price",
        id: "Exec",
        strategy: "Book",
      },
      dateFormat: "%d/%m/%Y",
    };
    const { items } = await importFills(desk, options);
    expect(items.map(({ name }) => name)).toEqual(["e1", "e2"]);
    expect(await positions(desk)).toMatchObject({ "CORN/20241200": -3, "GOLD/20240600": 1 });
  });

  it("count moments from the epoch in UTC, other times in the desk's zone", async () => {
    const desk = await fillDesk({ timezone: "America/Chicago" });
    const line = (time: string | number, id: string) => `CORN,20241200,1,400,${time},trend,${id}\n`;
    const header = "instrument,contract,quantity,price,time,strategy,id\n";
    await importFills(desk, { text: header + line(1_711_500_000, "a"), dateFormat: "epoch seconds" });
    await importFills(desk, { text: header + line("2024-03-27 00:00:00", "b") });
    expect((await desk.data.fills.get("a")).time).toBe(1_711_500_000_000);
    expect((await desk.data.fills.get("b")).time).toBe(Date.UTC(2024, 2, 27, 5));
  });

  it.each([
    ["iso", "2024-03-27 15:00", "2024-03-27T20:00Z"],
    ["iso", "2024-03-27T15:00:30", "2024-03-27T20:00:30Z"],
    ["iso", "2024-03-27T15:00:00Z", "2024-03-27T15:00Z"],
    ["iso", "2024-03-27T15:00:00.000+01:00", "2024-03-27T14:00Z"],
    ["%d.%m.%Y", "27.03.2024 15:00", "2024-03-27T20:00Z"],
    ["%Y%m%d", "20240327", "2024-03-27T05:00Z"],
    ["%Y%m%d;%H%M%S", "20240327;150000", "2024-03-27T20:00Z"],
  ] as const)(
    "take times of the form %s: %s, in the desk's zone or their own",
    async (dateFormat, time, expected) => {
      const desk = await fillDesk({ timezone: "America/Chicago" });
      const text = `instrument,contract,quantity,price,time,strategy,id\nCORN,20241200,1,400,${time},trend,a\n`;
      await importFills(desk, { text, dateFormat });
      expect((await desk.data.fills.get("a")).time).toBe(Date.parse(expected));
    },
  );

  it("of contracts that the books do not know may add them, each once", async () => {
    const desk = await fillDesk();
    const text = `${FILLS}${["1", "2"].map((quantity) => `CORN,20250300,${quantity},440,2024-03-28 15:00:00,trend,`).join("\n")}\n`;
    await importFills(desk, { text, addContracts: true });
    expect(await positions(desk)).toMatchObject({ "CORN/20250300": 3 });
    expect(await desk.data.contracts.list()).toContain("CORN/20250300");
  });
});

describe("a file in which anything is wrong", () => {
  const lineFour = (line: string): string => FILLS.replace(/GOLD.*/, line);

  it.each([
    [
      "CSV_SYNTAX",
      "GOLD,202406,two,2200,2024-03-28 15:30:00,trend,",
      "quantity",
      '"two"; expected whole contracts',
    ],
    ["CSV_SYNTAX", "GOLD,202406,2,,2024-03-28 15:30:00,trend,", "price", "nothing; expected a price"],
    [
      "CSV_SYNTAX",
      "GOLD,202406,2,2200,28.3.2024,trend,",
      "time",
      '"28.3.2024"; expected a time as 2024-03-28 15:00, or say its form',
    ],
    ["CSV_SYNTAX", "GOLD,202413,2,2200,2024-03-28 15:30:00,trend,", "contract", "expected a contract date"],
    [
      "CSV_SYNTAX",
      "GOLD,202406,2,2200,2024-03-28 15:30:00,trend,free",
      "commission",
      '"free"; expected a number',
    ],
    ["FILL", "GOLD,202406,0,2200,2024-03-28 15:30:00,trend,", "quantity", "a fill of 0 contracts"],
    ["FILL", "GOLD,202406,2,2200,2024-03-29 15:30:00,trend,", "time", "is later than now"],
    ["FILL", "GOLD,202406,2,2200,2024-03-28 15:30:00,tend,", "strategy", 'did you mean "trend"'],
    [
      "INSTRUMENT_MISSING",
      "GLD,202406,2,2200,2024-03-28 15:30:00,trend,",
      "instrument",
      'no instrument "GLD"',
    ],
    [
      "CONTRACT_MISSING",
      "GOLD,202412,2,2200,2024-03-28 15:30:00,trend,",
      "contract",
      "no contract GOLD/20241200",
    ],
  ])("brings nothing, and %s says where: %s", async (code, line, column, message) => {
    const desk = await fillDesk();
    await desk.files.write("fills.csv", lineFour(line));
    const before = await books(desk.storage);
    await expect(importFills(desk, { file: "fills.csv" })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/fills\.csv, line 4, column /),
      details: expect.objectContaining({ file: "fills.csv", line: 4, column }),
    });
    await expect(importFills(desk, { file: "fills.csv" })).rejects.toThrow(message);
    expect(await books(desk.storage)).toEqual(before);
  });

  it.each([
    ["CSV_LAYOUT", { text: FILLS.replace("price", "Prize") }, 'column "price": there is no such column'],
    [
      "CSV_LAYOUT",
      { text: FILLS.replace("strategy", "price") },
      'column "price": the header names this column twice',
    ],
    ["CSV_LAYOUT", { text: FILLS, columns: { strategy: "Book" } }, 'column "Book": there is no such column'],
    ["CSV_LAYOUT", { text: "" }, "the file is empty"],
    ["STORE_IO", { file: "nothing.csv" }, "nothing.csv"],
    ["PROCESS_OPTION", {}, "importFills needs a file"],
    [
      "PROCESS_OPTION",
      { file: "nothing.csv", dateFormat: "%Q" as const },
      'the date format "%Q" cannot be read',
    ],
    [
      "CSV_SYNTAX",
      {
        text: "instrument,contract,quantity,price,time\nCORN,20241200,1,400,31.02.2024\n",
        dateFormat: "%d.%m.%Y" as const,
      },
      'CSV text, line 2, column "time": "31.02.2024"; expected a time of the form %d.%m.%Y',
    ],
    [
      "CSV_SYNTAX",
      { text: "instrument,contract,side,quantity,price,time\nCORN,20241200,sell,-1,400,2024-03-27\n" },
      'column "quantity": -1; with a side it has no sign',
    ],
    [
      "CSV_SYNTAX",
      { text: "instrument,contract,side,quantity,price,time\nCORN,20241200,short,1,400,2024-03-27\n" },
      'column "side": "short"; expected buy or sell',
    ],
    [
      "FILL",
      {
        text: "id,instrument,contract,quantity,price,time\na,CORN,20241200,1,400,2024-03-27\na,CORN,20241200,1,400,2024-03-27\n",
      },
      'line 3, column "id": the id "a" stands on an earlier line too',
    ],
  ])("is refused with %s: %o", async (code, options, message) => {
    const desk = await fillDesk();
    const before = await books(desk.storage);
    await expect(importFills(desk, options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(await books(desk.storage)).toEqual(before);
  });
});
