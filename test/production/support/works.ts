/** Everything that may be at work on a desk at the same time as something else. */
import { checkPrices } from "../../../src/interactive/checkPrices.js";
import { addInstrument } from "../../../src/production/addInstrument.js";
import { autoRoll } from "../../../src/production/autoRoll.js";
import { adjustForFlow, modifyTotalCapital } from "../../../src/production/changeTotalCapital.js";
import type { Desk } from "../../../src/production/desk.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import { initialiseAdjustedPrices } from "../../../src/production/initialiseAdjustedPrices.js";
import { initialiseRollCalendars } from "../../../src/production/initialiseRollCalendars.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { removeInstrument } from "../../../src/production/removeInstrument.js";
import { rollInstrument } from "../../../src/production/rollInstrument.js";
import { runBacktests } from "../../../src/production/runBacktests.js";
import { setRollState } from "../../../src/production/setRollState.js";
import { undoRoll } from "../../../src/production/undoRoll.js";
import { updateFxPrices } from "../../../src/production/updateFxPrices.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "../../../src/production/updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { updateStrategyCapital } from "../../../src/production/updateStrategyCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { scriptedPrompter } from "../../../src/testing/scriptedPrompter.js";
import { COLLECTED, market, TRADED, UNKNOWN } from "./dueDesk.js";

const [traded = ""] = TRADED;

/** Does it, and says how it ended. */
export type Work = (desk: Desk) => Promise<{ readonly status: string }>;

const { instrument, rollParameters } = market.instruments.get(UNKNOWN)!;
const seeds = { instrument, rollParameters, from: "2022-12-01", acceptSpikes: true };

const fillOf = (code: string, contract: string) =>
  ({
    strategy: "slow",
    instrument: code,
    contract,
    quantity: -1,
    price: 100,
    unusualPrice: true,
    time: "2023-06-05 15:00",
  }) as const;

/** What starts by the clock, or may be started beside it. */
const PROCESSES: Readonly<Record<string, Work>> = {
  updateFxPrices,
  updateTotalCapital,
  updateStrategyCapital,
  updateSampledContracts,
  updateHistoricalPrices,
  updateMultipleAdjustedPrices,
  runBacktests,
  pickUpFills,
  executeTrades,
  autoRoll: (desk) => autoRoll(desk, { daysAhead: 40 }),
};

/** What a person does meanwhile. */
const BY_HAND: Readonly<Record<string, Work>> = {
  rollInstrument: (desk) => rollInstrument(desk, { instrument: COLLECTED }),
  undoRoll: (desk) => undoRoll(desk, { instrument: COLLECTED }),
  setRollState: (desk) => setRollState(desk, { instrument: traded, state: "No_Open" }),
  recordFill: (desk) => recordFill(desk, fillOf(traded, "20231200")),
  recordFillOfCollected: (desk) => recordFill(desk, fillOf(COLLECTED, "20230900")),
  adjustForFlow: (desk) => adjustForFlow(desk, { amount: -25_000 }),
  modifyTotalCapital: (desk) => modifyTotalCapital(desk, { total: 4_500_000 }),
  checkPrices: (desk) => checkPrices({ ...desk, prompt: scriptedPrompter([]) }, { instrument: COLLECTED }),
  addInstrument: (desk) => addInstrument(desk, seeds),
  removeInstrument: (desk) => removeInstrument(desk, { instrument: COLLECTED, confirm: COLLECTED }),
  initialiseAdjustedPrices: (desk) =>
    initialiseAdjustedPrices(desk, { instruments: [COLLECTED], overwrite: true }),
  initialiseRollCalendars: (desk) =>
    initialiseRollCalendars(desk, {
      instruments: [COLLECTED],
      from: "contract prices",
      overwrite: true,
    }),
};

export const WORKS: Readonly<Record<string, Work>> = { ...PROCESSES, ...BY_HAND };
