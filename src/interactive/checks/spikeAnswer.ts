import type { Spike } from "../../prices/spikes.js";
import { numberWithin } from "../../prompt/parseAnswers.js";
import { wrongAnswer } from "../../prompt/problems.js";
import { numberText } from "../../series/series.js";
import type { SpikeAnswer } from "./reviewSpikes.js";

/** How a person is asked about a spike. */
export function spikeQuestion({ value, previous }: Spike): string {
  const accept = Number.isFinite(value) ? [`accept ${numberText(value)} <RETURN>`] : [];
  const before = Number.isFinite(previous) ? [`the value before it, ${numberText(previous)} <p>`] : [];
  return `${[...accept, ...before, "or type a value"].join(", ")}?`;
}

/** RETURN or `a` accepts, `p` or one blank takes the value before, a number is the value. @throws ContangoError `PROMPT_ANSWER`. */
export function spikeAnswer(typed: string): SpikeAnswer {
  const text = typed.trim().toLowerCase();
  if (typed === " " || text === "p" || text === "previous") return { kind: "previous" };
  if (text === "" || text === "a" || text === "accept") return { kind: "accepted" };
  try {
    return { kind: "typed", value: numberWithin()(text) };
  } catch {
    throw wrongAnswer(
      `"${typed.trim()}" is no answer; RETURN accepts, p takes the value before, or type a number`,
    );
  }
}
