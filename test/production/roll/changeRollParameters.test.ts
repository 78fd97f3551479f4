import { describe, expect, it } from "vitest";
import { rollParameters } from "../../../src/contracts/rollParameters.js";
import { readAudit } from "../../../src/production/audit.js";
import { changeRollParameters } from "../../../src/production/changeRollParameters.js";
import { consequences } from "../../../src/production/roll/rollParameterChange.js";
import { rollInstrument } from "../../../src/production/rollInstrument.js";
import { currentContracts } from "../../../src/rolls/currentContracts.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";
import { hold, rollDesk } from "./rollDesk.js";

const NOW = "2019-07-05 21:00";
const BOND = { instrument: "BOND" };

describe("changing roll parameters", () => {
  it("writes what is given and an audit entry from which it can be taken back, and says what has to be rolled", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const before = await desk.data.rollParameters.get("BOND");
    expect(before.holdCycle).toBe("HMUZ");
    const outcome = await changeRollParameters(desk, { ...BOND, holdCycle: "Z", rollOffsetDays: -30 });
    expect(outcome.status).toBe("done");
    const [item] = outcome.items;
    expect(item).toMatchObject({ name: "BOND", status: "changed", severity: "ok" });
    expect(item!.message).toMatch(
      /^holdCycle HMUZ to Z, rollOffsetDays -?\d+ to -30; 20190900 is not of the hold cycle Z: it is left with the next roll, to 20191200; the roll date of 20190900 moves from 2019-08-\d\d to 2019-08-\d\d$/,
    );
    const after = { ...before, holdCycle: "Z", rollOffsetDays: -30 };
    expect(await desk.data.rollParameters.get("BOND")).toEqual(after);
    const [audit] = await readAudit(desk.storage, { action: "rollParameters" });
    expect(audit).toMatchObject({ tool: "changeRollParameters", item: "BOND", message: item!.message });
    expect(audit!.details).toEqual({ before, after });

    expect((await changeRollParameters(desk, { ...BOND, holdCycle: "Z" })).status).toBe("unchanged");
    await changeRollParameters(desk, { ...BOND, ...rollParameters(audit!.details.before as never) });
    expect(await desk.data.rollParameters.get("BOND")).toEqual(before);
    expect(await readAudit(desk.storage, { action: "rollParameters" })).toHaveLength(2);
  });

  it("is followed by the rolls that it tells of", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const outcome = await changeRollParameters(desk, { ...BOND, holdCycle: "H" });
    expect(outcome.items[0]!.message).toContain(
      "the forward contract stays 20191200, where the hold cycle H has 20200300 after 20190900: the next roll goes to 20191200, which is not of the cycle, and only the one after it to 20200300; nothing is held, so both can be done at once, with { times: 2 } when they are due",
    );
    await rollInstrument(desk, { ...BOND, times: 2 });
    const { priced, forward } = currentContracts(await desk.data.multiplePrices.get("BOND", { last: 1 }));
    expect([priced, forward]).toEqual(["20200300", "20210300"]);
  });

  it("changes nothing on a dry run, and says the same", async () => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    await hold(desk, "BOND", "20190900", 3);
    const before = await desk.data.rollParameters.get("BOND");
    const dry = await changeRollParameters(desk, { ...BOND, holdCycle: "H", dryRun: true });
    expect(dry.items[0]!.message).toContain("the 3 held of 20190900 have to be rolled both times");
    expect(await desk.data.rollParameters.get("BOND")).toEqual(before);
    expect(await readAudit(desk.storage)).toEqual([]);
    expect((await changeRollParameters(desk, { ...BOND, holdCycle: "H" })).items).toEqual(dry.items);
  });

  it("is refused on a desk that can only be read", async () => {
    const storage = await openStorage(memoryEngine());
    await using writer = await testDesk({ storage });
    await writer.data.rollParameters.write(
      "BOND",
      rollParameters({ holdCycle: "HMUZ", pricedCycle: "HMUZ" }),
    );
    const reader = await testDesk({ storage, readOnly: true });
    await expect(changeRollParameters(reader, { ...BOND, holdCycle: "Z" })).rejects.toThrow(/read/);
    expect((await writer.data.rollParameters.get("BOND")).holdCycle).toBe("HMUZ");
  });

  it("does without multiple prices, and not without roll parameters", async () => {
    await using desk = await testDesk();
    await desk.data.rollParameters.write("BOND", rollParameters({ holdCycle: "HMUZ", pricedCycle: "HMUZ" }));
    const { items } = await changeRollParameters(desk, { ...BOND, carryOffset: 1 });
    expect(items[0]!.message).toBe("carryOffset -1 to 1; it has no multiple prices yet");
    await assertRejects(changeRollParameters(desk, { instrument: "CORN", holdCycle: "Z" }), "STORE_MISSING");
    expect(await desk.data.rollParameters.list()).toEqual(["BOND"]);
  });

  it.each([
    [{ holdCycle: "HMUY" }, "ROLL_CYCLE", /"Y", which is no month/],
    [
      { holdCycle: "HK" },
      "ROLL_PARAMETERS",
      /would hold K \(hold cycle HK\), which its priced cycle HMUZ has not/,
    ],
    [{ pricedCycle: "HM" }, "ROLL_PARAMETERS", /would hold U, Z/],
    [{ rollOffsetDays: 1.5 }, "ROLL_PARAMETERS", /rollOffsetDays was 1\.5/],
    [{ carryOffset: 0 }, "ROLL_PARAMETERS", /carry offset was 0/],
    [{}, "PROCESS_OPTION", /needs something to change/],
    [{ instrument: undefined, holdCycle: "Z" }, "PROCESS_OPTION", /needs an instrument/],
    [{ holdCyle: "Z" }, "PROCESS_OPTION", /holdCycle/],
  ] as const)("refuses %j, and leaves all as it was", async (options, code, message) => {
    await using desk = await rollDesk(NOW, { BOND: {} });
    const before = await desk.data.rollParameters.get("BOND");
    const error = await assertRejects(changeRollParameters(desk, { ...BOND, ...options } as never), code);
    expect(error.message).toMatch(message);
    expect(await desk.data.rollParameters.get("BOND")).toEqual(before);
    expect(await readAudit(desk.storage)).toEqual([]);
  });
});

