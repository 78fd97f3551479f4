import type { ContractId } from "../../contracts/contractId.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import type { Desk } from "../../production/desk.js";
import { nameIn, orNothing, wholeNumberWithin } from "../../prompt/parseAnswers.js";
import { wrongAnswer } from "../../prompt/problems.js";
import type { Prompter } from "../../prompt/prompter.js";
import { knownStrategies } from "./backtestStates.js";
import { ROWS } from "./stored.js";

/** What the options of diagnostics ask for, each against what is there. */
export interface Asking {
  rows(): Promise<number>;
  /** One of those that have multiple prices, unless others are given. */
  instrument(known?: readonly InstrumentCode[]): Promise<InstrumentCode>;
  /** Undefined for all. */
  anyInstrument(): Promise<InstrumentCode | undefined>;
  strategy(known?: readonly StrategyName[]): Promise<StrategyName>;
  contract(known: readonly ContractId[]): Promise<ContractId>;
  text(question: string): Promise<string | undefined>;
}

export function asking(desk: Desk, prompt: Prompter): Asking {
  const named = <Name extends string>(what: string, known: readonly Name[]): Promise<Name> => {
    if (known.length === 0) throw wrongAnswer(`there is no ${what} to choose from`);
    return prompt.ask(`Which ${what}`, { parse: nameIn(known, what) });
  };
  return {
    rows: () =>
      prompt.ask("How many rows", {
        parse: wholeNumberWithin({ least: 1, most: 10_000 }),
        default: String(ROWS),
      }),
    instrument: async (known) => named("instrument", known ?? (await desk.data.multiplePrices.list())),
    anyInstrument: async () =>
      prompt.ask("Which instrument? <RETURN for ALL>", {
        parse: orNothing(nameIn(await desk.data.multiplePrices.list(), "instrument")),
      }),
    strategy: async (known) => {
      const names = known ?? (await knownStrategies(desk));
      if (names.length === 0) throw wrongAnswer("there is no strategy to choose from");
      return prompt.choose(
        "Which strategy",
        names.map((name) => ({ value: name, label: name })),
      );
    },
    contract: (known) => named("contract", known),
    text: (question) => prompt.ask(question, { parse: orNothing((answer) => answer.trim()) }),
  };
}
