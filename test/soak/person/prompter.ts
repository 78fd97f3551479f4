import { ContangoError } from "../../../src/errors/contangoError.js";
import type { Prompter } from "../../../src/prompt/prompter.js";
import type { RollState } from "../../../src/rolls/rollState.js";
import type { Market } from "../../../src/testing/market.js";
import { hourlyBars } from "../../../src/testing/marketHours.js";
import { toTime } from "../../../src/time/text.js";

/** A person at a desk, who looks the market's own prices up. */
export interface PersonPrompter extends Prompter {
  /** The roll state that the person wants next. */
  state: RollState | undefined;
  /** How often a wrong price was put right, and a true one accepted. */
  corrected: number;
  accepted: number;
}

export function personPrompter(market: Market): PersonPrompter {
  let shown = "";
  const person: PersonPrompter = {
    state: undefined,
    corrected: 0,
    accepted: 0,
    show: (text) => {
      shown = text;
    },
    ask: async (question, { parse }) => parse(spikeAnswer(person, market, question, shown)),
    choose: async (question, choices) => {
      const wanted = choices.find(({ value }) => value === person.state);
      if (wanted !== undefined) return wanted.value;
      throw new ContangoError("PROMPT_CANCELLED", "soak", `${question}: ${person.state} is not offered`);
    },
    confirm: async () => true,
  };
  return person;
}

/** Accepts a price that is right, and types the right one else. */
function spikeAnswer(person: PersonPrompter, market: Market, question: string, shown: string): string {
  const [label = ""] = question.split(": ");
  const [, time] = /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)/.exec(shown) ?? [];
  const [, asked] = / accept (\S+) <RETURN>/.exec(question) ?? [];
  const right = rightPrice(market, label, toTime(time!));
  if (Number.isNaN(right)) throw new Error(`the market has no price of ${label} at ${time}`);
  if (asked !== undefined && Math.abs(Number(asked) - right) <= 1e-9 * Math.abs(right)) {
    person.accepted++;
    return "";
  }
  person.corrected++;
  return String(right);
}

/** @param label `CORN/20241200 Day`, or a pair. */
function rightPrice(market: Market, label: string, time: number): number {
  const rates = market.fx.get(label);
  if (rates !== undefined) return rates.values[rates.time.indexOf(time)] ?? Number.NaN;
  const [key = "", frequency] = label.split(" ");
  const [instrument = "", contract = ""] = key.split("/");
  const bars =
    frequency === "Hour"
      ? hourlyBars(market, instrument, contract, { from: time, to: time })
      : market.instruments.get(instrument)!.contracts.get(contract)!.prices;
  return bars.floats("FINAL")[bars.time.indexOf(time)] ?? Number.NaN;
}
