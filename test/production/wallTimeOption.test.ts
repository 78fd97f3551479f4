import { describe, expect, it } from "vitest";
import { explainState } from "../../src/interactive/diagnostics/backtestStates.js";
import { addInstrument } from "../../src/production/addInstrument.js";
import { deleteCapital, initialiseTotalCapital } from "../../src/production/changeTotalCapital.js";
import { wallTimeOption } from "../../src/production/wallTimeOption.js";
import { testDesk } from "../../src/testing/testDesk.js";
import { toTime } from "../../src/time/text.js";
import { brokerDesk, given } from "./initialise/newInstrument.js";

const MOMENT = new Date("2024-03-28T15:00:00Z") as never;
const refusal = (name: string, option: string) => ({
  code: "PROCESS_OPTION",
  message: expect.stringContaining(`${name} was given ${option} as a moment`),
});

describe("a wall time", () => {
  it("is text, or a number of the desk's clock", () => {
    const expected = toTime("2024-03-28 15:00");
    for (const time of ["2024-03-28 15:00", "2024-03-28T15:00:00", expected])
      expect(wallTimeOption("f", "at", time)).toBe(expected);
  });

  it("is no day written as a number", () => {
    expect(() => wallTimeOption("pickUpFills", "since", 20240328)).toThrow(
      /the number 20240328.*"2024-03-28"/,
    );
    expect(wallTimeOption("pickUpFills", "since", 1.7e12)).toBe(1.7e12);
  });

  it("is no moment: no Date, and no text in UTC", () => {
    for (const time of [MOMENT, "2024-03-28T15:00:00Z", "2024-03-28T15:00:00.000Z", null as never])
      expect(() => wallTimeOption("f", "at", time)).toThrow(expect.objectContaining(refusal("f", "at")));
    for (const text of ["yesterday", "2024-03-28T15:00:00+01:00"])
      expect(() => wallTimeOption("f", "at", text)).toThrow(expect.objectContaining({ code: "TIME_TEXT" }));
  });

  it("is what addInstrument, deleteCapital and explainState take", async () => {
    await using seeded = await brokerDesk();
    const adding = addInstrument(seeded, { ...given("BOND"), from: MOMENT });
    await expect(adding).rejects.toMatchObject(refusal("addInstrument", "from"));

    await using desk = await testDesk({ now: "2024-03-28 20:00" });
    await initialiseTotalCapital(desk, { broker: 100 });
    await expect(deleteCapital(desk, { since: MOMENT })).rejects.toMatchObject(
      refusal("deleteCapital", "since"),
    );
    const { message } = await deleteCapital(desk, { since: "2024-03-28" });
    expect(message).toBe("deleted 1 row at or after 2024-03-28 00:00:00");

    const noState = { portfolio: new Map() } as never;
    expect(() => explainState(noState, undefined, { at: MOMENT })).toThrow(
      expect.objectContaining(refusal("explainState", "at")),
    );
  });
});
