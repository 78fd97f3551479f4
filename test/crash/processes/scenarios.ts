/** What is killed: each process on a desk that has something for it to do, in the order of the days they make up. */
import { join } from "node:path";
import { addInstrument } from "../../../src/production/addInstrument.js";
import { autoRoll } from "../../../src/production/autoRoll.js";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import type { Desk } from "../../../src/production/desk.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { positionBreaks } from "../../../src/production/positionBreaks.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { removeInstrument } from "../../../src/production/removeInstrument.js";
import { rollInstrument } from "../../../src/production/rollInstrument.js";
import { rollReport } from "../../../src/production/rollReport.js";
import { runBacktests } from "../../../src/production/runBacktests.js";
import { tradesToDo } from "../../../src/production/tradesToDo.js";
import { updateFxPrices } from "../../../src/production/updateFxPrices.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "../../../src/production/updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { updateStrategyCapital } from "../../../src/production/updateStrategyCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { loadMarket } from "../../../src/testing/loadMarket.js";
import { FIRST_DAY, market, NEW_INSTRUMENT, TRADED, tradedMarket } from "./floor.js";

export interface Scenario {
  readonly name: string;
  /** UTC. */
  readonly now: string;
  readonly run: (desk: Desk, folder: string) => Promise<unknown>;
  /** At most so many points to kill at, evenly spread over its writes; default {@link POINTS}. */
  readonly points?: number;
}

/** Points of a process that does nothing which others do not. */
export const POINTS = 60;

const [FIRST, SECOND, THIRD] = [`${FIRST_DAY} 23:30`, "2023-06-02 23:30", "2023-06-05 23:30"];
const [first = ""] = TRADED;

/** Each starts from what those before it left. */
export const SCENARIOS: readonly Scenario[] = [
  { name: "updateFxPrices", now: FIRST, run: (desk) => updateFxPrices(desk) },
  { name: "updateTotalCapital, the first", now: FIRST, run: (desk) => updateTotalCapital(desk) },
  { name: "updateStrategyCapital", now: FIRST, run: (desk) => updateStrategyCapital(desk) },
  { name: "updateSampledContracts", now: FIRST, run: (desk) => updateSampledContracts(desk) },
  { name: "updateHistoricalPrices", now: FIRST, run: (desk) => updateHistoricalPrices(desk), points: 60 },
  { name: "updateMultipleAdjustedPrices", now: FIRST, run: (desk) => updateMultipleAdjustedPrices(desk) },
  { name: "runBacktests", now: FIRST, run: (desk) => runBacktests(desk), points: 30 },
  { name: "tradesToDo", now: FIRST, run: (desk) => tradesToDo(desk), points: 10 },
  { name: "executeTrades", now: FIRST, run: tradeAndBook, points: 80 },
  { name: "pickUpFills", now: SECOND, run: (desk) => pickUpFills(desk), points: 80 },
  { name: "positionBreaks", now: SECOND, run: (desk) => positionBreaks(desk), points: 10 },
  {
    name: "updateHistoricalPrices, a day later",
    now: SECOND,
    run: (desk) => updateHistoricalPrices(desk),
    points: 60,
  },
  {
    name: "updateMultipleAdjustedPrices, a day later",
    now: SECOND,
    run: (desk) => updateMultipleAdjustedPrices(desk),
  },
  { name: "updateTotalCapital, a day later", now: SECOND, run: (desk) => updateTotalCapital(desk) },
  { name: "addInstrument", now: SECOND, run: addNew, points: 60 },
  { name: "rollInstrument", now: SECOND, run: rollOnce, points: 80 },
  { name: "autoRoll", now: SECOND, run: (desk) => autoRoll(desk) },
  { name: "rollReport", now: SECOND, run: (desk) => rollReport(desk), points: 10 },
  { name: "runBacktests, a day later", now: SECOND, run: (desk) => runBacktests(desk), points: 30 },
  { name: "executeTrades, after the weekend", now: THIRD, run: tradeAndBook },
  { name: "pickUpFills, after the weekend", now: THIRD, run: (desk) => pickUpFills(desk) },
  { name: "recordFill", now: THIRD, run: recordOnce },
  { name: "removeInstrument", now: THIRD, run: removeOnce, points: 60 },
  {
    name: "backupToCsv",
    now: THIRD,
    run: (desk, folder) => backupToCsv(desk, { folder: join(folder, "backups") }),
    points: 20,
  },
];

/** What the first of these is run on: a desk with the history of the market. */
export const prepare = (desk: Desk): Promise<void> => loadMarket(desk, tradedMarket, { until: FIRST_DAY });

/**
 * A run after one that was killed finds fills of what that one sent; so both book all fills, and
 * mark the trades that they fill, before they are compared.
 */
async function tradeAndBook(desk: Desk): Promise<void> {
  await executeTrades(desk);
  await pickUpFills(desk);
  await executeTrades(desk);
}

/** Rolls an instrument that nobody holds, unless that was done. */
async function rollOnce(desk: Desk): Promise<void> {
  const rolled = await desk.data.rollCalendars.read(NEW_INSTRUMENT, { from: "2023-06-01" });
  if ((rolled?.length ?? 0) === 0) await rollInstrument(desk, { instrument: NEW_INSTRUMENT });
}

async function recordOnce(desk: Desk): Promise<void> {
  const [contract] = [...(await desk.data.contracts.all()).values()].filter(
    ({ instrument, sampling }) => instrument === first && sampling,
  );
  const time = "2023-06-05 15:00";
  await recordFill(desk, {
    strategy: "slow",
    instrument: first,
    contract: contract!.contract,
    quantity: -1,
    price: 100,
    unusualPrice: true,
    time,
  });
}

async function removeOnce(desk: Desk): Promise<void> {
  if ((await desk.data.instruments.read(NEW_INSTRUMENT)) === undefined) return;
  await removeInstrument(desk, { instrument: NEW_INSTRUMENT, confirm: NEW_INSTRUMENT });
}

function addNew(desk: Desk): Promise<unknown> {
  const { instrument, rollParameters } = market.instruments.get(NEW_INSTRUMENT)!;
  return addInstrument(desk, { instrument, rollParameters, from: "2022-06-01", acceptSpikes: true });
}
