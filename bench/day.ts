import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { simulatedBroker } from "../src/broker/simulated/simulatedBroker.js";
import { configOf } from "../src/config/config.js";
import { openDesk } from "../src/desk/openDesk.js";
import { recordLog } from "../src/log/recordLog.js";
import { autoRoll } from "../src/production/autoRoll.js";
import { dataNameOf, HOUSEKEEPING } from "../src/production/dataNames.js";
import type { Desk } from "../src/production/desk.js";
import type { Process } from "../src/production/process.js";
import { DAY_PROCESSES } from "../src/production/processes.js";
import { openStorage } from "../src/storage/openStorage.js";
import { seenCommits } from "../src/storage/seenCommits.js";
import { openSqlite } from "../src/storage/sqlite/engine.js";
import type { Change, Storage } from "../src/storage/storage.js";
import { fixedClock } from "../src/testing/fixedClock.js";
import { loadMarket } from "../src/testing/loadMarket.js";
import { generateMarket } from "../src/testing/market.js";
import { DAY } from "../src/time/civil.js";
import type { BenchRow } from "./bench.js";

const SIZES = [25, 50, 100, 226];
const BOUND = 20;
const FIRST_EVENING = "2023-06-01 20:30";

/** What one evening took. */
interface Evening {
  /** Seconds by process, in the order in which they ran. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Commits of what the desk knows, by process: in all, and the most that any instrument was written in. */
  readonly commits: Readonly<Record<string, { readonly all: number; readonly most: number }>>;
  /** Of the process, in megabytes. */
  readonly peak: number;
}

/**
 * A whole evening's work at a simulated broker, on a SQLite file with ten years of history: prices, capital, backtests, trades,
 * reports, backup. Each number of instruments in a process of its own, on its second evening: the first one's backup holds
 * everything, and hourly bars begin then.
 */
