import { spikeText } from "../../prices/spikes.js";
import type { Prompter } from "../../prompt/prompter.js";
import type { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import { wholeTable } from "../diagnostics/wholeTable.js";
import type { ReviewedRows, SpikeReview } from "./reviewSpikes.js";
import { spikeAnswer, spikeQuestion } from "./spikeAnswer.js";

/**
 * Asks a person about spike after spike until none is left.
 *
 * @param label whose prices they are: `CORN/20241200 Day`.
 * @throws ContangoError `PROMPT_CANCELLED`.
 */
export async function askAboutSpikes<Data extends Series | Frame>(
  prompt: Prompter,
  label: string,
  review: SpikeReview<Data>,
): Promise<ReviewedRows<Data>> {
  let at = review;
  while (at.status === "question") {
    const { spike, rows, decide } = at;
    prompt.show(`${label}: ${spikeText(spike)}\n${wholeTable(rows)}`);
    at = await prompt.ask(`${label}: ${spikeQuestion(spike)}`, {
      parse: (typed) => decide(spikeAnswer(typed)),
    });
  }
  return at;
}