describe("what follows from new roll parameters", () => {
  const quarterly = rollParameters({
    holdCycle: "HMUZ",
    pricedCycle: "HMUZ",
    rollOffsetDays: -10,
    carryOffset: 1,
  });
  const contracts = { priced: "20240600", forward: "20240900", carry: "20240900" };
  const tell = (
    change: Partial<Parameters<typeof rollParameters>[0]>,
    { at = contracts, now = "2024-04-01", position = 0 } = {},
  ): readonly string[] =>
    consequences(
      { contracts: at, expiries: new Map(), position, now: toTime(now) },
      quarterly,
      rollParameters({ ...quarterly, ...change }),
    );

  it("is nothing where the contracts stay what they are", () => {
    expect(tell({})).toEqual([]);
    expect(
      tell({ pricedCycle: "FGHJKMNQUVXZ", carryOffset: -1 }, { at: { ...contracts, carry: "20240500" } }),
    ).toEqual([]);
  });

  it("is another way where months come in between", () => {
    expect(tell({ holdCycle: "HMNUZ", pricedCycle: "HMNUZ" })).toEqual([
      "the forward contract stays 20240900, where the hold cycle HMNUZ has 20240700 after 20240600: the next roll goes to 20240900",
      "carry is measured against 20240900 until the next roll, and not yet against 20240700",
    ]);
  });

  it("is a roll where its date has come", () => {
    expect(tell({ rollOffsetDays: -70 })).toEqual([
      "the roll date of 20240600 moves from 2024-05-22 to 2024-03-23",
      "20240600 is to be rolled now",
    ]);
    expect(tell({ approximateExpiryOffset: -160 })).toEqual([
      "the roll date of 20240600 moves from 2024-05-22 to 2023-12-14",
      "2 rolls from 20240600 are due now",
    ]);
    expect(tell({ rollOffsetDays: -5 }, { now: "2024-06-30" })).toEqual([
      "the roll date of 20240600 moves from 2024-05-22 to 2024-05-27",
    ]);
  });
});
