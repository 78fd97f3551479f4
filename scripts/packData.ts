/**
 * Makes `data/`: the subset of golden values and real prices that the repo carries, brotli-compressed, from a full
 * set. Run by hand where the full set is at hand: `npx tsx scripts/packData.ts FULL_GOLDEN FULL_FUTURES`.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [goldenFrom, futuresFrom] = process.argv.slice(2);
if (goldenFrom === undefined || futuresFrom === undefined) {
  throw new Error("usage: npx tsx scripts/packData.ts FULL_GOLDEN FULL_FUTURES");
}
const target = new URL("../data/", import.meta.url).pathname;

type Json = Record<string, unknown>;
const readJson = (file: string): unknown => JSON.parse(readFileSync(`${goldenFrom}/${file}`, "utf8"));
const chapter15 = readJson("system_chapter15.json") as { instruments: Json };
const instruments = Object.keys(chapter15.instruments);
const currencies = new Set(["EUR", "AUD", "GBP"]);

function pack(name: string, bytes: Uint8Array): void {
  const path = `${target}${name}.br`;
  mkdirSync(dirname(path), { recursive: true });
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };
  writeFileSync(path, brotliCompressSync(bytes, options));
}

const packJson = (file: string, value: unknown): void =>
  pack(`golden/${file}`, Buffer.from(JSON.stringify(value)));
const only = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([code]) => instruments.includes(code)));

rmSync(target, { recursive: true, force: true });
for (const file of ["stitch.json", "rolls.json"]) packJson(file, only(readJson(file) as Json));
const merges = readJson("merges.json") as { fx: string }[];
packJson(
  "merges.json",
  merges.filter(({ fx }) => currencies.has(fx.slice(0, 3))),
);
const whole = [
  "rollcycles.json",
  "updates.json",
  "capital.json",
  "buffered_trades.json",
  "system_chapter15.json",
  "system_estimated.json",
  "execution/capital_update.json",
  "execution/auto_roll_rule.json",
  "execution/client_ids.json",
  "execution/dynamic_optimiser.json",
  "execution/forced_rolls.json",
  "execution/passive_split.json",
  "execution/positions_and_hours.json",
  "execution/reports.json",
  "execution/roll_states.json",
  "execution/spawn_contract_orders.json",
  "execution/strategy_orders.json",
];
for (const file of whole) packJson(file, readJson(file));

for (const folder of ["multiple_prices_csv", "adjusted_prices_csv", "roll_calendars_csv"]) {
  for (const code of instruments) {
    pack(`futures/${folder}/${code}.csv`, readFileSync(`${futuresFrom}/${folder}/${code}.csv`));
  }
}
for (const currency of currencies) {
  const file = `fx_prices_csv/${currency}USD.csv`;
  pack(`futures/${file}`, readFileSync(`${futuresFrom}/${file}`));
}
for (const file of readdirSync(`${futuresFrom}/csvconfig`)) {
  pack(`futures/csvconfig/${file}`, readFileSync(`${futuresFrom}/csvconfig/${file}`));
}
