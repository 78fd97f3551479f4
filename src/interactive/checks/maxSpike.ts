import { ContangoError } from "../../errors/contangoError.js";
import type { Desk } from "../../production/desk.js";
import { numberWithin } from "../../prompt/parseAnswers.js";
import { wrongAnswer } from "../../prompt/problems.js";
import type { Prompter } from "../../prompt/prompter.js";

/** A limit that was given as an option. @throws ContangoError `PROCESS_OPTION` unless it is positive. */
export function checkedMaxSpike(maxSpike: number | undefined): number | undefined {
  if (maxSpike === undefined || maxSpike > 0) return maxSpike;
  throw new ContangoError(
    "PROCESS_OPTION",
    "interactive",
    `maxSpike was ${maxSpike}; give a positive number, Infinity for no check`,
  );
}

/** The limit of configuration, or another that the person gives. @throws ContangoError `PROMPT_CANCELLED`. */
export function maxSpikeAsked({ config }: Desk, prompt: Prompter): Promise<number> {
  return prompt.ask("Largest change that needs no check, in average daily changes", {
    default: String(config.get("max_price_spike")),
    parse: (typed) => {
      const value = numberWithin()(typed);
      if (value > 0) return value;
      throw wrongAnswer(`${value} is not positive; give 8, say`);
    },
  });
}
