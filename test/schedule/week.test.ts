import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { BrokerFault } from "../../src/broker/simulated/brokerFault.js";
import { simulatedBroker } from "../../src/broker/simulated/simulatedBroker.js";
import type { ConfigValues } from "../../src/config/configValues.js";
import type { Outcome } from "../../src/production/outcome.js";
import { ALL_PROCESSES } from "../../src/production/processes.js";
import { checkSchedule, nextStart } from "../../src/schedule/due.js";
import { runSchedule } from "../../src/schedule/runSchedule.js";
import { SUGGESTED_SCHEDULE } from "../../src/schedule/schedule.js";
import { fixedClock } from "../../src/testing/fixedClock.js";
import { loadMarket } from "../../src/testing/loadMarket.js";
import { generateMarket } from "../../src/testing/market.js";
import { testDesk } from "../../src/testing/testDesk.js";
import { HOUR } from "../../src/time/civil.js";
import { formatTime, toTime } from "../../src/time/text.js";

const folder = mkdtempSync(join(tmpdir(), "contango-week-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOLIDAY = "2023-06-14";
const market = generateMarket({
  seed: "week",
  instruments: 3,
  from: "2022",
  to: "2023-07-31",
  holidays: [{ day: HOLIDAY }],
});
const [traded] = [...market.instruments.keys()] as [string];

const strategy = {
  overnight_launcher: {
    function: "runClassicSystem",
    config: {
      instruments: [traded],
      trading_rules: {
        trend: { function: "ewmac", other_args: { Lfast: 8, Lslow: 32 }, forecast_scalar: 4 },
      },
    },
  },
};

interface Week {
  readonly outcomes: readonly Outcome[];
  readonly mails: readonly { readonly at: string; readonly subject: string; readonly text: string }[];
}

/** Lives from a Friday, of which nothing is told, through the week after it. */
async function week(
  config: Partial<ConfigValues>,
  {
    faults = [],
    end = "2023-06-17",
  }: { readonly faults?: readonly BrokerFault[]; readonly end?: string } = {},
): Promise<Week> {
  const [friday, monday] = ["2023-06-09", "2023-06-12"];
  const clock = fixedClock(friday);
  const broker = simulatedBroker({ market, clock, cash: { USD: 3_000_000 }, faults, fillLatency: HOUR });
  await using desk = await testDesk({
    clock,
    broker,
    schedule: SUGGESTED_SCHEDULE,
    config: {
      echo_directory: folder,
      csv_backup_directory: mkdtempSync(join(folder, "backups-")),
      strategy_list: { trend: strategy },
      strategy_capital_allocation: { strategy_weights: { trend: 100 } },
      ...config,
    },
  });
  await loadMarket(desk, market, { until: friday });
  const stop = new AbortController();
  const entries = checkSchedule(SUGGESTED_SCHEDULE);
  const jumping = {
    ...clock,
    sleep: async () => {
      // Where all goes well nothing begins between two starts; tries again come each quarter of an hour.
      const step = faults.length === 0 ? HOUR : HOUR / 4;
      const starts = entries.map((entry) => nextStart(entry, clock.now())!);
      clock.set(Math.min((Math.floor(clock.now() / step) + 1) * step, ...starts));
      if (clock.now() >= toTime(end)) stop.abort();
    },
  };
  const outcomes: Outcome[] = [];
  const mails: Week["mails"][number][] = [];
  let seen = 0;
  const onOutcome = (outcome: Outcome): void => {
    if (clock.now() >= toTime(monday)) {
      outcomes.push(outcome);
      const at = formatTime(clock.now()).slice(0, 16);
      for (const { subject, text } of desk.outbox.mails.slice(seen)) mails.push({ at, subject, text });
    }
    seen = desk.outbox.mails.length;
  };
  await runSchedule({ ...desk, clock: jumping }, SUGGESTED_SCHEDULE, {
    processes: ALL_PROCESSES,
    signal: stop.signal,
    onOutcome,
  });
  return { outcomes, mails };
}

const wanting = ({ outcomes }: Week, process?: string): readonly string[] =>
  outcomes
    .filter((outcome) => process === undefined || outcome.process === process)
    .flatMap(({ process, time, items }) =>
      items
        .filter(({ severity }) => severity !== "ok")
        .map(({ name, message }) => `${formatTime(time).slice(0, 16)} ${process} ${name}: ${message}`),
    );

const morningSubjects = ({ mails }: Week): readonly string[] =>
  mails.filter(({ subject }) => subject.startsWith("contango: ")).map(({ subject }) => subject);

describe("a week of the suggested schedule [row 56] [row 57]", () => {
  it.each([
    ["daily bars alone", { intraday_frequency: "D" }],
    ["daily and hourly bars", { intraday_frequency: "H" }],
  ] as const)("mails nothing to act on but trades where nothing is wrong: %s", async (_, config) => {
    const lived = await week(config);
    expect(wanting(lived)).toEqual([]);
    expect(morningSubjects(lived)).toEqual(Array.from({ length: 5 }, () => "contango: all is well"));
    const others = lived.mails
      .map(({ subject }) => subject)
      .filter((subject) => !/^contango: |^Roll report/.test(subject));
    expect([...new Set(others)]).toEqual(["Trades to do"]);
    const said = lived.mails.find(({ subject }) => subject === "Trades to do")!;
    expect(said.text).toContain(traded);
    for (const { process } of SUGGESTED_SCHEDULE.entries) {
      const ran = lived.outcomes.filter((outcome) => outcome.process === process);
      expect(ran.length, process).toBeGreaterThanOrEqual(5);
    }
  });

  it.each(["D", "H"] as const)("tells of a day that is missing: frequency %s", async (intraday_frequency) => {
    const missing = { kind: "missing", from: "2023-06-12", instrument: traded } as const;
    const told = wanting(
      await week({ intraday_frequency }, { faults: [missing], end: "2023-06-15 00:30" }),
      "startupChecks",
    );
    expect(told).toEqual([
      expect.stringMatching(
        new RegExp(`^2023-06-14 00:05 startupChecks previous day: 1 of .* ${traded} of 2023-06-12 `),
      ),
    ]);
  });

  it("gets the evening's prices and trades where the broker is away for an hour", async () => {
    const away = { kind: "disconnected", from: "2023-06-13 20:20", to: "2023-06-13 21:20" } as const;
    const lived = await week({}, { faults: [away], end: "2023-06-14 07:00" });
    const evening = lived.outcomes.filter(({ time }) => {
      const at = formatTime(time);
      return at >= "2023-06-13 20:30" && at < "2023-06-13 23:00";
    });
    const of = (name: string) =>
      evening
        .filter(({ process }) => process === name)
        .map(({ time, status }) => `${formatTime(time).slice(11, 16)} ${status}`);
    expect(of("updateHistoricalPrices")).toEqual([
      "20:30 failed",
      "20:45 failed",
      "21:00 failed",
      "21:15 failed",
      "21:30 done",
    ]);
    expect(of("updateMultipleAdjustedPrices")).toEqual(["21:30 done"]);
    expect(of("tradesToDo")).toEqual(["21:30 done"]);
    expect(lived.mails.filter(({ subject }) => subject.startsWith("Not started"))).toEqual([]);
    expect(wanting(lived).filter((line) => line >= "2023-06-13 21:31")).toEqual([]);
  });
});
