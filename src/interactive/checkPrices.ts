import { orderedSource } from "../broker/sources/orderedSource.js";
import { type ContractId, contractId } from "../contracts/contractId.js";
import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import type { InstrumentCode } from "../instruments/codes.js";
import type { Desk } from "../production/desk.js";
import type { Outcome } from "../production/outcome.js";
import { barFrequencies } from "../production/prices/barFrequencies.js";
import { priceSourcesOf } from "../production/prices/priceSources.js";
import { checkOptions } from "../production/processOptions.js";
import { nameIn, orNothing } from "../prompt/parseAnswers.js";
import type { Prompter } from "../prompt/prompter.js";
import { type CheckSettings, checkContract } from "./checks/checkContract.js";
import { checkedMaxSpike, maxSpikeAsked } from "./checks/maxSpike.js";
import { showOpenSpikes } from "./checks/openSpikes.js";
import { writingPrompterOf } from "./prompterOf.js";
import { addFailure, runItem, runTool, type ToolItem, type ToolRun } from "./toolRun.js";

export interface CheckPricesOptions {
  /** Default: asks for one after the other. */
  readonly instrument?: InstrumentCode;
  /** Only this contract of the instrument; default: all that are sampled. */
  readonly contract?: ContractId;
  /** What counts as a spike; default: `max_price_spike` of configuration, which may be changed where instruments are asked for. */
  readonly maxSpike?: number;
}

const TOOL = "checkPrices";

/**
 * Lets a person look at the new prices of an instrument's contracts: of each spike, whether it is right, the value before is
 * to be taken, or one that is typed, which is checked again. OPEN, HIGH and LOW move with FINAL, VOLUME stays. Each contract
 * is written as soon as it is through, prices, merged view and decisions in one commit; breaking off leaves the one that is
 * at hand as it was.
 *
 * @throws ContangoError `DESK_OPTION` without a prompter; `STORE_READ_ONLY`; `PROCESS_OPTION` for a limit that is not
 * positive, or an option that it does not have; `INSTRUMENT_MISSING` for an instrument without multiple prices. Trouble with a contract or its sources is one of
 * the items.
 * @example
 * await checkPrices(desk, { instrument: "CORN" });
 */
export async function checkPrices(desk: Desk, options: CheckPricesOptions = {}): Promise<Outcome<ToolItem>> {
  checkOptions({ name: TOOL, takes: ["instrument", "contract", "maxSpike"] }, options);
  const prompt = writingPrompterOf(desk, TOOL);
  const given = checkedMaxSpike(options.maxSpike);
  const known = await desk.data.multiplePrices.list();
  if (options.instrument !== undefined) requireInstrument(options.instrument, known);
  return runTool(desk, TOOL, async (run) => {
    if (options.instrument !== undefined) {
      const maxSpike = given ?? desk.config.get("max_price_spike");
      await checkInstrument(run, prompt, options.instrument, maxSpike, options.contract);
      return;
    }
    await showOpenSpikes(desk, prompt, "updateHistoricalPrices");
    const maxSpike = given ?? (await maxSpikeAsked(desk, prompt));
    for (;;) {
      const instrument = await prompt.ask("Which instrument? <RETURN for EXIT>", {
        parse: orNothing(nameIn(known, "instrument")),
      });
      if (instrument === undefined) return;
      await checkInstrument(run, prompt, instrument, maxSpike);
    }
  });
}

function requireInstrument(instrument: InstrumentCode, known: readonly InstrumentCode[]): void {
  if (known.includes(instrument)) return;
  throw new ContangoError(
    "INSTRUMENT_MISSING",
    "interactive",
    `${instrument} has no multiple prices${didYouMean(instrument, known)}; initialise them first`,
    { details: { instrument } },
  );
}

async function checkInstrument(
  run: ToolRun,
  prompt: Prompter,
  instrument: InstrumentCode,
  maxSpike: number,
  only?: ContractId,
): Promise<void> {
  const { desk } = run;
  let contracts: readonly ContractId[];
  let settings: CheckSettings;
  try {
    contracts = only === undefined ? await sampledContracts(desk, instrument) : [contractId(only)];
    const source = orderedSource(priceSourcesOf(desk, instrument));
    const frequencies = barFrequencies(desk.config.get("intraday_frequency"));
    settings = { tool: TOOL, source, frequencies, maxSpike, booked: only === undefined };
  } catch (error) {
    addFailure(run, instrument, error, { instrument_code: instrument });
    return;
  }
  for (const contract of contracts) {
    const key = { instrument, contract };
    const labels = { instrument_code: instrument, contract_date: contract };
    const check = () => checkContract(desk, prompt, key, settings);
    await runItem(run, `${instrument}/${contract}`, check, labels);
  }
}

async function sampledContracts({ data }: Desk, instrument: InstrumentCode): Promise<readonly ContractId[]> {
  const all = [...(await data.contracts.all()).values()];
  const sampled = all.filter((contract) => contract.instrument === instrument && contract.sampling);
  if (sampled.length > 0) return sampled.map(({ contract }) => contract);
  throw new ContangoError(
    "CONTRACT_MISSING",
    "interactive",
    `none of the contracts of ${instrument} is sampled; run updateSampledContracts, or name one with { contract }`,
    { details: { instrument } },
  );
}
