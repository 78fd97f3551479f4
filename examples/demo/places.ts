import { mkdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";

/** Where everything goes that the demo writes. */
export const PLACES = {
  database: resolve("out/demo.sqlite"),
  backtests: resolve("out/backtests"),
  nightly: resolve("out/nightly"),
  backup: resolve("out/backup"),
  snapshots: resolve("out/snapshots"),
  allConfig: resolve("out/all.yaml"),
  weeksConfig: resolve("out/weeks.yaml"),
  backtestPage: resolve("out/backtest.html"),
  pricePage: resolve("out/demo.html"),
  rollPage: resolve("out/rolls.html"),
  capitalPage: resolve("out/capital.html"),
} as const;

/** Removes what an earlier run left. */
export function clearPlaces(): void {
  mkdirSync("out", { recursive: true });
  const { database } = PLACES;
  for (const place of [`${database}-wal`, `${database}-shm`, ...Object.values(PLACES)])
    rmSync(place, { force: true, recursive: true });
}
