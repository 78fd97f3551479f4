/** With the same answers of the broker and a clock that stands still, what was done once is not done again. */
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/log/createLog.js";
import { recordLog } from "../../src/log/recordLog.js";
import { runBacktests } from "../../src/production/runBacktests.js";
import { updateStrategyCapital } from "../../src/production/updateStrategyCapital.js";
import { updateTotalCapital } from "../../src/production/updateTotalCapital.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { recordText } from "../../src/storage/recordText.js";
import { TOTAL_CAPITAL } from "../../src/storage/repositories/keys.js";
import { HOUR } from "../../src/time/civil.js";
import { dumpOf, filesOf } from "../crash/processes/dump.js";
import { TRADED } from "./support/dueDesk.js";
import { everyProcess, optionsOf, scenariosOf } from "./support/everyProcess.js";
import { type ScenarioDesk, scenarioDesk } from "./support/scenarioDesk.js";

const processes = await everyProcess();
const cases = processes.flatMap((process) => {
  const { name } = process.definition;
  return scenariosOf(name).map((scenario, place) => ({
    name: place === 0 ? name : `${name}, otherwise`,
    process,
    scenario,
  }));
});

/** How a second run ends that is not `unchanged`, and why. */
const AGAIN: Readonly<Record<string, readonly [status: string, why: string]>> = {
  crossCheckPrices: ["done", "it only looks"],
  executeTrades: ["done", "it tells what is in flight"],
  morningMail: ["done", "it is a mail"],
  positionBreaks: ["attention", "it only looks"],
  rollInstrument: ["ROLL_INFERENCE", "each is an order to roll once more, for which there are no prices"],
  rollReport: ["done", "it is a mail"],
  startupChecks: ["attention", "it only looks"],
  tradesToDo: ["done", "it only looks"],
  undoRoll: ["ROLL_UNDO", "what was taken back is not there to be taken back"],
};

/** All that is known, beside the number that a back-up gets to be told from the one before it. */
async function known({ storage, folder }: ScenarioDesk): Promise<readonly string[]> {
  const lines = [...(await dumpOf(storage)), ...filesOf(folder, ["."])];
  return lines.filter((line) => !line.startsWith('contango_desk {"o":[["name","backup '));
}

/** All that is stored, logs and runs too, and every file. */
async function everything({ storage, folder }: ScenarioDesk): Promise<readonly string[]> {
  const lines = [...(await dumpOf(storage)), ...filesOf(folder, ["."])];
  for (const collection of Object.values(COLLECTIONS)) {
    for (const document of (await storage.records.find(collection)).documents)
      lines.push(`${collection.name} ${recordText(document)}`);
  }
  return lines;
}

describe("a second run", () => {
  it.each(cases)("of $name changes nothing", async ({ name, process, scenario }) => {
    await using floor = await scenarioDesk(scenario);
    const options = optionsOf(scenario, floor.folder);
    await process(floor.desk, options);
    const after = await known(floor);
    const again = await process(floor.desk, options).then(
      ({ status }) => status,
      (error) => error.code,
    );
    expect(await known(floor)).toEqual(after);
    expect(again).toBe(
      name === "setRollState, otherwise" ? "ROLL_INFERENCE" : statusAgain(process.definition.name),
    );
  });
});

const statusAgain = (process: string): string => AGAIN[process]?.[0] ?? "unchanged";

describe("a dry run", () => {
  it.each(cases)("of $name leaves everything as it is", async ({ process, scenario }) => {
    await using floor = await scenarioDesk(scenario);
    const { desk, storage, folder } = floor;
    const before = await everything(floor);
    const log = createLog({ clock: desk.clock, sinks: [recordLog(storage, { gather: 0 })] });
    const mails = desk.outbox.mails.length;
    const outcome = await process({ ...desk, log }, { ...optionsOf(scenario, folder), dryRun: true });
    await log.flush();
    expect(outcome.dryRun).toBe(true);
    expect(await everything(floor)).toEqual(before);
    expect(desk.outbox.mails.length).toBe(mails);
  });
});

describe("a row carries the time of what it was made of", () => {
  it("capital that of the broker's snapshot, however late it is written", async () => {
    await using floor = await scenarioDesk({});
    const { broker, clock } = floor.desk;
    const { account } = broker!;
    const taken = clock.now() - HOUR / 12;
    const late: NonNullable<typeof account> = {
      ...account!,
      accountValues: async (...asked) => ({ ...(await account!.accountValues(...asked)), time: taken }),
    };
    const desk = { ...floor.desk, broker: { ...broker!, account: late } };
    expect((await updateTotalCapital(desk)).status).toBe("done");
    expect((await desk.data.totalCapital.get(TOTAL_CAPITAL)).last?.time).toBe(desk.wallTime(taken));
    await updateStrategyCapital(desk);
    expect((await desk.data.strategyCapital.get("slow")).timeAt(-1)).toBe(desk.wallTime(taken));
    clock.advance(HOUR);
    expect((await updateTotalCapital(desk)).status).toBe("unchanged");
    expect((await updateStrategyCapital(desk)).status).toBe("unchanged");
  });

  it("optimal positions that of the start of the run, whichever strategy they are of", async () => {
    await using floor = await scenarioDesk({});
    const { desk } = floor;
    const now = (): number => {
      desk.clock.advance(1000);
      return desk.clock.now();
    };
    const clock = { ...desk.clock, now };
    const { time } = await runBacktests({ ...desk, clock });
    expect(desk.now()).toBeGreaterThan(time);
    for (const strategy of ["slow", "fast", "late"]) {
      const rows = await desk.data.optimalPositions.get({ strategy, instrument: TRADED[0]! }, { last: 1 });
      expect(rows.time.at(-1)).toBe(time);
    }
  });
});
