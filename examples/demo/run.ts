/**
 * First light: `npm run demo`, or `npm run demo -- --data DIR` on a pysystemtrade data folder. From real prices to stitched
 * series, rolls, capital and buffered positions, in an SQLite file under `out/`, and an HTML page beside it.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { openStorage, repositories } from "contango";
import { openSqlite } from "contango/sqlite";
import { unpackData } from "../../scripts/unpackData.js";
import { compareCalendars } from "./calendars.js";
import { keepCapital } from "./capital.js";
import { loadData, tradedInstruments } from "./load.js";
import { heading, say } from "./print.js";
import { writeReport } from "./report.js";
import { refuseSpike } from "./spike.js";
import { compareAdjusted } from "./stitching.js";
import { printTrades, runStrategy } from "./strategy.js";

const { values } = parseArgs({ options: { data: { type: "string" } } });
const folder = values.data === undefined ? `${unpackData()}/futures` : resolve(values.data);
if (!existsSync(`${folder}/multiple_prices_csv`)) {
  console.error(
    `${folder} has no folder multiple_prices_csv; give a pysystemtrade data folder, as in --data pysystemtrade/data/futures`,
  );
  process.exit(2);
}
const started = performance.now();
const database = resolve("out/demo.sqlite");
mkdirSync("out", { recursive: true });
for (const file of [database, `${database}-wal`, `${database}-shm`]) rmSync(file, { force: true });

await using storage = await openStorage(await openSqlite(database));
const data = repositories(storage);

heading(`1. Loading ${folder} into ${database}`);
await loadData(folder, storage);
const demo = { storage, data, instruments: await tradedInstruments(data) };

heading("2. Roll calendars: inferred from the multiple prices, beside the shipped ones");
await compareCalendars(demo);

heading("3. Adjusted prices: stitched again (Panama), beside the shipped ones");
await compareAdjusted(demo);

heading("4. A spike in an FX price");
await refuseSpike(demo);

heading("5. Capital: half compounding, a withdrawal, and a jump of the account that nobody explained");
const capital = await keepCapital(demo);

heading("6. The trend strategy: one EWMAC rule, sized by volatility");
const positions = await runStrategy(demo, capital);
say(`Ran on ${positions.size} instruments with ${capital.toFixed(2)}; stored each position's buffer.`);

heading("7. What to trade, from the positions held");
await printTrades(demo, { CORN: 4, US10: -30, BUND: 2 });

heading("8. The page");
const page = await writeReport(demo, positions, "out/demo.html");
say(`${page.file}`);
say(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
