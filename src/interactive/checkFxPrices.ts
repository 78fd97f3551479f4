import type { FxPair } from "../instruments/codes.js";
import type { Desk } from "../production/desk.js";
import type { Outcome } from "../production/outcome.js";
import { fxSourceOf, listedPairs, requireListed } from "../production/prices/fxRates.js";
import { checkOptions } from "../production/processOptions.js";
import { nameIn, orNothing } from "../prompt/parseAnswers.js";
import { checkPair } from "./checks/checkPair.js";
import { checkedMaxSpike, maxSpikeAsked } from "./checks/maxSpike.js";
import { showOpenSpikes } from "./checks/openSpikes.js";
import { writingPrompterOf } from "./prompterOf.js";
import { runItem, runTool, type ToolItem } from "./toolRun.js";

export interface CheckFxPricesOptions {
  /** Against the dollar, `GBPUSD`. Default: asks for one after the other. */
  readonly pair?: FxPair;
  /** What counts as a spike; default: `max_price_spike` of configuration, which may be changed where pairs are asked for. */
  readonly maxSpike?: number;
}

const TOOL = "checkFxPrices";

/**
 * Lets a person look at the new rates of an FX pair: of each spike, whether it is right, the rate before is to be taken, or
 * one that is typed, which is checked again. A pair's rates are written in one commit with the decisions; breaking off
 * leaves the pair that is at hand as it was.
 *
 * @throws ContangoError `DESK_OPTION` without a prompter; `STORE_READ_ONLY`; `PROCESS_OPTION` for a limit that is not
 * positive, or an option that it does not have; `BROKER_MISSING` without a source of rates; `FX_PAIR` for a pair that it does not have; what the source throws
 * when it is asked for its pairs.
 * @example
 * await checkFxPrices(desk, { pair: "GBPUSD" });
 */
export async function checkFxPrices(
  desk: Desk,
  options: CheckFxPricesOptions = {},
): Promise<Outcome<ToolItem>> {
  checkOptions({ name: TOOL, takes: ["pair", "maxSpike"] }, options);
  const prompt = writingPrompterOf(desk, TOOL);
  const given = checkedMaxSpike(options.maxSpike);
  const source = fxSourceOf(desk);
  const known = await listedPairs(source);
  if (options.pair !== undefined) requireListed(options.pair, known, source);
  return runTool(desk, TOOL, async (run) => {
    const check = (pair: FxPair, maxSpike: number): Promise<void> =>
      runItem(run, pair, () => checkPair(desk, prompt, pair, { tool: TOOL, source, maxSpike }), {
        currency_code: pair,
      });
    if (options.pair !== undefined) {
      await check(options.pair, given ?? desk.config.get("max_price_spike"));
      return;
    }
    await showOpenSpikes(desk, prompt, "updateFxPrices");
    const maxSpike = given ?? (await maxSpikeAsked(desk, prompt));
    for (;;) {
      const pair = await prompt.ask("Which pair? <RETURN for EXIT>", {
        parse: orNothing(nameIn(known, "pair")),
      });
      if (pair === undefined) return;
      await check(pair, maxSpike);
    }
  });
}