export async function bench(): Promise<BenchRow[]> {
  const evenings = SIZES.map((size): [number, Evening] => {
    const { stdout, status } = spawnSync(
      process.execPath,
      ["--import", "tsx", fileURLToPath(import.meta.url), String(size)],
      { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
    );
    if (status !== 0) throw new Error(`the evening with ${size} instruments failed`);
    return [size, JSON.parse(stdout) as Evening];
  });
  const total = ({ seconds }: Evening): number => Object.values(seconds).reduce((sum, one) => sum + one, 0);
  const [size, largest] = evenings.at(-1)!;
  const most = Math.max(...Object.values(largest.commits).map((counts) => counts.most));
  return [
    ...evenings.map(([count, evening]) => ({
      what: `whole day, ${count} instruments, 10 years of history, SQLite, backtests and second backup included`,
      value: total(evening),
      unit: "s",
      ...(count === size ? { bound: `<= ${BOUND} s` } : {}),
    })),
    ...Object.entries(largest.seconds).map(([name, seconds]) => ({
      what: `  of which ${name} (${size} instruments, ${largest.commits[name]?.all ?? 0} commits)`,
      value: seconds,
      unit: "s",
    })),
    {
      what: "  most commits that wrote one instrument in one process",
      value: most,
      unit: "commits",
      bound: "<= 1 commit",
    },
    {
      what: `  seconds an instrument with ${size} instruments over those with ${evenings[1]![0]}`,
      value: total(largest) / size / (total(evenings[1]![1]) / evenings[1]![0]),
      unit: "times",
      bound: "linear",
    },
    { what: `  peak memory with ${size} instruments, the market in it`, value: largest.peak, unit: "MB" },
  ];
}

async function evening(size: number, folder: string): Promise<Evening> {
  const market = generateMarket({
    seed: 5,
    instruments: size,
    from: "2013-06-01",
    to: "2024-01-31",
    holidays: 8,
  });
  const clock = fixedClock(FIRST_EVENING);
  const counted = countingStorage(await openStorage(await openSqlite(join(folder, "desk.sqlite"))));
  await using desk = await openDesk({
    storage: counted.storage,
    clock,
    broker: simulatedBroker({ market, clock, cash: { USD: 50_000_000 } }),
    mailer: { send: async () => undefined },
    log: [recordLog(counted.storage)],
    config: config([...market.instruments.keys()], folder),
  });
  await loadMarket(desk, market, { until: "2023-06-01" });
  const processes: readonly Process[] = [...DAY_PROCESSES, autoRoll as Process];
  await through(desk, processes);
  clock.advance(DAY);
  counted.commits.clear();
  const seconds = await through(desk, processes);
  const commits = [...counted.commits].map(([name, own]) => [
    name,
    { all: own.all, most: Math.max(0, ...own.byInstrument.values()) },
  ]);
  return { seconds, commits: Object.fromEntries(commits), peak: process.resourceUsage().maxRSS / 1024 };

  async function through(on: Desk, all: readonly Process[]): Promise<Record<string, number>> {
    const times: Record<string, number> = {};
    for (const each of all) {
      const { name } = each.definition;
      counted.process = name;
      const start = performance.now();
      const outcome = await each(on);
      times[name] = (performance.now() - start) / 1000;
      if (outcome.status === "failed") throw new Error(String(outcome));
    }
    return times;
  }
}

function config(instruments: readonly string[], folder: string): ReturnType<typeof configOf> {
  const trend = [8, 16, 32, 64].map((fast) => [
    `ewmac${fast}`,
    { function: "ewmac", other_args: { Lfast: fast, Lslow: 4 * fast }, forecast_scalar: 5 },
  ]);
  const carry = ["carry30", { function: "carry", other_args: { smooth_days: 30 }, forecast_scalar: 20 }];
  return configOf({
    timezone: "UTC",
    automation: "automatic",
    backtest_store_directory: join(folder, "backtests"),
    csv_backup_directory: join(folder, "backup"),
    snapshot_directory: join(folder, "snapshots"),
    echo_directory: join(folder, "echos"),
    strategy_list: {
      trend: {
        overnight_launcher: {
          function: "runClassicSystem",
          backtest_state: "positions",
          config: { instruments, trading_rules: Object.fromEntries([...trend, carry]) },
        },
      },
    },
  });
}

/** Commits of one process. */
interface Commits {
  all: number;
  readonly byInstrument: Map<string, number>;
}

/** A storage that counts the commits of what a desk knows, by the process that is named to it. */
function countingStorage(storage: Storage): {
  readonly storage: Storage;
  readonly commits: Map<string, Commits>;
  process: string;
} {
  const counted = { storage, commits: new Map<string, Commits>(), process: "" };
  const atomically = seenCommits(storage, (changes) => {
    const known = changes.filter((change) => !HOUSEKEEPING.includes(nameOf(change) as never));
    if (known.length === 0) return;
    const own = counted.commits.get(counted.process) ?? { all: 0, byInstrument: new Map() };
    counted.commits.set(counted.process, own);
    own.all++;
    for (const name of new Set(known.flatMap(instrumentOf)))
      own.byInstrument.set(name, (own.byInstrument.get(name) ?? 0) + 1);
  });
  return Object.assign(counted, { storage: { ...storage, atomically } });
}

function nameOf({ store, change }: Change): string {
  const stored = store === "series" ? change.library : change.collection.name;
  return dataNameOf(stored) ?? stored;
}

/** The instrument in whose prices or contracts something changes. */
function instrumentOf({ store, change }: Change): string[] {
  const name =
    store === "series" ? change.symbol : change.kind === "put" ? change.document.contract_key : undefined;
  if (store === "series" && !/price/.test(change.library)) return [];
  return typeof name === "string" ? [name.replace(/^.*@/, "").replace(/[#/.].*$/, "")] : [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), "contango-day-"));
  try {
    console.log(JSON.stringify(await evening(Number(process.argv[2]), folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
